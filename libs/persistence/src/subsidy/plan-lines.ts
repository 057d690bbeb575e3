import {
  addDays,
  addMonths,
  compareMoney,
  interestDaysBetween,
  maxDate,
  minDate,
  subsidyOfHousehold,
  subsidyRules,
  subtractMoney,
  sumMoney,
  termMonths,
  type BalanceEvent,
  type DateSpan,
  type Period,
  type PolicyPack,
  type ReferenceRates,
  type SubsidisedLoan,
  type SubsidyHousehold,
  type SubsidyRule,
  type SubsidyRules,
} from '@bangdai/domain';

/** A loan as the plan sees it; `opening` is the principal from which its known repayments are counted. */
export interface PlannedLoan {
  id: string;
  /** Decides whose turn it is in the household's pool among loans of one day, for the platform as for the bank. */
  loanNo: string;
  schemeKey: string;
  packVersion: string;
  product: string;
  opening: string;
  annualRate: string;
  disbursedOn: string;
  maturesOn: string;
  originalMaturesOn: string;
  overdueSince: string | null;
  settledOn: string | null;
  subsidyStopsOn: string | null;
  takenOverOn: string | null;
  repayments: { paid_on: string; principal: string }[];
  /** Arrears as the bank reported them, before maturity too. */
  arrears?: DateSpan[];
  /** Nights of decided clawback cases. */
  excludedNights?: DateSpan[];
}

export interface PlanLine {
  loan_id: string;
  period_from: string;
  /** Exclusive. */
  period_to: string;
  /** Interest day of the settlement that collects the line. */
  settle_on: string;
  nights: number;
  interest: string;
  subsidy_rate: string;
  subsidy: string;
  borrower_share: string;
}

interface Life {
  from: string;
  to: string;
}

/** The interest day on or after `day`; interest days recur every year, so thirteen months always hold one. */
export function settleDayFrom(interestDays: readonly string[], day: string): string {
  return interestDaysBetween(interestDays, day, addMonths(day, 13))[0] ?? day;
}

/** First night of the period that `day` lies in: the day after the interest day before it. */
export function periodStart(interestDays: readonly string[], day: string): string {
  const before = interestDaysBetween(interestDays, addMonths(day, -13), addDays(day, -1));
  const last = before[before.length - 1];
  return last === undefined ? day : addDays(last, 1);
}

/**
 * From disbursement, or from the settlement boundary before the take-over, to payoff or maturity. Unpaid at maturity,
 * the period runs on to the next interest day (int-019): its interest counts, its subsidy does not. Settled at payoff, the
 * line of a loan that is paid late goes to the day on which it was paid (sub-035).
 */
export function plannedLife(
  loan: PlannedLoan,
  interestDays: readonly string[],
  settleAt: SubsidyRule['settleAt'] = 'quarterly',
): Life {
  const from =
    loan.takenOverOn === null
      ? loan.disbursedOn
      : maxDate(loan.disbursedOn, periodStart(interestDays, loan.takenOverOn));
  const lastDue =
    loan.overdueSince === null ? loan.maturesOn : addDays(settleDayFrom(interestDays, loan.maturesOn), 1);
  if (loan.settledOn === null) return { from, to: lastDue };
  return { from, to: settleAt === 'payoff' ? loan.settledOn : minDate(loan.settledOn, lastDue) };
}

/**
 * The plan of all loans of one household together: the pool, the days and the sum are counted over all of them
 * (calculations §3). Loans under another version are figured by their own rules, in the same pool.
 * @throws DomainError `REFERENCE_RATE_MISSING` | `TERM_ABOVE_TIERS`
 */
export function planHousehold(
  loans: readonly PlannedLoan[],
  household: SubsidyHousehold,
  packOf: (schemeKey: string, packVersion: string) => PolicyPack,
  rates: ReferenceRates,
): PlanLine[] {
  const groups = new Map<string, PlannedLoan[]>();
  for (const loan of loans) {
    const key = `${loan.schemeKey}@${loan.packVersion}/${loan.product}`;
    groups.set(key, [...(groups.get(key) ?? []), loan]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const rules = subsidyRules(packOf(first.schemeKey, first.packVersion), first.product);
    const wanted = new Set(group.map(({ id }) => id));
    return planByRules(loans, household, rules, rates).filter((line) => wanted.has(line.loan_id));
  });
}

