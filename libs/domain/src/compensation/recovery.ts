import {
  addMoney,
  compareMoney,
  minMoney,
  parsePositiveMoney,
  subtractMoney,
  sumMoney,
  type Money,
} from '../money/money.js';
import { largestRemainder } from '../money/largest-remainder.js';
import type { CompensationRule } from '../policy/compensation-rules.js';

export interface RecoveryAllocation {
  /** Every party of the split and always the bank, also where it has no share. */
  allocation: Record<string, Money>;
  /** What each party still has not got back. */
  outstandingAfter: Record<string, Money>;
}

/**
 * Who gets a recovered amount (calculations §5): pro rata by what is not yet back, until all are whole, the surplus to
 * the bank; with `toFundFirst` the fund until whole, then the others pro rata (policy-pack §5).
 * @param outstanding by party, what it paid and has not got back
 * @throws DomainError `BAD_AMOUNT`
 */
export function allocateRecovery(
  rule: Pick<CompensationRule, 'split' | 'recovery'>,
  outstanding: Record<string, Money>,
  amount: Money,
): RecoveryAllocation {
  parsePositiveMoney(amount);
  const parties = rule.split.map(({ party }) => party);
  const allocation: Record<string, Money> = Object.fromEntries(parties.map((party) => [party, '0.00']));
  allocation['bank'] ??= '0.00';
  let left = amount;
  const tiers =
    rule.recovery === 'toFundFirst'
      ? [parties.filter((party) => party === 'fund'), parties.filter((party) => party !== 'fund')]
      : [parties];
  for (const tier of tiers) {
    const owed = tier.map((key) => ({ key, share: outstanding[key] ?? '0.00' }));
    const given = minMoney(left, sumMoney(owed.map(({ share }) => share)));
    if (compareMoney(given, '0.00') <= 0) continue;
    for (const part of largestRemainder(given, owed)) allocation[part.key] = part.amount;
    left = subtractMoney(left, given);
  }
  const outstandingAfter = Object.fromEntries(
    parties.map((party) => [party, subtractMoney(outstanding[party] ?? '0.00', allocation[party] ?? '0.00')]),
  );
  allocation['bank'] = addMoney(allocation['bank'], left);
  return { allocation, outstandingAfter };
}

/**
 * What is left to collect of a compensated loan: the shares that are not back, and the part above the scheme's base, less
 * what the bank got beyond the whole. Interest that runs on is the bank's and no part of it (lifecycle §5).
 */
export function debtLeft(
  { lossBase: kind }: Pick<CompensationRule, 'lossBase'>,
  claim: {
    principal: Money;
    lossBase: Money;
    /** What the scheme does not cover: principal above the base and, where only principal counts, interest. */
    uncovered: Money;
    outstanding: Record<string, Money>;
    surplus: Money;
  },
): Money {
  const { principal, lossBase, uncovered, outstanding, surplus } = claim;
  const above = kind === 'principal' ? subtractMoney(principal, lossBase) : uncovered;
  const left = subtractMoney(addMoney(sumMoney(Object.values(outstanding)), above), surplus);
  return compareMoney(left, '0.00') < 0 ? '0.00' : left;
}
