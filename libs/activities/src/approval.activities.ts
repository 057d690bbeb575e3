import type { ApprovalActivities, LoanStore, Verdict } from '@bangdai/contracts';

type Input = Parameters<ApprovalActivities['recordApproval']>[0];

/** A last approval: decision, then check. Each write has one effect, so the whole may be repeated after a crash. */
export class ApprovalWork implements ApprovalActivities {
  constructor(private readonly store: LoanStore) {}

  async recordApproval({ approval, recheck }: Input): Promise<Verdict> {
    await this.store.recordReview(approval);
    return this.store.recheckApproval(recheck);
  }
}
