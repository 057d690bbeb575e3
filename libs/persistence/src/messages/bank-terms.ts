import { addMonths, DomainError, rateCap, resolveRate, shanghaiDateOf } from '@bangdai/domain';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';

interface TermsRow {
  scheme_key: string;
  pack_version: string;
  product: string;
  household_id: string;
  months: number;
  rate: string | null;
  previous_loan_no: string | null;
}

/**
 * What a bank needs to know of a loan that it is asked to disburse, so that its own subsidy list can agree with the
 * platform's: the household (an opaque id), the subsidised rate and principal, when it is settled, what it pays off.
 * Rates are those of today: the contract is signed with the disbursement.
 */
export async function bankTermsOf(
  db: Db,
  context: StoreContext,
  loanId: string,
): Promise<Record<string, string>> {
  const loan = await db.one<TermsRow>(
    `select l.scheme_key, l.pack_version, l.product, l.household_id, coalesce(l.approved_months, l.requested_months) as months,
       coalesce(l.approved_rate, l.requested_rate) as rate, p.loan_no as previous_loan_no
     from loan l left join loan p on p.id = l.previous_loan_id and l.request_type = 'renewal' where l.id = $1`,
    [loanId],
  );
  const pack = packOf(context, loan.scheme_key, loan.pack_version);
  const rule = pack.subsidy[loan.product];
  const annualRate = loan.rate ?? capOf(context, loan);
  return withoutNull({
    householdNo: loan.household_id,
    annualRate,
    previousLoanNo: loan.previous_loan_no,
    principalCap: rule?.principalCap ?? null,
    settleAt: rule === undefined ? null : rule.settleAt === 'payoff' ? 'payoff' : 'quarter',
    subsidyRate: subsidyRateOf(context, loan, annualRate),
  });
}

function capOf(context: StoreContext, loan: TermsRow): string | null {
  const today = shanghaiDateOf(Date.now());
  const pack = packOf(context, loan.scheme_key, loan.pack_version);
  return rateCap(pack, loan.product, today, today, addMonths(today, loan.months), context.rates).rateCap;
}

/** Null where no rate is published for the day: the bank then asks, it does not guess. */
function subsidyRateOf(context: StoreContext, loan: TermsRow, annualRate: string | null): string | null {
  const rule = packOf(context, loan.scheme_key, loan.pack_version).subsidy[loan.product];
  if (rule === undefined || annualRate === null) return null;
  try {
    return resolveRate(rule.rate, {
      rates: context.rates,
      contractDate: shanghaiDateOf(Date.now()),
      termMonths: loan.months,
      contractRate: annualRate,
    });
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
