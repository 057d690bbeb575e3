import type {
  CompensationActivities,
  CompensationChange,
  CompensationFigures,
  CompensationStore,
  ReviewCommand,
  Verdict,
} from '@bangdai/contracts';
import type { StoreContext } from '../context.js';
import { recordReviewRow } from '../subjects/review.writer.js';
import {
  determineCompensation,
  recordInsurance,
  registerClaim,
  type ClaimVerdict,
} from './claim.activities.js';
import { claimSubject, lockClaim, writeClaimChange } from './claim.record.js';
import { orderCompensationPayment, recordCompensationPaid, recordRecovery } from './pay-compensation.js';

type Input<Name extends keyof CompensationActivities> = Parameters<CompensationActivities[Name]>[0];

export class CompensationRepository implements CompensationStore {
  constructor(private readonly context: StoreContext) {}

  registerClaim(input: Input<'registerClaim'>): Promise<ClaimVerdict> {
    return registerClaim(this.context, input);
  }

  async recordClaimReview(input: CompensationChange & { review: ReviewCommand | null }): Promise<void> {
    await this.context.database.transaction(async (db) => {
      const { claim } = await lockClaim(db, input.claimId);
      if (!(await writeClaimChange(db, this.context, claim, input)) || input.review === null) return;
      await recordReviewRow(db, claimSubject(claim), input.review, input.at);
    });
  }

  recordInsurance(input: Input<'recordInsurance'>): Promise<void> {
    return recordInsurance(this.context, input);
  }

  determineCompensation(
    input: Input<'determineCompensation'>,
  ): Promise<{ queued: boolean; figures: CompensationFigures }> {
    return determineCompensation(this.context, input);
  }

  orderCompensationPayment(
    input: Input<'orderCompensationPayment'>,
  ): Promise<{ orderNo: string; amount: string }> {
    return orderCompensationPayment(this.context, input);
  }

  recordCompensationPaid(input: Input<'recordCompensationPaid'>): Promise<void> {
    return recordCompensationPaid(this.context, input);
  }

  recordRecovery(input: Input<'recordRecovery'>): Promise<Verdict & { whole: boolean }> {
    return recordRecovery(this.context, input);
  }
}
