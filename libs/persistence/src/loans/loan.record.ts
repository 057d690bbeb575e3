import type { Db } from '../database/database.js';

/** A row of `loan`; money and rates as text, days as text. */
export interface LoanRecord {
  id: string;
  county: string;
  loan_no: string;
  place: string;
  township: string;
  village: string;
  bank: string;
  household_id: string;
  person_id: string;
  scheme_key: string;
  pack_version: string;
  product: string;
  request_type: string;
  previous_loan_id: string | null;
  target_group: string;
  purpose: string;
  applied_on: string;
  requested_amount: string;
  requested_months: number;
  requested_rate: string | null;
  approved_amount: string | null;
  approved_months: number | null;
  approved_rate: string | null;
  stage: string;
  contract_no: string | null;
  principal: string | null;
  balance: string | null;
  annual_rate: string | null;
  disbursed_on: string | null;
  matures_on: string | null;
  original_matures_on: string | null;
  overdue_since: string | null;
  settled_on: string | null;
  subsidy_stops_on: string | null;
  renewals_used: number;
  taken_over_on: string | null;
  opening_principal: string | null;
}

export const LOAN_COLUMNS = `id, county, loan_no, place, township, village, bank, household_id, person_id, scheme_key,
  pack_version, product, request_type, previous_loan_id, target_group, purpose, applied_on, requested_amount,
  requested_months, trim_scale(requested_rate)::text as requested_rate, approved_amount, approved_months,
  trim_scale(approved_rate)::text as approved_rate, stage, contract_no, principal, balance,
  trim_scale(annual_rate)::text as annual_rate, disbursed_on, matures_on, original_matures_on, overdue_since, settled_on,
  subsidy_stops_on, renewals_used, taken_over_on, opening_principal`;

/** @throws RefusedError `NOT_FOUND` */
export async function lockLoan(db: Db, loanId: string): Promise<LoanRecord> {
  return db.one<LoanRecord>(`select ${LOAN_COLUMNS} from loan where id = $1 for update`, [loanId]);
}

/**
 * The household's row first, then the loan's: every write that counts per household takes them in this order, so that
 * two loans of one household wait for each other and never lock each other out.
 */
export async function lockHouseholdAndLoan(db: Db, loanId: string): Promise<LoanRecord> {
  await db.one(
    `select h.id from household h where h.id = (select household_id from loan where id = $1) for update`,
    [loanId],
  );
  return lockLoan(db, loanId);
}
