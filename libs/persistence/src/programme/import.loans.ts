import type { PortfolioRow } from '@bangdai/contracts/http';
import { termMonths } from '@bangdai/domain';
import { packInForce, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import type { ImportedPerson } from './import.people.js';

export interface ImportBatch {
  id: string;
  county: string;
  as_of: string;
  created_by: string;
}

export type ImportedLoan = PortfolioRow & ImportedPerson & { loanId: string; bank: string };

/** A live loan keeps its own dates, rate and amounts; it lives by the version in force on the day of take-over. */
export async function insertLoans(
  db: Db,
  context: StoreContext,
  batch: ImportBatch,
  rows: readonly ImportedLoan[],
): Promise<void> {
  const pack = packInForce(context, batch.county, batch.as_of);
  const product = Object.hasOwn(pack.products, 'household')
    ? 'household'
    : (Object.keys(pack.products)[0] ?? 'household');
  const data = rows.map(columnsOf);
  await db.run(
    `insert into loan (id, county, loan_no, place, township, village, group_name, bank, branch, household_id, person_id, scheme_key,
       pack_version, product, request_type, target_group, purpose, applied_on, requested_amount, requested_months, approved_amount,
       stage, principal, balance, annual_rate, disbursed_on, matures_on, original_matures_on, overdue_since, created_by,
       import_id, taken_over_on, opening_principal)
     select x.id, $2, x.loan_no, x.place, x.township, x.village, x.group_name, x.bank, x.branch, x.household_id, x.person_id, $3,
       $4, $5, 'new', x.target_group, x.purpose, x.disbursed_on, x.contract_amount,
       x.term_months, x.contract_amount, case when x.overdue_since is null then 'active' else 'overdue' end, x.contract_amount, x.balance,
       x.annual_rate, x.disbursed_on, x.matures_on, x.matures_on, x.overdue_since, $6, $7, $8, x.balance
     from jsonb_to_recordset($1::jsonb) as x(id uuid, loan_no text, place text, township text, village text, group_name text, bank text,
       branch text, household_id uuid, person_id uuid, target_group text, purpose text, contract_amount numeric, balance numeric,
       annual_rate numeric, term_months int, disbursed_on date, matures_on date, overdue_since date)`,
    [
      JSON.stringify(data),
      batch.county,
      pack.schemeKey,
      pack.packVersion,
      product,
      batch.created_by,
      batch.id,
      batch.as_of,
    ],
  );
}

function columnsOf(row: ImportedLoan) {
  return {
    id: row.loanId,
    loan_no: row.loanNo,
    place: `${row.township}/${row.village}`,
    township: row.township,
    village: row.village,
    group_name: row.group,
    bank: row.bank,
    branch: row.branch,
    household_id: row.householdId,
    person_id: row.personId,
    target_group: row.targetGroup,
    purpose: row.purpose,
    contract_amount: row.contractAmount,
    balance: row.balance,
    annual_rate: row.annualRate,
    term_months: termMonths(row.disbursedOn, row.maturesOn),
    disbursed_on: row.disbursedOn,
    matures_on: row.maturesOn,
    overdue_since: row.overdueSince,
  };
}