function planByRules(
  loans: readonly PlannedLoan[],
  household: SubsidyHousehold,
  rules: SubsidyRules,
  rates: ReferenceRates,
): PlanLine[] {
  const lifeOf = (loan: PlannedLoan): Life => plannedLife(loan, rules.interestDays, rules.rule.settleAt);
  const lives = new Map(loans.map((loan) => [loan.loanNo, { id: loan.id, ...lifeOf(loan) }]));
  const spans = [...lives.values()].filter(({ from, to }) => from < to);
  const periods =
    rules.rule.settleAt === 'payoff' ? payoffPeriods(spans) : quarterPeriods(spans, rules.interestDays);
  const planned = loans.map((loan) => subsidised(loan, lifeOf(loan)));
  const figures = subsidyOfHousehold(rules, household, planned, periods, rates);
  const lines = figures.periods.flatMap((period) =>
    period.loans.flatMap((line): PlanLine[] => {
      const life = lives.get(line.loanId);
      if (life === undefined || period.from >= life.to || period.to <= life.from) return [];
      const to = minDate(period.to, life.to);
      return [
        {
          loan_id: life.id,
          period_from: maxDate(period.from, life.from),
          period_to: to,
          settle_on: settleDayFrom(rules.interestDays, addDays(to, -1)),
          nights: line.eligibleDays,
          interest: line.interest,
          subsidy_rate: line.subsidyRate,
          subsidy: line.subsidy,
          borrower_share: line.borrowerShare,
        },
      ];
    }),
  );
  return rules.rule.settleAt === 'payoff'
    ? loans.flatMap((loan) => joined(loan, lines, rules.interestDays))
    : lines;
}

function subsidised(loan: PlannedLoan, { to }: Life): SubsidisedLoan {
  return {
    loanId: loan.loanNo,
    principal: loan.opening,
    annualRate: loan.annualRate,
    disbursementDate: loan.disbursedOn,
    maturityDate: loan.maturesOn,
    events: eventsOf(loan, to),
    // The contract's own term fixes the rate; an extension keeps it (lifecycle §6).
    termMonths: termMonths(loan.disbursedOn, loan.originalMaturesOn),
    overdue: [
      ...(loan.arrears ?? []),
      ...(loan.overdueSince === null ? [] : [{ from: loan.overdueSince, to: loan.settledOn }]),
    ],
    subsidyStopDate: loan.subsidyStopsOn,
    excludedNights: loan.excludedNights ?? [],
  };
}

/**
 * What was repaid, and for a loan that is not overdue the payoff that is planned at the end of its life: without it the
 * interest of the household's last period would run on beyond the loan.
 */
function eventsOf({ repayments, opening, overdueSince }: PlannedLoan, endsOn: string): BalanceEvent[] {
  const events = repayments.map(({ paid_on: date, principal: amount }): BalanceEvent => ({
    date,
    type: 'repay',
    amount,
  }));
  const left = subtractMoney(opening, sumMoney(events.map(({ amount }) => amount)));
  if (overdueSince !== null || compareMoney(left, '0.00') <= 0) return events;
  return [...events, { date: endsOn, type: 'repay', amount: left }];
}

/** Whole periods from interest day to interest day: a household's nights are counted in order of time. */
function quarterPeriods(spans: Life[], interestDays: readonly string[]): Period[] {
  if (spans.length === 0) return [];
  const start = spans.map(({ from }) => from).sort()[0] ?? '';
  const end =
    spans
      .map(({ to }) => to)
      .sort()
      .at(-1) ?? '';
  const ends = interestDaysBetween(interestDays, start, end)
    .map((day) => addDays(day, 1))
    .filter((day) => day < end);
  const cuts = [...new Set([start, ...ends, end])].sort();
  return cuts.slice(1).map((to, i) => ({ from: cuts[i] ?? start, to }));
}

/** Cut only where a loan begins or ends, so that one loan alone has one period and one rounding. */
function payoffPeriods(spans: Life[]): Period[] {
  const cuts = [...new Set(spans.flatMap(({ from, to }) => [from, to]))].sort();
  return cuts.slice(1).map((to, i) => ({ from: cuts[i] ?? to, to }));
}

/** One line for the whole loan, collected by the first settlement after it is paid off. */
function joined(loan: PlannedLoan, lines: PlanLine[], interestDays: readonly string[]): PlanLine[] {
  const own = lines.filter((line) => line.loan_id === loan.id);
  const [first, last] = [own[0], own.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [
    {
      ...last,
      period_from: first.period_from,
      settle_on: settleDayFrom(interestDays, loan.settledOn ?? loan.maturesOn),
      nights: own.reduce((sum, { nights }) => sum + nights, 0),
      interest: sumMoney(own.map(({ interest }) => interest)),
      subsidy: sumMoney(own.map(({ subsidy }) => subsidy)),
      borrower_share: sumMoney(own.map(({ borrower_share }) => borrower_share)),
    },
  ];
}
