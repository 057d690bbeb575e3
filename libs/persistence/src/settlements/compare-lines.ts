import type { SettlementFigures, SubsidyListLine } from '@bangdai/contracts';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { announce } from '../messages/live-feed.js';
import { openSystemTask } from '../subjects/system-task.js';
import { figuresOf, lockSettlement, settlementSubject, type SettlementRecord } from './settlement.record.js';

/** The bank's own list replaces what it sent before, as long as the settlement is not paid. */
export async function storeSubsidyList(
  { database }: StoreContext,
  settlementId: string,
  lines: readonly SubsidyListLine[],
): Promise<{ lines: number }> {
  return database.transaction(async (db) => {
    await lockSettlement(db, settlementId);
    await db.run('delete from subsidy_list_line where settlement_id = $1', [settlementId]);
    const stored = await db.run(
      `insert into subsidy_list_line (settlement_id, loan_no, nights, interest, subsidy)
       select $1, "loanNo", sum(nights), sum(interest), sum(subsidy)
       from jsonb_to_recordset($2::jsonb) as x("loanNo" text, nights int, interest numeric, subsidy numeric) group by "loanNo"`,
      [settlementId, JSON.stringify(lines)],
    );
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
      'select count(*)::int as listed from subsidy_list_line where settlement_id = $1',
      [settlementId],
    );
    if (listed > 0) await markDifferences(db, settlementId);
    const figures = await figuresOf(db, settlementId);
    await db.run(
      `update settlement set figures_hash = $2,
         bank_total = (select sum(subsidy) from subsidy_list_line where settlement_id = $1) where id = $1`,
      [settlementId, figures.figuresHash],
    );
    await openDisputeTasks(db, context, settlement);
    await announce(db, { topic: 'settlement', id: settlementId, county: settlement.county });
    return figures;
  });
}

/** Adjustments of earlier periods come from the bank's own corrections and stand in none of its lists. The bank names a loan once; of a loan with two lines the sum is compared. Every join is by a whole primary key. */
async function markDifferences(db: Db, settlementId: string): Promise<void> {
  await db.run(
    `with own as materialized (
       select loan_id, loan_no, period_from, sum(subsidy) over (partition by loan_no) as subsidy
       from settlement_line where settlement_id = $1 and state in ('claimed', 'disputed') and sequence = 0),
     compared as materialized (
       select o.loan_id, o.period_from, b.nights, b.interest, b.subsidy,
         case when b.loan_no is null or b.subsidy <> o.subsidy then 'disputed' else 'claimed' end as state
       from own o left join subsidy_list_line b on b.settlement_id = $1 and b.loan_no = o.loan_no)
     update settlement_line s set bank_nights = c.nights, bank_interest = c.interest, bank_subsidy = c.subsidy, state = c.state
     from compared c where s.settlement_id = $1 and s.loan_id = c.loan_id and s.period_from = c.period_from`,
    [settlementId],
  );
}

/** One task a township sums up its disputed lines; what only the bank lists goes to the bank. */
async function openDisputeTasks(db: Db, context: StoreContext, settlement: SettlementRecord): Promise<void> {
  const at = new Date().toISOString();
  const townships = await db.rows<{ township: string; lines: number; amount: string }>(
    `select township, count(*)::int as lines, sum(subsidy)::text as amount from settlement_line
     where settlement_id = $1 and state = 'disputed' group by township order by township`,
    [settlement.id],
  );
  const subject = settlementSubject(settlement);
  for (const { township, lines, amount } of townships) {
    await openSystemTask(db, context, subject, {
      kind: 'disputedLine',
      cause: township,
      title: `贴息与银行清单不一致：${lines} 笔`,
      role: 'township',
      place: township,
      bank: null,
      amount,
      at,
    });
  }
  const unknown = await db.one<{ lines: number; amount: string | null }>(
    `select count(*)::int as lines, sum(b.subsidy)::text as amount from subsidy_list_line b where b.settlement_id = $1 and b.subsidy > 0
       and not exists (select 1 from settlement_line s where s.settlement_id = $1 and s.loan_no = b.loan_no)`,
    [settlement.id],
  );
  if (unknown.lines === 0) return;
  await openSystemTask(db, context, subject, {
    kind: 'disputedLine',
    cause: 'bankOnly',
    title: `银行清单多出 ${unknown.lines} 笔，平台无此贴息`,
    role: 'bank',
    place: '',
    bank: settlement.bank,
    amount: unknown.amount,
    at,
  });
}
