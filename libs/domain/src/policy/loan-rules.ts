import type { DayCount } from '../calendar/day-count.js';
import type { DayKind } from '../calendar/working-days.js';
import { DomainError } from '../errors/domain-error.js';
import type {
  CreditLineRules,
  DisbursementRules,
  OverdueRules,
  PolicyPack,
  Product,
  Reminder,
  RenewalRules,
} from './policy-pack.js';
import { OUTCOMES_BY_KIND, type Step, type StepKind, type StepOutcome } from './step.js';

export interface PackRef {
  schemeKey: string;
  packVersion: string;
}

/** The slice of a pack that one loan carries through its life (≤ 3 KB as JSON): pinned, so that no later pack touches it. */
export interface LoanRules {
  packRef: PackRef;
  product: string;
  borrowerKind: 'household' | 'enterprise';
  steps: Step[];
  outcomes: Record<StepKind, StepOutcome[]>;
  dayKinds: { publicity: DayKind; sla: DayKind };
  reminderTime: string;
  reminders: Reminder[];
  postLoanCheck: { everyMonths: number; by: string };
  disbursement: DisbursementRules;
  renewal: RenewalRules;
  overdue: OverdueRules;
  repayment: { interestDays: string[]; dayCount: DayCount };
  line: CreditLineRules | null;
  compensation: { minOverdueDays: number; waivedForCauses: string[]; applicant: 'bank' | 'borrower' } | null;
  maliciousExit: { options: string[]; subsidyStops: boolean } | null;
}

/** @throws DomainError `PRODUCT_UNKNOWN` */
export function productOf(pack: PolicyPack, product: string): Product {
  const found = Object.hasOwn(pack.products, product) ? pack.products[product] : undefined;
  if (found === undefined) throw new DomainError('PRODUCT_UNKNOWN');
  return found;
}

export function packRefOf(pack: PolicyPack): PackRef {
  return { schemeKey: pack.schemeKey, packVersion: pack.packVersion };
}

/** The steps without the outcomes that their kind already says. */
export function compactSteps(steps: readonly Step[], pack: PolicyPack): Step[] {
  return steps.map(({ outcomes: _derived, ...step }) =>
    step.kind === 'publicity' ? { ...step, dayKind: step.dayKind ?? pack.calendar.publicityDayKind } : step,
  );
}

/** @throws DomainError `PRODUCT_UNKNOWN` | `CHAIN_UNKNOWN` */
export function loanRules(pack: PolicyPack, product: string): LoanRules {
  const { borrowerKind, repayment, line } = productOf(pack, product);
  const chain = pack.approval['loan'];
  if (chain === undefined) throw new DomainError('CHAIN_UNKNOWN');
  const compensation = Object.hasOwn(pack.compensation, product) ? pack.compensation[product] : undefined;
  return {
    packRef: packRefOf(pack),
    product,
    borrowerKind,
    steps: compactSteps(chain, pack),
    outcomes: {
      submit: [...OUTCOMES_BY_KIND.submit],
      review: [...OUTCOMES_BY_KIND.review],
      publicity: [...OUTCOMES_BY_KIND.publicity],
      pay: [...OUTCOMES_BY_KIND.pay],
    },
    dayKinds: { publicity: pack.calendar.publicityDayKind, sla: pack.calendar.slaDayKind },
    reminderTime: pack.calendar.reminderTime,
    reminders: pack.reminders,
    postLoanCheck: pack.postLoanCheck,
    disbursement: pack.disbursement,
    renewal: pack.renewal,
    overdue: pack.overdue,
    repayment: { interestDays: repayment.interestDays, dayCount: repayment.dayCount },
    line,
    compensation:
      compensation === undefined
        ? null
        : {
            minOverdueDays: compensation.minOverdueDays,
            waivedForCauses: compensation.waivedForCauses,
            applicant: compensation.applicant,
          },
    maliciousExit: pack.maliciousExit,
  };
}
