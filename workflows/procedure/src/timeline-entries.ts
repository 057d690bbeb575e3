import type { Actor, TimelineEntry, TimelineKind } from '@bangdai/contracts';

type Details = Partial<Omit<TimelineEntry, 'kind' | 'lane' | 'actor'>>;

const blank = { stepKey: null, decision: null, code: null, commandId: null, dueOn: null, data: {} };

export function bySystem(kind: TimelineKind, details: Details = {}): TimelineEntry {
  return { ...blank, ...details, kind, lane: 'system', actor: null };
}

/** A fact that a bank or treasury reported. */
export function byBank(kind: TimelineKind, details: Details = {}): TimelineEntry {
  return { ...blank, ...details, kind, lane: 'bank', actor: null };
}

export function byPerson(
  kind: TimelineKind,
  command: { commandId: string; actor: Actor },
  details: Details = {},
): TimelineEntry {
  return { ...blank, ...details, kind, lane: 'people', actor: command.actor, commandId: command.commandId };
}
