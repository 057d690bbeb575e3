import { RefusedError } from '@bangdai/contracts';
import type { DecisionBody, LoanDetail } from '@bangdai/contracts/http';
import { Decimal } from '@bangdai/domain';

type Terms = NonNullable<DecisionBody['approvedTerms']>;

/**
 * Whether a bank may offer these terms, told before it signs: at the check before disbursement the loan would be
 * suspended for good, since a rate once signed is not changed.
 * @throws RefusedError `RATE_ABOVE_CAP` | `RATE_NOT_EQUAL` | `TERM_ABOVE_TIERS` | `REFERENCE_RATE_MISSING`
 */
export function checkApprovedTerms(
  { termMonths, annualRate }: Terms,
  { rateCaps }: Pick<LoanDetail, 'rateCaps'>,
): void {
  if (rateCaps.length === 0) throw new RefusedError('REFERENCE_RATE_MISSING');
  const cap = rateCaps.find(({ maxMonths }) => termMonths <= maxMonths);
  if (cap === undefined) throw new RefusedError('TERM_ABOVE_TIERS');
  const side = new Decimal(annualRate).comparedTo(cap.rate);
  if (cap.relation === 'equal' && side !== 0) throw new RefusedError('RATE_NOT_EQUAL');
  if (side > 0) throw new RefusedError('RATE_ABOVE_CAP');
}
