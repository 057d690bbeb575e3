import { addMonths } from '../calendar/civil-date.js';
import { DomainError } from '../errors/domain-error.js';
import { Decimal, ZERO } from '../money/decimal.js';
import { parseMoney, parsePositiveMoney, type Money } from '../money/money.js';
import type { PolicyPack, Product } from '../policy/policy-pack.js';
import type { ReferenceRates } from '../policy/rate-spec.js';
import { resolveRate } from '../policy/rates.js';
import type { EligibilityInput, RequestType } from './eligibility-input.js';
import type { ReasonCode } from './reasons.js';

type Found = Partial<Record<ReasonCode, boolean>>;

const NEW_MONEY: readonly RequestType[] = ['new', 'repeat', 'draw', 'topUp'];

function above(amount: Decimal, limit: Money | null | undefined): boolean {
  return limit !== null && limit !== undefined && amount.greaterThan(parseMoney(limit));
}

/** Amount, grade limit and exposure. Renewal and extension bring no new money and skip most of it (lifecycle §2). */
export function checkAmount(
  pack: PolicyPack,
  product: Product,
  { applicant, request }: EligibilityInput,
): Found {
  if (request.type === 'extension' || request.amount === undefined) return {};
  const amount = parsePositiveMoney(request.amount);
  const limits = product.borrowerKind === 'enterprise' ? null : product.gradeLimits;
  const grade = applicant.rated === false ? undefined : (applicant.grade ?? undefined);
  const gradeLimit =
    limits !== null && grade !== undefined && Object.hasOwn(limits, grade) ? limits[grade] : null;
  if (request.type === 'renewal') {
    return {
      AMOUNT_ABOVE_MAX: above(amount, request.oldLoanOutstanding ?? applicant.householdOutstanding),
      GRADE_LIMIT_EXCEEDED: above(amount, gradeLimit),
    };
  }
  const outstanding = outstandingOf(applicant.householdOutstanding);
  const exposureMax =
    request.type === 'topUp' ? (pack.topUp?.householdExposureMax ?? null) : product.householdExposureMax;
  return {
    AMOUNT_BELOW_MIN: product.amountMin !== null && amount.lessThan(parseMoney(product.amountMin)),
    AMOUNT_ABOVE_MAX: above(amount, product.amountMax),
    GRADE_LIMIT_EXCEEDED: above(outstanding.plus(amount), gradeLimit),
    HOUSEHOLD_EXPOSURE_ABOVE_MAX: above(outstanding.plus(amount), exposureMax),
  };
}

function outstandingOf(amount: Money | undefined): Decimal {
  return amount === undefined ? ZERO : parseMoney(amount);
}

/** Terms in months, all bounds inclusive (policy-pack §5). */
export function checkTerm(pack: PolicyPack, product: Product, { request }: EligibilityInput): Found {
  const { termMonths: months, type } = request;
  if (months === undefined) return {};
  if (!Number.isInteger(months)) throw new DomainError('BAD_TERM');
  if (type === 'extension') {
    return { TERM_BELOW_MIN: months < 1, TERM_ABOVE_MAX: months > pack.renewal.extensionMaxMonths };
  }
  const maxima = [product.termMonthsMax];
  if (type === 'renewal') maxima.push(pack.renewal.renewalMaxMonths);
  if (type === 'draw' && product.line !== null) maxima.push(product.line.drawTermMonthsMax);
  return { TERM_BELOW_MIN: months < product.termMonthsMin, TERM_ABOVE_MAX: months > Math.min(...maxima) };
}

/** A draw may mature on the day the line ends; from that day on the line gives nothing more (lifecycle §2). */
export function checkLine(product: Product, input: EligibilityInput): Found {
  const { type, lineStart, termMonths: months } = input.request;
  if (type !== 'draw' || product.line === null || lineStart === undefined) return {};
  const end = addMonths(lineStart, product.line.lineMonths);
  const day = input.checkDate ?? input.applicationDate;
  if (day >= end) return { LINE_EXPIRED: true };
  return {
    DRAW_BEYOND_LINE:
      product.line.drawMaturityWithinLine && months !== undefined && addMonths(day, months) > end,
  };
}

/** Checked only when the request names a rate, against the cap of the day and the months asked for (lifecycle §2). */
export function checkRate(
  pack: PolicyPack,
  product: Product,
  rates: ReferenceRates,
  input: EligibilityInput,
): Found {
  const { annualRate, termMonths: months, type } = input.request;
  const kept = type === 'extension' && pack.renewal.rateOnExtension === 'keep';
  if (annualRate === undefined || months === undefined || kept) return {};
  if (!/^\d+(\.\d+)?$/.test(annualRate)) throw new DomainError('BAD_RATE');
  try {
    const contractDate = input.checkDate ?? input.applicationDate;
    const ctx = { rates, contractDate, termMonths: months, contractRate: annualRate };
    const cap = resolveRate(product.rate.spec, ctx);
    const rate = new Decimal(annualRate);
    return product.rate.relation === 'equal'
      ? { RATE_NOT_EQUAL: !rate.equals(cap) }
      : { RATE_ABOVE_CAP: rate.greaterThan(cap) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { REFERENCE_RATE_MISSING: error.code === 'REFERENCE_RATE_MISSING' };
  }
}

export function checkPurpose(pack: PolicyPack, { request }: EligibilityInput): Found {
  if (request.purpose === undefined) return {};
  const banned = pack.purposes.banned.includes(request.purpose);
  return {
    PURPOSE_BANNED: banned,
    PURPOSE_UNKNOWN: !banned && !pack.purposes.allowed.includes(request.purpose),
  };
}

/** How the request follows on the household's earlier loans. */
export function checkSequence(pack: PolicyPack, product: Product, input: EligibilityInput): Found {
  const { type, currentMaturity, renewalsUsed } = input.request;
  const outstanding = outstandingOf(input.applicant.householdOutstanding);
  // A draw needs a line to follow; without one it is new money like any other.
  const first = type === 'new' || type === 'repeat' || type === 'draw';
  const prolongs = type === 'renewal' || type === 'extension';
  const allowed = type === 'renewal' ? pack.renewal.renewalAllowed : pack.renewal.extensionAllowed;
  const day = input.checkDate ?? input.applicationDate;
  return {
    TOP_UP_NOT_ALLOWED: type === 'topUp' && pack.topUp === null,
    PREVIOUS_LOAN_NOT_PAID_OFF:
      first && product.line === null && pack.repeatLoan.requirePayoff && outstanding.greaterThan(0),
    RENEWAL_NOT_ALLOWED: prolongs && !allowed,
    RENEWAL_LIMIT_REACHED: prolongs && allowed && (renewalsUsed ?? 0) >= pack.renewal.maxTotal,
    AFTER_MATURITY:
      prolongs &&
      pack.renewal.requestBeforeMaturity &&
      currentMaturity !== undefined &&
      day >= currentMaturity,
  };
}

export function bringsNewMoney(type: RequestType): boolean {
  return NEW_MONEY.includes(type);
}
