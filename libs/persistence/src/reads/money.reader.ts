import type { Actor } from '@bangdai/contracts';
import type { LedgerRow, LoanMoney, Page } from '@bangdai/contracts/http';
import type { Db } from '../database/database.js';
import { Conditions } from './conditions.js';
import { decodeCursor, pageOf } from './cursor.js';
import { EVERY_COUNTY } from './scope.js';

interface LedgerRecord extends LedgerRow {
  seq: string;
  line_no: number;
}

const LEDGER = `select e.id as "entryId", e.seq::text as seq, p.line_no, e.booked_on as "on", e.kind, p.account, p.debit, p.credit,
    e.subject_no as "subjectNo"
  from journal_entry e join posting p on p.entry_id = e.id`;

const ledgerRow = ({ entryId, on, kind, account, debit, credit, subjectNo }: LedgerRecord): LedgerRow => {
  return { entryId, on, kind, account, debit, credit, subjectNo };
};

/** Newest first. A loan's part of a settlement payment is the posting on its own account. */
export async function readLoanMoney(db: Db, loanId: string): Promise<LoanMoney> {
  const repayments = await db.rows<LoanMoney['repayments'][number]>(
    `select receipt_no as "receiptNo", paid_on as "paidOn", principal, interest, booked, code from repayment
     where loan_id = $1 order by paid_on, seq`,
    [loanId],
  );
  const subsidy = await readSubsidy(db, loanId);
  const ledger = await db.rows<LedgerRecord>(
    `${LEDGER} where e.loan_id = $1 or p.account in (select name from account where owner = $1::text) order by e.seq desc, p.line_no`,
    [loanId],
  );
  const sums = await db.one<Pick<LoanMoney, 'subsidyPaid' | 'subsidyPlanned'>>(
    `select coalesce((select sum(subsidy) from settlement_line where loan_id = $1 and state = 'paid'), 0)::numeric(18,2)::text as "subsidyPaid",
       coalesce((select sum(p.subsidy) from subsidy_plan p where p.loan_id = $1 and not exists
         (select 1 from settlement_line s where s.loan_id = p.loan_id and s.period_from = p.period_from)), 0)::numeric(18,2)::text as "subsidyPlanned"`,
    [loanId],
  );
  return { repayments, subsidy, ledger: ledger.map(ledgerRow), ...sums };
}

/** What a settlement holds, the plan for all other periods, and adjustments that wait for the next settlement. */
async function readSubsidy(db: Db, loanId: string): Promise<LoanMoney['subsidy']> {
  return db.rows<LoanMoney['subsidy'][number]>(
    `select period_from as "periodFrom", period_to as "periodTo", nights, interest, trim_scale(subsidy_rate)::text as "subsidyRate",
       subsidy, borrower_share as "borrowerShare", state, settlement_no as "settlementNo", sequence from (
       select l.period_from, l.period_to, l.nights, l.interest, l.subsidy_rate, l.subsidy, l.borrower_share, l.state, s.settlement_no, l.sequence
       from settlement_line l join settlement s on s.id = l.settlement_id where l.loan_id = $1
       union all
       select p.period_from, p.period_to, p.nights, p.interest, p.subsidy_rate, p.subsidy, p.borrower_share, 'planned', null, 0
       from subsidy_plan p where p.loan_id = $1 and not exists
         (select 1 from settlement_line s where s.loan_id = p.loan_id and s.period_from = p.period_from)
       union all
       select a.period_from, a.period_to, a.nights, a.interest, a.subsidy_rate, a.subsidy, a.borrower_share, 'planned', null, a.sequence
       from subsidy_adjustment a where a.loan_id = $1 and a.settlement_id is null
     ) x order by period_from, sequence`,
    [loanId],
  );
}

export async function listLedger(
  db: Db,
  actor: Actor,
  query: { county?: string; subjectNo?: string; after?: string; limit: number },
): Promise<Page<LedgerRow>> {
  const where = new Conditions();
  if (actor.county !== EVERY_COUNTY) where.add(actor.county, (name) => `e.county = ${name}`);
  if (actor.place !== '') {
    const place = where.param(actor.place);
    where.raw(
      `e.loan_id in (select id from loan where place = ${place} or starts_with(place, ${place} || '/'))`,
    );
  }
  if (actor.bank !== null) {
    const bank = where.param(actor.bank);
    where.raw(`(e.loan_id in (select id from loan where bank = ${bank})
      or e.subject_id in (select id from settlement where bank = ${bank} union select id from claim where bank = ${bank}))`);
  }
  where.maybe(query.county, (name) => `e.county = ${name}`);
  where.maybe(query.subjectNo, (name) => `e.subject_no = ${name}`);
  if (query.after !== undefined) {
    const [seq, line] = decodeCursor(query.after, 2).map((value) => where.param(value));
    where.raw(`(e.seq < ${seq}::bigint or (e.seq = ${seq}::bigint and p.line_no > ${line}::int))`);
  }
  const limit = where.param(query.limit + 1);
  const rows = await db.rows<LedgerRecord>(
    `${LEDGER} where ${where.sql} order by e.seq desc, p.line_no limit ${limit}`,
    where.params,
  );
  return pageOf(rows, query.limit, ledgerRow, (row) => [row.seq, row.line_no]);
}
