export * from './errors/domain-error.js';
export { Decimal, ZERO } from './money/decimal.js';
export * from './money/money.js';
export * from './money/largest-remainder.js';
export * from './money/capitals.js';
export * from './calendar/civil-date.js';
export * from './calendar/shanghai.js';
export * from './calendar/working-days.js';
export { yearBasis, type DayCount } from './calendar/day-count.js';
export * from './policy/rate-spec.js';
export * from './policy/step.js';
export * from './policy/policy-pack.js';
export * from './policy/subsidy-rule.js';
export * from './policy/compensation-rules.js';
export * from './policy/settlement-flow.js';
export * from './policy/loan-rules.js';
export * from './policy/rates.js';
export * from './eligibility/reasons.js';
export * from './eligibility/eligibility-input.js';
export * from './eligibility/eligibility.js';
export * from './rating/rating.js';
export * from './rating/anomaly-scan.js';
export * from './approval/chain.js';
export { enterStep, reopenChain } from './approval/chain-moves.js';
export * from './approval/apply-chain-event.js';
export * from './interest/balance.js';
export * from './interest/interest-days.js';
export {
  interestSchedule,
  type InterestOptions,
  type InterestPeriod,
  type InterestSchedule,
} from './interest/interest-schedule.js';
export * from './subsidy/subsidy-types.js';
export { subsidyOfHousehold, subsidyRules } from './subsidy/subsidy.js';
export * from './subsidy/clawback.js';
export * from './subsidy/budget.js';
export * from './compensation/claim.js';
export * from './compensation/recovery.js';
export * from './compensation/insurance-pool.js';
export * from './monitoring/breaker.js';
export * from './monitoring/leverage.js';
export * from './monitoring/fund-position.js';
export * from './monitoring/maturity-wall.js';
export * from './monitoring/warning.js';
export * from './agenda/reminders.js';
export * from './agenda/timer-plan.js';
export * from './agenda/agenda.js';
export * from './accounting/chart.js';
export * from './agenda/usage-check-round.js';
export * from './accounting/journal.js';
export * from './accounting/lending-entries.js';
export * from './accounting/subsidy-entries.js';
export * from './accounting/fund-entries.js';
export * from './accounting/loss-pool-entries.js';
export * from './people/desks.js';
export * from './people/id-number.js';
export * from './people/name.js';
