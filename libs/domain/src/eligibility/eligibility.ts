import { dateParts } from '../calendar/civil-date.js';
import { DomainError } from '../errors/domain-error.js';
import { productOf } from '../policy/loan-rules.js';
import type { PolicyPack, Product } from '../policy/policy-pack.js';
import type { ReferenceRates } from '../policy/rate-spec.js';
import { checkPerson } from './check-person.js';
import {
  bringsNewMoney,
  checkAmount,
  checkLine,
  checkPurpose,
  checkRate,
  checkSequence,
  checkTerm,
} from './check-request.js';
import type { EligibilityInput, RequestType } from './eligibility-input.js';
import { REASON_CODES, type ReasonCode } from './reasons.js';

const REQUEST_TYPES: readonly RequestType[] = ['new', 'repeat', 'topUp', 'draw', 'renewal', 'extension'];

export interface EligibilityResult {
  eligible: boolean;
  reasons: ReasonCode[];
}

/**
 * Whether the household or enterprise may have what it asks for, with every reason why not, in the fixed order of
 * lifecycle §2. Run on arrival and again before disbursement (then with `checkDate`).
 * @throws DomainError `PRODUCT_UNKNOWN` | `UNKNOWN_REQUEST` | `BAD_DATE` | `BAD_AMOUNT` | `BAD_TERM` | `BAD_RATE`
 */
export function checkEligibility(
  pack: PolicyPack,
  rates: ReferenceRates,
  input: EligibilityInput,
): EligibilityResult {
  const product = productOf(pack, input.product);
  dateParts(input.applicationDate);
  if (!REQUEST_TYPES.includes(input.request.type)) throw new DomainError('UNKNOWN_REQUEST');
  const found: Partial<Record<ReasonCode, boolean>> = {
    PACK_NOT_EFFECTIVE: !isEffective(pack, product, input),
    BREAKER_TRIPPED: input.breakerTripped === true && input.request.type !== 'extension',
    ...checkPerson(pack, product, input),
    ...checkAmount(pack, product, input),
    ...checkTerm(pack, product, input),
    ...checkLine(product, input),
    ...checkRate(pack, product, rates, input),
    ...checkPurpose(pack, input),
    ...checkSequence(pack, product, input),
  };
  const reasons = REASON_CODES.filter((code) => found[code] === true);
  return { eligible: reasons.length === 0, reasons };
}

/** Only an active pack takes new money; the window bounds renewal and extension too, a draw follows its line. */
function isEffective(pack: PolicyPack, product: Product, input: EligibilityInput): boolean {
  const { request, applicationDate } = input;
  // Without a line there is nothing that a draw could follow.
  if (request.type === 'draw' && product.line !== null) return true;
  if (bringsNewMoney(request.type) && pack.status !== 'active') return false;
  return (
    applicationDate >= pack.effectiveFrom &&
    (pack.effectiveTo === null || applicationDate <= pack.effectiveTo)
  );
}
