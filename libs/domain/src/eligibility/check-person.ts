import { completedYears } from '../calendar/civil-date.js';
import type { PolicyPack, Product } from '../policy/policy-pack.js';
import type { EligibilityInput } from './eligibility-input.js';
import type { ReasonCode } from './reasons.js';

type Found = Partial<Record<ReasonCode, boolean>>;

/** Who applies: for a household the person, for an enterprise only what an enterprise can be asked. */
export function checkPerson(pack: PolicyPack, product: Product, input: EligibilityInput): Found {
  const rules = pack.eligibility;
  const { applicant, request } = input;
  const household = product.borrowerKind === 'household';
  const abilityAsked =
    rules.requireRepaymentAbility ||
    (request.type === 'topUp' && pack.topUp?.requireRepaymentAbility === true);
  return {
    ...(household ? checkHousehold(pack, product, input) : {}),
    BAD_CREDIT: rules.requireGoodCredit && applicant.badCredit === true,
    BLACKLISTED: isBlacklisted(rules.refuseBlacklist, applicant.blacklist),
    PREVIOUS_LATE_REPAYMENT:
      rules.refuseAfterUnexcusedLateRepayment &&
      applicant.previousLate === true &&
      !isExcused(pack, input.product, applicant.previousLateCause),
    NO_WILLINGNESS: rules.requireWillingness && applicant.willing === false,
    NO_REPAYMENT_ABILITY: abilityAsked && applicant.ableToRepay === false,
  };
}

function checkHousehold(
  pack: PolicyPack,
  product: Product,
  { applicant, applicationDate }: EligibilityInput,
): Found {
  const rules = pack.eligibility;
  const age = applicant.birthDate === undefined ? null : completedYears(applicant.birthDate, applicationDate);
  const maxAge = oldestAllowed(rules.age, applicant.group);
  return {
    NOT_TARGET_GROUP: applicant.group !== undefined && !rules.targetGroups.includes(applicant.group),
    OUTSIDE_AREA: rules.areaList !== null && applicant.inAreaList === false,
    FAMILY_MEMBER_NOT_ALLOWED: applicant.isFamilyMember === true && !rules.familyMemberMayApply,
    NO_CIVIL_CAPACITY: rules.requireCivilCapacity && applicant.civilCapacity === false,
    AGE_BELOW_MIN: age !== null && rules.age.min !== null && age < rules.age.min,
    AGE_ABOVE_MAX: age !== null && maxAge !== null && age > maxAge,
    NOT_RATED: isUnrated(pack, product, applicant),
    OTHER_BORROWER_IN_HOUSEHOLD:
      rules.oneBorrowerPerHousehold && (applicant.otherBorrowersInHousehold ?? 0) > 0,
  };
}

function oldestAllowed(age: PolicyPack['eligibility']['age'], group: string | undefined): number | null {
  const listed = group !== undefined && age.whitelistGroups.includes(group);
  return listed && age.whitelistMax !== null ? age.whitelistMax : age.max;
}

function isBlacklisted(
  rule: 'any' | 'malicious' | null,
  entry: string | boolean | null | undefined,
): boolean {
  if (rule === null || entry === undefined || entry === null || entry === false || entry === 'none')
    return false;
  return rule === 'any' || entry === 'malicious';
}

/** Force majeure is what the pack compensates without waiting: illness, disaster and the like (不可抗力). */
function isExcused(pack: PolicyPack, product: string, cause: string | null | undefined): boolean {
  if (cause === undefined || cause === null) return false;
  return cause === 'forceMajeure' || (pack.compensation[product]?.waivedForCauses.includes(cause) ?? false);
}

/** With limits by grade a rated household without a grade counts as not rated; a `null` limit does not (policy-pack §5). */
function isUnrated(
  pack: PolicyPack,
  product: Product,
  { rated, grade }: EligibilityInput['applicant'],
): boolean {
  if (rated === false) return pack.eligibility.requireRating;
  if (product.gradeLimits === null) return false;
  return grade === undefined || grade === null || !Object.hasOwn(product.gradeLimits, grade);
}
