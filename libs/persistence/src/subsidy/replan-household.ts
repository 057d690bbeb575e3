import { DomainError } from '@bangdai/domain';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { LEFT_OPEN } from '../settlements/settlement.record.js';
import { planHousehold, type PlanLine, type PlannedLoan } from './plan-lines.js';

interface HouseholdRow {
  id: string;
  used_subsidy_days: number;
  prior_subsidy_total: string;
  matched_households: number | null;
}

interface LoanRow {
  id: string;
  loan_no: string;
  household_id: string;
  scheme_key: string;
  pack_version: string;
  product: string;
  opening: string;
  annual_rate: string;
  disbursed_on: string;
  matures_on: string;
  original_matures_on: string;
  overdue_since: string | null;
  settled_on: string | null;
  subsidy_stops_on: string | null;
  taken_over_on: string | null;
  repayments: { paid_on: string; principal: string }[];
  arrears: { from: string; to: string | null }[];
  excluded_nights: { from: string; to: string | null }[];
}

/**
 * Plans the subsidy of all loans of a household again, under its row lock. A period that a settlement has already
 * claimed stays as it was claimed; all others are replaced, also those that a settlement held over.
 */
export async function replanHousehold(db: Db, context: StoreContext, householdId: string): Promise<void> {
  await planHouseholds(db, context, [householdId]);
}

/** A loan whose stop of subsidy is left aside, and nights of it that are taken out. */
export interface Supposed {
  loanId: string;
  spans: { from: string; to: string | null }[];
}

/** The whole plan as it would stand now, or as supposed, settled periods too; nothing is written. */
export async function figureHousehold(
  db: Db,
  context: StoreContext,
  householdId: string,
  supposed: Supposed | null = null,
): Promise<PlanLine[]> {
  const [household] = await db.rows<HouseholdRow>(`${HOUSEHOLDS} where id = any($1)`, [[householdId]]);
  const loans = (await loansOf(db, [householdId])).get(householdId) ?? [];
  return household === undefined
    ? []
    : planOf(
        context,
        household,
        loans.map((loan) => suppose(loan, supposed)),
      );
}

function suppose(loan: PlannedLoan, supposed: Supposed | null): PlannedLoan {
  if (supposed?.loanId !== loan.id) return loan;
  const excludedNights = [...(loan.excludedNights ?? []), ...supposed.spans];
  return { ...loan, subsidyStopsOn: null, excludedNights };
}

const HOUSEHOLDS = 'select id, used_subsidy_days, prior_subsidy_total, matched_households from household';

/** Read and written set-based, figured one household at a time. */
export async function planHouseholds(db: Db, context: StoreContext, householdIds: string[]): Promise<void> {
  const households = await db.rows<HouseholdRow>(`${HOUSEHOLDS} where id = any($1) order by id for update`, [
    householdIds,
  ]);
  const loans = await loansOf(db, householdIds);
  const lines = households.flatMap((household) => planOf(context, household, loans.get(household.id) ?? []));
  await storePlan(
    db,
    [...loans.values()].flat().map(({ id }) => id),
    lines,
  );
}

function planOf(context: StoreContext, household: HouseholdRow, loans: PlannedLoan[]): PlanLine[] {
  const counted = {
    usedSubsidyDays: household.used_subsidy_days,
    priorSubsidyTotal: household.prior_subsidy_total,
    matchedHouseholds: household.matched_households ?? undefined,
  };
  try {
    return planHousehold(loans, counted, (key, version) => packOf(context, key, version), context.rates);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    // A contract that no published rate covers earns nothing until an operator adds the row; the loan itself goes on.
    context.logger.warn({ code: error.code }, 'subsidy cannot be planned');
    return [];
  }
}

async function loansOf(db: Db, householdIds: string[]): Promise<Map<string, PlannedLoan[]>> {
  const rows = await db.rows<LoanRow>(
    `select l.id, l.loan_no, l.household_id, l.scheme_key, l.pack_version, l.product, coalesce(l.opening_principal, l.principal) as opening,
       trim_scale(l.annual_rate)::text as annual_rate, l.disbursed_on, l.matures_on,
       coalesce(l.original_matures_on, l.matures_on) as original_matures_on, l.overdue_since, l.settled_on,
       l.subsidy_stops_on, l.taken_over_on,
       coalesce((select jsonb_agg(jsonb_build_object('paid_on', r.paid_on, 'principal', r.booked_principal::text)
          order by r.paid_on, r.seq) from repayment r where r.loan_id = l.id and r.booked and r.booked_principal > 0), '[]')
          as repayments,
       coalesce((select jsonb_agg(jsonb_build_object('from', a.since, 'to', a.cured_on) order by a.since) from arrears a
          where a.loan_id = l.id), '[]') as arrears,
       coalesce((select jsonb_agg(jsonb_build_object('from', c.from_on, 'to', c.to_on) order by c.case_no) from clawback c
          where c.loan_id = l.id and c.rest is null and c.stage in ('decided', 'noticed', 'escalated', 'repaid', 'setOff')), '[]') as excluded_nights
     from loan l where l.household_id = any($1) and l.disbursed_on is not null and l.matures_on > l.disbursed_on`,
    [householdIds],
  );
  const byHousehold = new Map<string, PlannedLoan[]>();
  for (const row of rows) {
    byHousehold.set(row.household_id, [...(byHousehold.get(row.household_id) ?? []), plannedLoanOf(row)]);
  }
  return byHousehold;
}

function plannedLoanOf(row: LoanRow): PlannedLoan {
  return {
    id: row.id,
    loanNo: row.loan_no,
    schemeKey: row.scheme_key,
    packVersion: row.pack_version,
    product: row.product,
    opening: row.opening,
    annualRate: row.annual_rate,
    disbursedOn: row.disbursed_on,
    maturesOn: row.matures_on,
    originalMaturesOn: row.original_matures_on,
    overdueSince: row.overdue_since,
    settledOn: row.settled_on,
    subsidyStopsOn: row.subsidy_stops_on,
    takenOverOn: row.taken_over_on,
    repayments: row.repayments,
    arrears: row.arrears,
    excludedNights: row.excluded_nights,
  };
}

/** Writes plan lines of these loans, except where a settlement holds the nights already. */
export async function storePlan(db: Db, loanIds: string[], lines: readonly PlanLine[]): Promise<void> {
  await db.run(
    `delete from subsidy_plan p where p.loan_id = any($1) and not exists (
       select 1 from settlement_line s where s.loan_id = p.loan_id and s.period_from = p.period_from
         and s.state not in ${LEFT_OPEN})`,
    [loanIds],
  );
  await db.run(
    `insert into subsidy_plan (loan_id, period_from, period_to, settle_on, nights, interest, subsidy_rate, subsidy, borrower_share)
     select * from jsonb_to_recordset($1::jsonb) as x(loan_id uuid, period_from date, period_to date, settle_on date, nights int,
       interest numeric, subsidy_rate numeric, subsidy numeric, borrower_share numeric)
     where not exists (select 1 from settlement_line s where s.loan_id = x.loan_id
       and s.clawback_id is null and s.period_from < x.period_to and x.period_from < s.period_to and s.state not in ${LEFT_OPEN})
     on conflict (loan_id, period_from) do nothing`,
    [JSON.stringify(lines)],
  );
}
