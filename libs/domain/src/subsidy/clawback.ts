import type { Period } from '../interest/interest-days.js';
import { Decimal } from '../money/decimal.js';
import { formatMoney, parseMoney, type Money } from '../money/money.js';
import type { ReferenceRates } from '../policy/rate-spec.js';
import { subsidyOfHousehold } from './subsidy.js';
import type { DateSpan, SubsidisedLoan, SubsidyHousehold, SubsidyRules } from './subsidy-types.js';

export interface Clawback {
  amount: Money;
  /** The household's days and sum without the nights taken back. */
  usedSubsidyDays: number;
  householdSubsidyTotal: Money;
}

/**
 * Subsidy paid for the nights concerned: the difference of the two rounded results, × the pack's share (calculations §4).
 * Several findings on the same nights count once, as a night is excluded or not.
 * @param nights by loan id
 */
export function clawbackOf(
  rules: SubsidyRules,
  household: SubsidyHousehold,
  loans: readonly SubsidisedLoan[],
  periods: readonly Period[],
  rates: ReferenceRates,
  nights: Record<string, DateSpan[]>,
): Clawback {
  const paid = subsidyOfHousehold(rules, household, loans, periods, rates);
  const without = loans.map((loan) => ({
    ...loan,
    excludedNights: [...(loan.excludedNights ?? []), ...(nights[loan.loanId] ?? [])],
  }));
  const due = subsidyOfHousehold(rules, household, without, periods, rates);
  const difference = parseMoney(paid.householdSubsidyTotal).minus(parseMoney(due.householdSubsidyTotal));
  return {
    amount: formatMoney(Decimal.max(difference, 0).times(rules.rule.clawback.share)),
    usedSubsidyDays: due.usedSubsidyDays,
    householdSubsidyTotal: due.householdSubsidyTotal,
  };
}
