import type { LiveEvent } from '@bangdai/contracts/http';

/** Which cached reads a change makes stale, by the first word of their key. */
const touched: Record<LiveEvent['topic'], readonly string[]> = {
  task: ['tasks'],
  loan: ['loans', 'claims'],
  settlement: ['settlements', 'budgets'],
  claim: ['claims', 'funds'],
  clawback: ['clawbacks'],
  import: ['imports'],
  fund: ['funds'],
  reconciliation: ['reconciliation'],
};

/** Keys made stale by a burst of events, each once: an import announces thousands of loans. */
export function staleTopics(events: readonly LiveEvent[]): string[] {
  return [...new Set(events.flatMap((event) => touched[event.topic] ?? []))];
}

/** One message of the stream; anything else (a keep-alive, a newer topic) is no event for this console. */
export function parseLiveEvent(data: string): LiveEvent | null {
  try {
    const event = JSON.parse(data) as Partial<LiveEvent> | null;
    return event !== null && typeof event.topic === 'string' && Object.hasOwn(touched, event.topic)
      ? (event as LiveEvent)
      : null;
  } catch {
    return null;
  }
}
