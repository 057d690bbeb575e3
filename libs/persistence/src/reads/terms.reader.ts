import type { TermsGuide, TermsVerdict } from '@bangdai/contracts/http';
import {
  compareMoney,
  DomainError,
  productOf,
  resolveRate,
  type PolicyPack,
  type Product,
  type ReferenceRates,
  type RequestType,
} from '@bangdai/domain';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { eligibilityReasons } from '../loans/eligibility.reader.js';
import { LOAN_COLUMNS, type LoanRecord } from '../loans/loan.record.js';

interface Terms {
  amount: string;
  termMonths: number;
  annualRate: string;
}

type Requested = Pick<LoanRecord, 'product' | 'request_type' | 'requested_amount' | 'requested_months'>;

/** Which field a reason speaks about; other reasons are no matter of the terms. */
const fieldOf: Record<string, TermsVerdict['field']> = {
  BAD_AMOUNT: 'amount',
  AMOUNT_ABOVE_REQUEST: 'amount',
  AMOUNT_BELOW_MIN: 'amount',
  AMOUNT_ABOVE_MAX: 'amount',
  GRADE_LIMIT_EXCEEDED: 'amount',
  HOUSEHOLD_EXPOSURE_ABOVE_MAX: 'amount',
  TERM_BELOW_MIN: 'termMonths',
  TERM_ABOVE_MAX: 'termMonths',
  TERM_ABOVE_TIERS: 'termMonths',
  RATE_ABOVE_CAP: 'annualRate',
  RATE_NOT_EQUAL: 'annualRate',
  REFERENCE_RATE_MISSING: 'annualRate',
};

/**
 * The questions of the check before disbursement, asked while the bank can still change its answer.
 * @throws RefusedError `NOT_FOUND`
 */
export async function checkTerms(
  db: Db,
  context: StoreContext,
  loanId: string,
  terms: Terms,
  today: string,
): Promise<TermsVerdict> {
  const loan = await db.one<LoanRecord>(`select ${LOAN_COLUMNS} from loan where id = $1`, [loanId]);
  const pack = packOf(context, loan.scheme_key, loan.pack_version);
  const product = productOf(pack, loan.product);
  const { rate, code: rateCode } = boundOf(product, context.rates, today, terms.termMonths);
  const reasons = await eligibilityReasons(
    db,
    context,
    { ...loan, approved_rate: terms.annualRate },
    {
      type: loan.request_type as RequestType,
      amount: terms.amount,
      termMonths: terms.termMonths,
      applicationDate: loan.applied_on,
      checkDate: today,
    },
  );
  const found = [...aboveRequest(loan, terms), ...reasons, ...(rateCode === null ? [] : [rateCode])];
  const code = found.find((reason) => Object.hasOwn(fieldOf, reason)) ?? null;
  const guide = termsGuide(pack, loan, context.rates, today);
  return { code, field: code === null ? null : (fieldOf[code] ?? null), rateCap: rate, guide };
}

/** The bank may lower amount and months, never raise them. */
function aboveRequest(loan: Requested, { amount, termMonths }: Terms): string[] {
  return [
    ...(compareMoney(amount, loan.requested_amount) > 0 ? ['AMOUNT_ABOVE_REQUEST'] : []),
    ...(termMonths > loan.requested_months ? ['TERM_ABOVE_MAX'] : []),
  ];
}

export function termsGuide(
  pack: PolicyPack,
  loan: Requested,
  rates: ReferenceRates,
  today: string,
): TermsGuide {
  const product = productOf(pack, loan.product);
  const maxima = [product.termMonthsMax, loan.requested_months];
  if (loan.request_type === 'renewal') maxima.push(pack.renewal.renewalMaxMonths);
  if (loan.request_type === 'draw' && product.line !== null) maxima.push(product.line.drawTermMonthsMax);
  const termMonthsMax = Math.min(...maxima);
  return {
    amountMax: loan.requested_amount,
    termMonthsMin: product.termMonthsMin,
    termMonthsMax,
    relation: product.rate.relation,
    rateCaps: capsOf(product, rates, today, termMonthsMax),
  };
}

/** One row for each stretch of months with the same bound, whatever kind of rate the pack names. */
function capsOf(
  product: Product,
  rates: ReferenceRates,
  today: string,
  termMonthsMax: number,
): TermsGuide['rateCaps'] {
  const caps: TermsGuide['rateCaps'] = [];
  for (let months = Math.min(product.termMonthsMin, termMonthsMax); months <= termMonthsMax; months += 1) {
    const { rate, code } = boundOf(product, rates, today, months);
    if (rate === null && code === null) return [];
    const last = caps.at(-1);
    if (last !== undefined && last.rate === rate) last.maxMonths = months;
    else caps.push({ maxMonths: months, rate });
  }
  return caps;
}

/** The bound by the rates of the contract date; neither rate nor code where the pack leaves it to the contract. */
function boundOf(
  product: Product,
  rates: ReferenceRates,
  contractDate: string,
  termMonths: number,
): { rate: string | null; code: string | null } {
  try {
    return { rate: resolveRate(product.rate.spec, { rates, contractDate, termMonths }), code: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { rate: null, code: error.code === 'CONTRACT_RATE_MISSING' ? null : error.code };
  }
}
