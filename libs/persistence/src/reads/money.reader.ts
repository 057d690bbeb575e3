import type { LoanMoney } from '@bangdai/contracts/http';
import type { Db } from '../database/database.js';
import { LEFT_OPEN } from '../settlements/settlement.record.js';
import { LEDGER, ledgerRow, type LedgerRecord } from './ledger-list.reader.js';

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
         (select 1 from settlement_line s where s.loan_id = p.loan_id and s.period_from = p.period_from and s.state not in ${LEFT_OPEN})), 0)::numeric(18,2)::text as "subsidyPlanned"`,
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
       from settlement_line l join settlement s on s.id = l.settlement_id where l.loan_id = $1 and l.carried_to is null and l.clawback_id is null
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
