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

/**
 * A set-off that is held frees its case for the next settlement. An adjustment waits again as before it was taken up,
 * together with the rest that had been left over of it.
 */
async function holdOver(db: Db, settlementId: string): Promise<void> {
  await db.run(
    `update settlement_line set state = 'held' where settlement_id = $1 and order_no is null and state = 'claimed'`,
    [settlementId],
  );
  await db.run(
    `with taken as (${HELD_ADJUSTMENTS})
     update subsidy_adjustment o set nights = o.nights + t.nights, interest = o.interest + t.interest,
       subsidy = o.subsidy + t.subsidy, borrower_share = o.borrower_share + t.borrower_share
     from taken t where o.settlement_id is null and ${SAME_PERIOD}`,
    [settlementId],
  );
  await db.run(
    `delete from subsidy_adjustment d using (${HELD_ADJUSTMENTS}) t, subsidy_adjustment o
     where d.settlement_id = $1 and (d.loan_id, d.period_from, d.period_to, d.sequence) =
         (t.loan_id, t.period_from, t.period_to, t.sequence) and o.settlement_id is null and ${SAME_PERIOD}`,
    [settlementId],
  );
  await db.run(
    `update subsidy_adjustment a set settlement_id = null from (${HELD_ADJUSTMENTS}) t
     where a.settlement_id = $1
       and (a.loan_id, a.period_from, a.period_to, a.sequence) = (t.loan_id, t.period_from, t.period_to, t.sequence)`,
    [settlementId],
  );
}

const HELD_ADJUSTMENTS = `select h.* from subsidy_adjustment h join settlement_line s on s.settlement_id = h.settlement_id
    and (s.loan_id, s.period_from, s.period_to, s.sequence) = (h.loan_id, h.period_from, h.period_to, h.sequence)
  where h.settlement_id = $1 and s.state = 'held' and s.clawback_id is null`;

/** A period has one adjustment that waits (`o`); what was taken up of it is `t`. */
const SAME_PERIOD = `(o.loan_id, o.period_from, o.period_to) = (t.loan_id, t.period_from, t.period_to)`;
