import { dayNumber, type CivilDate } from '../calendar/civil-date.js';
import { DomainError } from '../errors/domain-error.js';
import { Decimal } from '../money/decimal.js';
import { parseMoney, type Money } from '../money/money.js';

export interface BalanceEvent {
  date: CivilDate;
  type: 'draw' | 'repay';
  amount: Money;
}

/** The terms that interest and subsidy are computed from. */
export interface LoanTerms {
  loanId: string;
  principal: Money;
  /** Contract rate as a decimal fraction. */
  annualRate: string;
  disbursementDate: CivilDate;
  maturityDate: CivilDate;
  events?: BalanceEvent[];
}

/** A balance that holds overnight from day number `from` on. */
export interface BalanceStep {
  from: number;
  balance: Decimal;
}

/**
 * The overnight balance as a step function (算头不算尾): a repayment dated d lowers the night of d, a draw dated d raises it.
 * @throws DomainError `BAD_DATE` for an event before disbursement, `OVERPAYMENT` below zero, `BAD_AMOUNT`, `UNKNOWN_EVENT`
 */
export function balanceSteps(loan: LoanTerms): BalanceStep[] {
  const start = dayNumber(loan.disbursementDate);
  const steps: BalanceStep[] = [{ from: start, balance: parseMoney(loan.principal) }];
  const changes = (loan.events ?? []).map(({ date, type, amount }) => {
    const value = parseMoney(amount);
    if (value.isNegative()) throw new DomainError('BAD_AMOUNT');
    if (type !== 'draw' && type !== 'repay') throw new DomainError('UNKNOWN_EVENT');
    return { day: dayNumber(date), change: type === 'draw' ? value : value.negated() };
  });
  // Draws of a day come before its repayments: the night sees only the sum, and no order of a day may look like overpayment.
  changes.sort((a, b) => a.day - b.day || b.change.comparedTo(a.change));
  for (const { day, change } of changes) {
    if (day < start) throw new DomainError('BAD_DATE');
    const last = steps[steps.length - 1] as BalanceStep;
    const balance = last.balance.plus(change);
    if (balance.isNegative() && !balance.isZero()) throw new DomainError('OVERPAYMENT');
    if (last.from === day) last.balance = balance;
    else steps.push({ from: day, balance });
  }
  return steps;
}

/** The day on which the balance became zero for good; null while money is out. */
export function payoffDay(steps: readonly BalanceStep[]): number | null {
  const last = steps[steps.length - 1];
  return last !== undefined && last.balance.isZero() ? last.from : null;
}

/** The balance of a night, before the first step zero. */
export function balanceOn(steps: readonly BalanceStep[], day: number): Decimal {
  let balance = new Decimal(0);
  for (const step of steps) {
    if (step.from > day) break;
    balance = step.balance;
  }
  return balance;
}
