import { addDays, type CivilDate } from '../calendar/civil-date.js';
import { shanghaiInstant } from '../calendar/shanghai.js';
import { isWorkingDay, type WorkingCalendar } from '../calendar/working-days.js';
import { dateParts } from '../calendar/civil-date.js';
import { compareMoney, type Money } from '../money/money.js';
import type { LoanRules } from '../policy/loan-rules.js';
import { setReminders } from './reminders.js';
import { firstOverdueDay, interestSettlementDays, usageCheckDays } from './timer-plan.js';

export type AgendaKind =
  | 'notice'
  | 'writtenNotice'
  | 'usageCheck'
  | 'interestSettlement'
  | 'maturity'
  | 'overdue'
  | 'overdueUrge'
  | 'npl'
  | 'claimReady';

export interface AgendaItem {
  /** Unique within the loan, stable while its dates stay. */
  key: string;
  kind: AgendaKind;
  /** The day it is to happen. */
  on: CivilDate;
  /** Wall-clock time in Asia/Shanghai; `'24:00'` is the end of the day. */
  at: string;
  /** The day it was due; earlier than `on` for `sendNow`. */
  dueOn: CivilDate;
  /** Rounds are counted from 1. */
  round?: number;
  forMaturity?: CivilDate;
  by?: string;
  to?: string;
  status: 'planned' | 'skipped' | 'sendNow';
  /** Programme workflows carry out what is done for many loans at once; the loan waits for its own items only. */
  carriedOutBy: 'loan' | 'programme';
  /** For display, where a published calendar is given. */
  isRestDay?: boolean;
}

export interface LoanFacts {
  disbursementDate: CivilDate;
  /** The maturity that holds now, after any extension. */
  maturityDate: CivilDate;
  /** Before the extension, where there was one. */
  originalMaturityDate?: CivilDate | null;
  settledOn?: CivilDate | null;
  balance: Money;
  /** Keys already carried out. */
  done: readonly string[];
  /** The day on which the timers for this maturity were set: disbursement, import, or approval of the extension. */
  setOn: CivilDate;
}

type Draft = Pick<AgendaItem, 'key' | 'kind' | 'on' | 'at'> & Partial<AgendaItem>;

function item(draft: Draft): AgendaItem {
  return { dueOn: draft.on, status: 'planned', carriedOutBy: 'loan', ...draft };
}

/**
 * All that the loan is due to do after disbursement, ordered by instant, then key; keys are unique. Pure: the workflow
 * waits for the next item by it, the console draws it. A payoff drops what falls on or after its day (a reminder on the
 * day itself included); an extension sets the reminders again (lifecycle §3, Timers).
 * @throws DomainError `BAD_DATE` | `BAD_AMOUNT`
 */
export function agenda(rules: LoanRules, facts: LoanFacts, calendar?: WorkingCalendar): AgendaItem[] {
  const settled = facts.settledOn ?? null;
  const own = [...reminderItems(rules, facts), ...overdueItems(rules, facts)];
  const live = own.filter((entry) => settled === null || entry.on < settled);
  const items = [...live, ...oldReminderItems(rules, facts), ...programmeItems(rules, facts)];
  return inOrder(items).map((entry) => (calendar === undefined ? entry : withRestDay(entry, calendar)));
}

/** The first item that the loan itself has still to carry out; null when nothing is left. */
export function nextAgendaItem(items: readonly AgendaItem[], doneKeys: Iterable<string>): AgendaItem | null {
  const done = new Set(doneKeys);
  const open = items.find(
    ({ carriedOutBy, status, key }) => carriedOutBy === 'loan' && status !== 'skipped' && !done.has(key),
  );
  return open ?? null;
}

/** By instant, then key. Each instant is figured once: a loan asks for its agenda at every turn of its life. */
function inOrder(items: readonly AgendaItem[]): AgendaItem[] {
  return items
    .map((entry) => ({ entry, instant: shanghaiInstant(entry.on, entry.at) }))
    .sort(
      (a, b) => a.instant - b.instant || (a.entry.key < b.entry.key ? -1 : a.entry.key > b.entry.key ? 1 : 0),
    )
    .map(({ entry }) => entry);
}

