import {
  addMonths,
  agenda,
  checkEligibility,
  interestSchedule,
  loanRules,
  productOf,
  rateCap,
  subsidyOfHousehold,
  subsidyRules,
  type CivilDate,
  type Money,
  type PolicyPack,
  type ReferenceRates,
  type WorkingCalendar,
  DomainError,
} from '@bangdai/domain';
import { reasonLabel } from '../labels/reason-labels.js';
import { agendaLine, chainLines } from './plan-text.js';

export interface PlanRequest {
  product: string;
  principal: Money;
  months: number;
  from: CivilDate;
  /** The cap of the day when absent. */
  rate?: string;
  households: number;
}

/**
 * A loan under a pack, told in Chinese before anybody lends: who reviews, what is due when, interest and subsidy by
 * settlement period.
 * @throws DomainError `REFERENCE_RATE_MISSING` | `TERM_ABOVE_TIERS` | `PRODUCT_UNKNOWN` | `BAD_DATE` | `BAD_AMOUNT`
 */
export function planLines(
  pack: PolicyPack,
  rates: ReferenceRates,
  calendar: WorkingCalendar,
  request: PlanRequest,
): string[] {
  const { product, principal, months, from } = request;
  const maturity = addMonths(from, months);
  const rules = loanRules(pack, product);
  const annualRate = request.rate ?? capOf(pack, product, from, maturity, rates);
  const facts = { disbursementDate: from, maturityDate: maturity, balance: principal, done: [], setOn: from };
  return [
    `${pack.title.zh}（${pack.schemeKey} ${pack.packVersion}）`,
    `产品 ${product}，本金 ${principal} 元，${months} 个月，${from} 至 ${maturity}，年利率 ${percent(annualRate)}`,
    ...remarks(pack, rates, request, annualRate),
    '',
    '审批链',
    ...chainLines(rules.steps, pack),
    '',
    '日程（未还清时）',
    ...agenda(rules, facts, calendar).map((item) => agendaLine(item, pack)),
    '',
    ...moneyLines(pack, rates, { ...request, annualRate, maturity }),
  ];
}

function capOf(
  pack: PolicyPack,
  product: string,
  from: CivilDate,
  maturity: CivilDate,
  rates: ReferenceRates,
): string {
  const cap = rateCap(pack, product, from, from, maturity, rates);
  if (cap.rateCap === null) throw new DomainError(cap.error ?? 'REFERENCE_RATE_MISSING');
  return cap.rateCap;
}

function percent(rate: string): string {
  return `${(Number(rate) * 100).toFixed(4).replace(/\.?0+$/, '')}%`;
}

/** What the pack would object to in amount, term, rate or day; the person is not known here. */
function remarks(
  pack: PolicyPack,
  rates: ReferenceRates,
  request: PlanRequest,
  annualRate: string,
): string[] {
  const { reasons } = checkEligibility(pack, rates, {
    product: request.product,
    applicationDate: request.from,
    applicant: {},
    request: { type: 'new', amount: request.principal, termMonths: request.months, annualRate },
  });
  // Without a person nobody is rated: the limits by grade say nothing here.
  return reasons.filter((code) => code !== 'NOT_RATED').map((code) => `提示：${reasonLabel(code)}`);
}

function moneyLines(
  pack: PolicyPack,
  rates: ReferenceRates,
  {
    product,
    principal,
    from,
    annualRate,
    maturity,
    households,
  }: PlanRequest & { annualRate: string; maturity: CivilDate },
): string[] {
  const { repayment } = productOf(pack, product);
  const loan = { loanId: '1', principal, annualRate, disbursementDate: from, maturityDate: maturity };
  const options = { ...repayment, penaltyMultiplier: pack.overdue.penaltyMultiplier };
  const schedule = interestSchedule(loan, maturity, options);
  const rules = subsidyRules(pack, product);
  const periods = rules.rule.settleAt === 'payoff' ? [{ from, to: maturity }] : schedule.periods;
  const household = { usedSubsidyDays: 0, priorSubsidyTotal: '0.00', matchedHouseholds: households };
  const subsidy = subsidyOfHousehold(rules, household, [loan], periods, rates);
  const totals = subsidy.periods.map((period) => {
    const line = period.loans[0];
    return `  ${period.from} 至 ${period.to}（不含）  贴息天数 ${line?.eligibleDays ?? 0}  贴息 ${period.totalSubsidy}  借款人承担 ${line?.borrowerShare ?? '0.00'}`;
  });
  return [
    `利息（按${repayment.dayCount}）`,
    ...schedule.periods.map(
      ({ from: start, to, settleOn, days, interest }) =>
        `  ${start} 至 ${to}（不含）  ${days} 夜  结息日 ${settleOn}  利息 ${interest}`,
    ),
    `  合计 ${schedule.totalInterest}`,
    '',
    `贴息（${rules.rule.settleAt === 'payoff' ? '还清后结算' : '按季结算'}，付给${rules.rule.payee === 'bank' ? '银行' : '借款人'}，贴息率 ${percent(subsidy.periods[0]?.loans[0]?.subsidyRate ?? '0')}）`,
    ...totals,
    `  合计 ${subsidy.householdSubsidyTotal}`,
  ];
}
