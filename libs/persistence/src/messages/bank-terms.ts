import {
  addMonths,
  Decimal,
  DomainError,
  rateCap,
  resolveRate,
  type PolicyPack,
  type SubsidyRule,
} from '@bangdai/domain';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';

interface TermsRow {
  scheme_key: string;
  pack_version: string;
  product: string;
  household_no: string;
  matched_households: number | null;
  months: number;
  rate: string | null;
  previous_loan_no: string | null;
}

/**
 * What a bank needs to know of a loan that it is asked to disburse, so that its own subsidy list can agree with the
 * platform's: the household by the number that its books already have, the subsidised rate and principal, when it is
 * settled, what it pays off. Rates are those of `requestedOn`, the day of the approval: a message that is sent again
 * later says the same.
 */
export async function bankTermsOf(
  db: Db,
  context: StoreContext,
  loanId: string,
  requestedOn: string,
): Promise<Record<string, string>> {
  const loan = await db.one<TermsRow>(
    `select l.scheme_key, l.pack_version, l.product, h.household_no, h.matched_households,
       coalesce(l.approved_months, l.requested_months) as months,
       trim_scale(coalesce(l.approved_rate, l.requested_rate))::text as rate, p.loan_no as previous_loan_no
     from loan l join household h on h.id = l.household_id
     left join loan p on p.id = l.previous_loan_id and l.request_type = 'renewal' where l.id = $1`,
    [loanId],
  );
  const pack = packOf(context, loan.scheme_key, loan.pack_version);
  const annualRate = loan.rate ?? capOf(context, pack, loan, requestedOn);
  return withoutNull({
    householdNo: loan.household_no,
    annualRate,
    previousLoanNo: loan.previous_loan_no,
    ...subsidyTerms(context, pack.subsidy[loan.product], { ...loan, rate: annualRate }, requestedOn),
  });
}

function subsidyTerms(
  { rates }: StoreContext,
  rule: SubsidyRule | undefined,
  loan: TermsRow,
  requestedOn: string,
): Record<string, string | null> {
  if (rule === undefined) return {};
  return {
    principalCap: principalCapOf(rule, loan.matched_households),
    settleAt: rule.settleAt === 'payoff' ? 'payoff' : 'quarter',
    subsidyRate: orNull(() =>
      resolveRate(rule.rate, {
        rates,
        contractDate: requestedOn,
        termMonths: loan.months,
        ...(loan.rate === null ? {} : { contractRate: loan.rate }),
      }),
    ),
  };
}

/** The household's pool of one night; an enterprise's grows with the households that it takes along (calculations §3). */
function principalCapOf(
  { principalCap, principalCapPerMatchedHousehold }: SubsidyRule,
  matchedHouseholds: number | null,
): string | null {
  if (principalCapPerMatchedHousehold === null) return principalCap;
  const matched = new Decimal(principalCapPerMatchedHousehold).times(matchedHouseholds ?? 0);
  return (principalCap === null ? matched : Decimal.min(principalCap, matched)).toFixed(2);
}

/** An approval without a rate is paid out at the cap. */
function capOf(context: StoreContext, pack: PolicyPack, loan: TermsRow, on: string): string | null {
  const { product, months } = loan;
  return orNull(() => rateCap(pack, product, on, on, addMonths(on, months), context.rates).rateCap);
}

/** Null where no rate is published: the bank then asks, it does not guess. */
function orNull<T>(figure: () => T): T | null {
  try {
    return figure();
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

function withoutNull(values: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}
