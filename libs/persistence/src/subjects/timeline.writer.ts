import type { TimelineEntry } from '@bangdai/contracts';
import type { Db } from '../database/database.js';
import { currentRun } from './engine-run.js';

/**
 * Appends to the history; no row of it is ever changed.
 * @param subject with the stage that the change leaves it in, where it is known
 */
export async function appendTimeline(
  db: Db,
  subject: { kind: string; id: string; stage?: string },
  at: string,
  events: readonly TimelineEntry[],
): Promise<void> {
  if (events.length === 0) return;
  const run = currentRun();
  await db.run(
    `insert into timeline (subject, subject_id, at, kind, lane, actor_id, actor_role, actor_place, step_key, decision, code,
       command_id, due_on, data, stage, workflow_id, run_id)
     select $1, $2, $3, e->>'kind', e->>'lane', e->'actor'->>'id', e->'actor'->>'role', e->'actor'->>'place', e->>'stepKey',
       e->>'decision', e->>'code', e->>'commandId', (e->>'dueOn')::date, coalesce(e->'data', '{}'), $5, $6, $7
     from jsonb_array_elements($4::jsonb) with ordinality as events(e, n) order by n`,
    [
      ...[subject.kind, subject.id, at, JSON.stringify(events), subject.stage ?? null],
      ...[run?.workflowId ?? null, run?.runId ?? null],
    ],
  );
}

/** A line that the store itself adds, for what no person decided. */
export function systemEvent(
  kind: string,
  data: Record<string, string> = {},
  extra: Partial<TimelineEntry> = {},
): TimelineEntry {
  const empty = { actor: null, stepKey: null, decision: null, code: null, commandId: null, dueOn: null };
  return { kind, lane: 'system', ...empty, data, ...extra };
}
