import type {
  CompensationActivities,
  CompensationFigures,
  CompensationOrder,
  CompensationStart,
  CompensationStore,
} from '@bangdai/contracts';
import type { StoreContext } from '../context.js';
import { compensationStart } from '../intake/claim.intake.js';
import {
  determineCompensation,
  recordInsurance,
  registerClaim,
  type ClaimVerdict,
} from './claim.activities.js';
import { orderCompensationPayment, recordCompensationPaid } from './pay-compensation.js';
import { recordRecovery, type RecoveryVerdict } from './recovery.activities.js';
import { recordClaimReview } from './review.activities.js';

type Input<Name extends keyof CompensationActivities> = Parameters<CompensationActivities[Name]>[0];

export class CompensationRepository implements CompensationStore {
  constructor(private readonly context: StoreContext) {}

  registerClaim(input: Input<'registerClaim'>): Promise<ClaimVerdict> {
    return registerClaim(this.context, input);
  }

  recordClaimReview(input: Input<'recordClaimReview'>): Promise<{ settled: boolean }> {
    return recordClaimReview(this.context, input);
  }

  recordInsurance(input: Input<'recordInsurance'>): Promise<void> {
    return recordInsurance(this.context, input);
  }

  determineCompensation(
    input: Input<'determineCompensation'>,
  ): Promise<{ queued: boolean; figures: CompensationFigures }> {
    return determineCompensation(this.context, input);
  }

  orderCompensationPayment(input: Input<'orderCompensationPayment'>): Promise<CompensationOrder> {
    return orderCompensationPayment(this.context, input);
  }

  recordCompensationPaid(input: Input<'recordCompensationPaid'>): Promise<void> {
    return recordCompensationPaid(this.context, input);
  }

  recordRecovery(input: Input<'recordRecovery'>): Promise<RecoveryVerdict> {
    return recordRecovery(this.context, input);
  }

  reopening(county: string, loanOrClaimNo: string): Promise<CompensationStart | null> {
    return this.context.database.read(async (db) => {
      const claim = await db.maybe<{ id: string }>(
        `select c.id from claim c join loan l on l.id = c.loan_id
         where c.county = $1 and $2 in (c.claim_no, l.loan_no)
           and c.paid_on is not null order by c.created_at desc limit 1`,
        [county, loanOrClaimNo],
      );
      if (claim === null) return null;
      return { ...(await compensationStart(db, this.context, claim.id)), reopened: true };
    });
  }
}
