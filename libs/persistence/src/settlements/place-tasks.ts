import type { TaskDraft } from '@bangdai/contracts';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { openTasks } from '../subjects/task.writer.js';
import { PAYABLE, settlementSubject, type SettlementRecord } from './settlement.record.js';

/** Opens the tasks of a step: each with the sum it is about, the whole settlement's or that of its own place. */
export async function openPlacedTasks(
  db: Db,
  { calendar }: StoreContext,
  settlement: SettlementRecord,
  drafts: readonly TaskDraft[],
  total: string,
): Promise<void> {
  const subject = settlementSubject(settlement);
  for (const draft of drafts) {
    const amount = draft.place === '' ? total : await sumAt(db, settlement.id, draft.place);
    await openTasks(db, subject, [draft], calendar, amount);
  }
}

async function sumAt(db: Db, settlementId: string, place: string): Promise<string> {
  const { sum } = await db.one<{ sum: string }>(
    `select coalesce(sum(subsidy), 0)::numeric(18,2)::text as sum from settlement_line
     where settlement_id = $1 and state in ${PAYABLE} and starts_with(township || '/' || village || '/', $2 || '/')`,
    [settlementId, place],
  );
  return sum;
}