function withRestDay(entry: AgendaItem, calendar: WorkingCalendar): AgendaItem {
  if (!calendar.years.includes(dateParts(entry.on).year)) return entry;
  return { ...entry, isRestDay: !isWorkingDay(entry.on, calendar) };
}

function remindersOf(rules: LoanRules, maturity: CivilDate, setOn: CivilDate): AgendaItem[] {
  return setReminders(rules.reminders, maturity, setOn).map(({ reminder, dueOn, on, status }) =>
    item({
      key: `${reminder.channel === 'written' ? 'writtenNotice' : 'notice'}/${reminder.key}/${maturity}`,
      kind: reminder.channel === 'written' ? 'writtenNotice' : 'notice',
      on,
      // "At once" must not wait for the hour of reminders on the day the timers are set.
      at: status === 'sendNow' ? '00:00' : rules.reminderTime,
      dueOn,
      forMaturity: maturity,
      by: reminder.by,
      to: reminder.to,
      status,
    }),
  );
}

function reminderItems(rules: LoanRules, facts: LoanFacts): AgendaItem[] {
  return remindersOf(rules, facts.maturityDate, facts.setOn);
}

/** Reminders for the maturity before an extension stay listed only where they went out; the approval cancelled the rest. */
function oldReminderItems(rules: LoanRules, facts: LoanFacts): AgendaItem[] {
  const old = facts.originalMaturityDate ?? facts.maturityDate;
  if (old === facts.maturityDate) return [];
  return remindersOf(rules, old, facts.disbursementDate).filter(({ key }) => facts.done.includes(key));
}

function overdueItems(rules: LoanRules, facts: LoanFacts): AgendaItem[] {
  const { maturityDate: maturity } = facts;
  // A revolving line at zero has nothing to become overdue until it is drawn again.
  if (facts.settledOn == null && compareMoney(facts.balance, '0.00') === 0 && rules.line === null) return [];
  const { graceDays, nplAfterDays, urgeBy } = rules.overdue;
  const first = firstOverdueDay(maturity, graceDays);
  const time = rules.reminderTime;
  const items = [
    item({ key: `maturity/${maturity}`, kind: 'maturity', on: maturity, at: '24:00' }),
    item({ key: `overdue/${maturity}`, kind: 'overdue', on: addDays(first, -1), at: '24:00' }),
    item({ key: `npl/${maturity}`, kind: 'npl', on: addDays(first, nplAfterDays), at: time }),
    ...(urgeBy.length > 0
      ? [
          item({
            key: `overdueUrge/1/${maturity}`,
            kind: 'overdueUrge',
            on: first,
            at: time,
            round: 1,
            by: urgeBy.join('+'),
          }),
        ]
      : []),
    ...(rules.compensation === null
      ? []
      : [
          item({
            key: `claimReady/${maturity}`,
            kind: 'claimReady',
            on: addDays(first, Math.max(0, rules.compensation.minOverdueDays - 1)),
            at: time,
            by: rules.compensation.applicant,
          }),
        ]),
  ];
  return items.map((entry) => ({ ...entry, forMaturity: maturity }));
}

function programmeItems(rules: LoanRules, facts: LoanFacts): AgendaItem[] {
  const { maturityDate: maturity, disbursementDate: start, settledOn } = facts;
  const end = settledOn != null && settledOn < maturity ? settledOn : maturity;
  const checks = usageCheckDays(rules.postLoanCheck.everyMonths, start, end).map((on, i) =>
    item({
      key: `usageCheck/${i + 1}`,
      kind: 'usageCheck',
      on,
      at: rules.reminderTime,
      round: i + 1,
      by: rules.postLoanCheck.by,
      carriedOutBy: 'programme',
    }),
  );
  const settlements = interestSettlementDays(rules.repayment.interestDays, start, end).map((on, i) =>
    item({
      key: `interestSettlement/${on}`,
      kind: 'interestSettlement',
      on,
      at: '24:00',
      round: i + 1,
      carriedOutBy: 'programme',
    }),
  );
  return [...checks, ...settlements];
}
