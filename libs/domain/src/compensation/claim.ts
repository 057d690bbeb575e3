import { DomainError } from '../errors/domain-error.js';
import { Decimal, ZERO } from '../money/decimal.js';
import { formatMoney, minMoney, parseMoney, subtractMoney, type Money } from '../money/money.js';
import { largestRemainder } from '../money/largest-remainder.js';
import type { CompensationRule } from '../policy/compensation-rules.js';

export interface ClaimInput {
  principalOutstanding: Money;
  interestUnpaid: Money;
  cause: string;
  /** Whole days; absent means not overdue. */
  overdueDays?: number;
  /** Null while the insurer has not answered. */
  insurancePaid: Money | null;
  fundBalance: Money;
  /** This loan's part of the household's pool on the day of filing; the whole cap when absent. */
  poolPart?: Money;
}

export type ClaimReason =
  | 'CAUSE_EXCLUDED'
  | 'CAUSE_NOT_COVERED'
  | 'NOT_OVERDUE'
  | 'TOO_EARLY'
  | 'INSURANCE_NOT_SETTLED'
  | 'FUND_INSUFFICIENT';

export interface ClaimFigures {
  lossBase: Money;
  /** Counted up to the loss; 0.00 where the scheme does not wait for an insurer. */
  insurancePaid: Money;
  netLoss: Money;
  shares: Record<string, Money>;
  /** What stays with the bank outside the split. */
  uncoveredByScheme: Money;
  fundPaid: Money;
}

export type ClaimDecision =
  | { decision: 'refused' | 'pending'; reason: ClaimReason }
  | ({ decision: 'approved'; fundBalanceAfter: Money } & ClaimFigures)
  | ({ decision: 'queued'; reason: 'FUND_INSUFFICIENT'; fundShortfall: Money } & ClaimFigures);

function wholeDays(days: number): number {
  if (!Number.isInteger(days)) throw new DomainError('BAD_DAYS');
  return days;
}

function isAbovePool({ poolPart, principalOutstanding }: ClaimInput): boolean {
  return (
    poolPart !== undefined && parseMoney(poolPart).isZero() && !parseMoney(principalOutstanding).isZero()
  );
}

/** Checks in the order of lifecycle §5; null when the claim may be computed. */
export function refusalOfClaim(rule: CompensationRule, input: ClaimInput): ClaimReason | null {
  if (rule.excludedCauses.includes(input.cause)) return 'CAUSE_EXCLUDED';
  // Of a loan wholly above the household's pool nothing is covered (calculations §5).
  if (isAbovePool(input)) return 'CAUSE_EXCLUDED';
  if (!rule.causes.includes(input.cause)) return 'CAUSE_NOT_COVERED';
  const overdueDays = wholeDays(input.overdueDays ?? 0);
  if (overdueDays < 1) return 'NOT_OVERDUE';
  if (!rule.waivedForCauses.includes(input.cause) && overdueDays < rule.minOverdueDays) return 'TOO_EARLY';
  if (rule.insuranceFirst && input.insurancePaid === null) return 'INSURANCE_NOT_SETTLED';
  return null;
}

/**
 * What a loss costs whom (calculations §5): base, less insurance where it comes first, split by largest remainder.
 * A fund that is short pays nothing in part: the claim is queued.
 * @throws DomainError `BAD_AMOUNT` | `BAD_DAYS` | `BAD_SPLIT`
 */
export function decideClaim(rule: CompensationRule, input: ClaimInput): ClaimDecision {
  const reason = refusalOfClaim(rule, input);
  if (reason !== null)
    return { decision: reason === 'INSURANCE_NOT_SETTLED' ? 'pending' : 'refused', reason };
  const figures = claimFigures(rule, input);
  const fundShare = figures.shares['fund'] ?? '0.00';
  const shortfall = parseMoney(fundShare).minus(parseMoney(input.fundBalance));
  if (shortfall.greaterThan(0)) {
    const fundShortfall = formatMoney(shortfall);
    return { decision: 'queued', reason: 'FUND_INSUFFICIENT', ...figures, fundPaid: '0.00', fundShortfall };
  }
  return { decision: 'approved', ...figures, fundBalanceAfter: subtractMoney(input.fundBalance, fundShare) };
}

function claimFigures(rule: CompensationRule, input: ClaimInput): ClaimFigures {
  const principal = parseMoney(input.principalOutstanding);
  const interest = parseMoney(input.interestUnpaid);
  const bounds = [principal];
  if (rule.principalCap !== null) bounds.push(parseMoney(rule.principalCap));
  if (input.poolPart !== undefined) bounds.push(parseMoney(input.poolPart));
  const base = Decimal.min(...bounds).plus(rule.lossBase === 'principalAndInterest' ? interest : ZERO);
  const lossBase = formatMoney(base);
  const insurancePaid = rule.insuranceFirst ? minMoney(input.insurancePaid ?? '0.00', lossBase) : '0.00';
  const netLoss = subtractMoney(lossBase, insurancePaid);
  const parts = largestRemainder(
    netLoss,
    rule.split.map(({ party, share }) => ({ key: party, share })),
  );
  const shares = Object.fromEntries(parts.map(({ key, amount }) => [key, amount]));
  return {
    lossBase,
    insurancePaid,
    netLoss,
    shares,
    uncoveredByScheme: formatMoney(principal.plus(interest).minus(base)),
    fundPaid: shares['fund'] ?? '0.00',
  };
}
