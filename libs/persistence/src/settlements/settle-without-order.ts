import { compareMoney, shanghaiDateOf } from '@bangdai/domain';
import { settleSetOffs } from '../clawbacks/clawback-money.js';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { appendLoanHistories, bookLines } from './pay-settlement.js';
import { lockSettlement, type SettlementRecord } from './settlement.record.js';
import { unpaidOf } from './unpaid-lines.js';

/**
 * Lines for which no money moves (lifecycle §4). When what takes back is as much as what is due, each settles the other
 * and the books show both; when it is more, nobody pays anything and all of them wait for the next settlement. Called
 * again, it finds nothing left to do.
 */
export async function settleWithoutOrder(
  context: StoreContext,
  { settlementId, at }: { settlementId: string; at: string },
): Promise<void> {
  await context.database.transaction(async (db) => {
    const settlement = await lockSettlement(db, settlementId);
    const { lines, total } = await unpaidOf(db, settlementId, null);
    if (lines === 0) return;
    if (compareMoney(total, '0.00') === 0)
      await offset(db, settlement, { on: shanghaiDateOf(Date.parse(at)), at });
    else await holdOver(db, settlementId);
  });
}

async function offset(
  db: Db,
  settlement: SettlementRecord,
  { on, at }: { on: string; at: string },
): Promise<void> {
  const { id, settlement_no: settlementNo } = settlement;
  const key = `offset/${settlementNo}`;
  await bookLines(db, settlement, { orderNo: null, key, year: on.slice(0, 4), on });
  await appendLoanHistories(db, settlement, null, at);
  await db.run(
    `update settlement_line set state = 'paid' where settlement_id = $1 and order_no is null and state = 'claimed'`,
    [id],
  );
  await settleSetOffs(db, settlement, on);
}

/** A set-off that is held frees its case for the next settlement; an adjustment waits again, as before it was taken up. */
async function holdOver(db: Db, settlementId: string): Promise<void> {
  await db.run(
    `update settlement_line set state = 'held' where settlement_id = $1 and order_no is null and state = 'claimed'`,
    [settlementId],
  );
  await db.run(
    `update subsidy_adjustment a set settlement_id = null from settlement_line s
     where a.settlement_id = $1 and s.settlement_id = $1 and s.state = 'held' and s.clawback_id is null
       and (s.loan_id, s.period_from, s.period_to, s.sequence) = (a.loan_id, a.period_from, a.period_to, a.sequence)`,
    [settlementId],
  );
}
