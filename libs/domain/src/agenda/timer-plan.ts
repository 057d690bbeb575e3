import { addDays, addMonths, requireLater, compareDates, type CivilDate } from '../calendar/civil-date.js';
import { interestDaysBetween } from '../interest/interest-days.js';
import type { LoanRules } from '../policy/loan-rules.js';
import { setReminders } from './reminders.js';

/** What of the rules a loan's timers come from. */
export type TimerRules = Pick<LoanRules, 'reminders' | 'postLoanCheck' | 'repayment' | 'overdue'>;

export interface TimerFacts {
  disbursementDate: CivilDate;
  maturityDate: CivilDate;
  payoffDate?: CivilDate | null;
  extension?: { approvedDate: CivilDate; newMaturity: CivilDate } | null;
}

export interface PlannedReminder {
  key: string;
  channel: 'notice' | 'written';
  /** The due day, also of one that was cancelled; for `sentLate` the day it went out. */
  date: CivilDate;
  forMaturity: CivilDate;
  status: 'sent' | 'sentLate' | 'skipped' | 'cancelled';
}

export interface TimerPlan {
  reminders: PlannedReminder[];
  postLoanChecks: CivilDate[];
  /** The last entry is the end of the loan: the earlier of last maturity and payoff. */
  interestSettlements: CivilDate[];
  overdueFrom: CivilDate | null;
}

/** First day overdue of a loan unpaid at `maturity`: a payoff within the days of grace is not overdue (policy-pack §5). */
export function firstOverdueDay(maturity: CivilDate, graceDays: number): CivilDate {
  return addDays(maturity, graceDays + 1);
}

/** Checks at addMonths(disbursement, n·k) before the end (policy-pack, `postLoanCheck`). */
export function usageCheckDays(everyMonths: number, disbursement: CivilDate, end: CivilDate): CivilDate[] {
  const days: CivilDate[] = [];
  if (everyMonths < 1) return days;
  for (let n = 1; ; n += 1) {
    const day = addMonths(disbursement, n * everyMonths);
    if (day >= end) return days;
    days.push(day);
  }
}

/** Interest days from disbursement on, and the end of the loan as the last. */
export function interestSettlementDays(
  days: readonly string[],
  disbursement: CivilDate,
  end: CivilDate,
): CivilDate[] {
  return [...interestDaysBetween(days, disbursement, end).filter((day) => day < end), end];
}

/**
 * The whole course of a loan's timers, told afterwards: what went out, what was cancelled by payoff or by an extension
 * on or before that day, and from when the loan was overdue (lifecycle §3).
 * @throws DomainError `BAD_DATE`
 */
export function timerPlan(rules: TimerRules, facts: TimerFacts): TimerPlan {
  requireLater(facts.disbursementDate, facts.maturityDate);
  if (facts.extension != null) requireLater(facts.maturityDate, facts.extension.newMaturity);
  const payoff = facts.payoffDate ?? null;
  const extension = effectiveExtension(facts);
  const lastMaturity = extension?.newMaturity ?? facts.maturityDate;
  const end = payoff !== null && payoff < lastMaturity ? payoff : lastMaturity;
  const first = remindersFor(rules, facts.maturityDate, facts.disbursementDate, [
    payoff,
    extension?.approvedDate ?? null,
  ]);
  const again =
    extension === null ? [] : remindersFor(rules, extension.newMaturity, extension.approvedDate, [payoff]);
  const overdue = firstOverdueDay(lastMaturity, rules.overdue.graceDays);
  return {
    reminders: [...first, ...again],
    postLoanChecks: usageCheckDays(rules.postLoanCheck.everyMonths, facts.disbursementDate, end),
    interestSettlements: interestSettlementDays(rules.repayment.interestDays, facts.disbursementDate, end),
    overdueFrom: payoff !== null && payoff < overdue ? null : overdue,
  };
}

/** An approval after the maturity day, or after the payoff, extends nothing (lifecycle §6). */
function effectiveExtension({
  maturityDate,
  payoffDate,
  extension,
}: TimerFacts): (TimerFacts['extension'] & object) | null {
  if (extension === null || extension === undefined) return null;
  if (compareDates(extension.approvedDate, maturityDate) > 0) return null;
  return payoffDate != null && payoffDate <= extension.approvedDate ? null : extension;
}

function remindersFor(
  rules: TimerRules,
  maturity: CivilDate,
  setOn: CivilDate,
  cancelledBy: (CivilDate | null)[],
): PlannedReminder[] {
  return setReminders(rules.reminders, maturity, setOn).map(({ reminder, on, dueOn, status }) => {
    const cancelled = status !== 'skipped' && cancelledBy.some((day) => day !== null && day <= on);
    const told =
      status === 'planned' ? ('sent' as const) : status === 'sendNow' ? ('sentLate' as const) : status;
    return {
      key: reminder.key,
      channel: reminder.channel,
      date: cancelled ? dueOn : on,
      forMaturity: maturity,
      status: cancelled ? ('cancelled' as const) : told,
    };
  });
}
