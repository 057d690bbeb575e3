import {
  completedYears,
  DomainError,
  resolveRate,
  type EligibilityInput,
  type PolicyPack,
  type Product,
  type ReferenceRates,
} from '@bangdai/domain';
import type { ClauseKey } from '@bangdai/policy-packs';

export interface Facts {
  pack: PolicyPack;
  product: Product;
  input: EligibilityInput;
  rates: ReferenceRates;
}

export interface Rule {
  key: string;
  title: string;
  clause: ClauseKey;
  /** The reasons of lifecycle §2 that speak of this rule. */
  codes: readonly string[];
  /** False where the plan does not ask. */
  asked(facts: Facts): boolean;
  seen(facts: Facts): string | null;
  limit(facts: Facts): string | null;
}

export const stated = (value: boolean | undefined, yes: string, no: string): string =>
  value === undefined ? '未登记' : value ? yes : no;

export const always = (): boolean => true;
export const household = ({ product }: Facts): boolean => product.borrowerKind === 'household';
export const outstanding = ({ input }: Facts): string => input.applicant.householdOutstanding ?? '0.00';
export const newMoney = ({ input }: Facts): boolean => !['renewal', 'extension'].includes(input.request.type);

export function ageOf({ input }: Facts): number | null {
  const { birthDate } = input.applicant;
  return birthDate === undefined ? null : completedYears(birthDate, input.applicationDate);
}

export function oldest({ pack, input }: Facts): number | null {
  const { max, whitelistMax, whitelistGroups } = pack.eligibility.age;
  const { group } = input.applicant;
  return group !== undefined && whitelistGroups.includes(group) ? (whitelistMax ?? max) : max;
}

/** The cap for the months asked for, on the day of the check; null where the plan leaves it to the contract. */
export function rateCap({ product, rates, input }: Facts): string | null {
  const { termMonths = product.termMonthsMax } = input.request;
  const contractDate = input.checkDate ?? input.applicationDate;
  try {
    return resolveRate(product.rate.spec, { rates, contractDate, termMonths });
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

export const gradeLimit = ({ product, input }: Facts): string | null => {
  const { grade } = input.applicant;
  return product.gradeLimits === null || grade === undefined || grade === null
    ? null
    : (product.gradeLimits[grade] ?? null);
};

export const exposureMax = ({ pack, product, input }: Facts): string | null =>
  input.request.type === 'topUp' ? (pack.topUp?.householdExposureMax ?? null) : product.householdExposureMax;
