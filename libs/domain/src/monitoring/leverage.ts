import { Decimal } from '../money/decimal.js';
import { formatMoney, parseMoney, type Money } from '../money/money.js';
import type { ToleranceRule } from '../policy/policy-pack.js';
import type { FundRules } from '../policy/compensation-rules.js';

export interface Leverage {
  /** Null where the pack sets no multiple: nothing is bounded. */
  capacity: Money | null;
  headroom: Money | null;
  allowed: boolean;
  reason: 'LEVERAGE_EXCEEDED' | null;
}

/**
 * Room for new loans: fund balance × leverageMax − outstanding; equal is allowed, a negative room stops new loans only
 * (calculations §6).
 * @throws DomainError `BAD_AMOUNT`
 */
export function leverageHeadroom(
  fund: Pick<FundRules, 'leverageMax'>,
  input: { fundBalance: Money; outstanding: Money; request: Money },
): Leverage {
  if (fund.leverageMax === null) return { capacity: null, headroom: null, allowed: true, reason: null };
  const capacity = parseMoney(input.fundBalance).times(fund.leverageMax);
  const headroom = capacity.minus(parseMoney(input.outstanding));
  const allowed = parseMoney(input.request).lessThanOrEqualTo(headroom);
  return {
    capacity: formatMoney(capacity),
    headroom: formatMoney(headroom),
    allowed,
    reason: allowed ? null : 'LEVERAGE_EXCEEDED',
  };
}

export interface Tolerance {
  /** Points above the bank's own target, as a decimal fraction. */
  excess: string;
  /** Whether the assessment deducts for it. */
  deduct: boolean;
}

function isAbove(excess: Decimal, { inclusive, overBankTargetPoints: bound }: ToleranceRule): boolean {
  return inclusive ? excess.greaterThan(bound) : excess.greaterThanOrEqualTo(bound);
}

/**
 * NPL rate above the bank's target within the tolerated points is not deducted (Yubei, 3个百分点以内, inclusive). Without a
 * rule a county assesses nothing: null is no such rule (policy-pack, head).
 */
export function isTolerated(
  rule: ToleranceRule | null,
  input: { nplRate: string; bankTargetNplRate: string },
): Tolerance {
  const excess = new Decimal(input.nplRate).minus(input.bankTargetNplRate);
  const deduct = rule !== null && isAbove(excess, rule);
  return { excess: excess.toFixed(Math.max(4, excess.decimalPlaces())), deduct };
}
