import type { SettlementFigures, SubsidyListLine } from '@bangdai/contracts';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { announce } from '../messages/live-feed.js';
import { storeList } from './late-list.js';
import { keepDisputeTasks } from './dispute-tasks.js';
import { figuresByPlace, lockSettlement } from './settlement.record.js';
import { awaitProofs } from './subsidy-proof.js';

/**
 * The bank's own list replaces what it sent before, as long as the settlement is not paid. One that comes after the cut-off
 * changes nothing here: its figures stand by for the loans that go on into the next settlement (lifecycle §4).
 */
export async function storeSubsidyList(
  { database }: StoreContext,
  settlementId: string,
  lines: readonly SubsidyListLine[],
  late = false,
): Promise<{ lines: number }> {
  return database.transaction(async (db) => {
    await lockSettlement(db, settlementId);
    const stored = await storeList(db, settlementId, lines, late);
    return { lines: stored };
  });
}

/**
 * Compares by one statement, without tolerance: a line that the bank has not, or has with another sum, is held as
 * disputed until both agree. Without any list the platform's figures stand (cut-off, lifecycle §4).
 */
export async function compareSubsidyLines(
  context: StoreContext,
  settlementId: string,
): Promise<SettlementFigures> {
  return context.database.transaction(async (db) => {
    const settlement = await lockSettlement(db, settlementId);
    const { listed } = await db.one<{ listed: number }>(
      'select count(*)::int as listed from subsidy_list_line where settlement_id = $1 and not late',
      [settlementId],
    );
    await awaitProofs(db, context, settlement);
    if (listed > 0) await markDifferences(db, settlementId);
    const figures = await figuresByPlace(db, settlementId);
    await db.run(
      `update settlement set figures_hash = $2,
         bank_total = (select sum(subsidy) from subsidy_list_line where settlement_id = $1 and not late) where id = $1`,
      [settlementId, figures.figuresHash],
    );
    await keepDisputeTasks(db, context, settlement, new Date().toISOString());
    await announce(db, { topic: 'settlement', id: settlementId, county: settlement.county });
    return figures;
  });
}

/**
 * Adjustments of earlier periods come from the bank's own corrections and stand in none of its lists; a line carried over
 * was compared with the list of its own quarter, and what a person settled stays settled while the bank says the same. The
 * bank names a loan once; of a loan with two lines the sum is compared. Every join is by a whole primary key.
 */
async function markDifferences(db: Db, settlementId: string): Promise<void> {
  await db.run(
    `with own as materialized (
       select loan_id, loan_no, period_from, sum(subsidy) over (partition by loan_no) as subsidy
       from settlement_line where settlement_id = $1 and state in ('claimed', 'disputed') and sequence = 0 and carried_from is null),
     compared as materialized (
       select o.loan_id, o.period_from, b.nights, b.interest, b.subsidy,
         case when b.subsidy = o.subsidy then 'claimed' else 'disputed' end as state
       from own o left join subsidy_list_line b on b.settlement_id = $1 and b.loan_no = o.loan_no and not b.late)
     update settlement_line s set bank_nights = c.nights, bank_interest = c.interest, bank_subsidy = c.subsidy,
       state = case when s.action is not null and s.bank_subsidy is not distinct from c.subsidy then s.state else c.state end
     from compared c where s.settlement_id = $1 and s.loan_id = c.loan_id and s.period_from = c.period_from`,
    [settlementId],
  );
}
