import {
  compensationSignals,
  compensationWorkflowId,
  loanSignals,
  loanWorkflowId,
  type CompensationStore,
  type LinkActivities,
} from '@bangdai/contracts';
import type { WorkflowEngine } from './ports.js';

type Input<Name extends keyof LinkActivities> = Parameters<LinkActivities[Name]>[0];

/**
 * From workflow to workflow, by fixed ids. A receiver whose life is over needs no telling: what it would have learned
 * is on record already.
 */
export class Links implements LinkActivities {
  constructor(
    private readonly engine: WorkflowEngine,
    private readonly compensations: Pick<CompensationStore, 'reopening'>,
  ) {}

  async signalClaimProgress({
    county,
    loanNo,
    claimId,
    claimNo,
    outcome,
  }: Input<'signalClaimProgress'>): Promise<void> {
    await this.engine.signal(loanWorkflowId(county, loanNo), loanSignals.claimProgressed, {
      claimId,
      claimNo,
      outcome,
    });
  }

  async signalRenewal({
    county,
    loanNo,
    newLoanNo,
    amount,
    disbursedOn,
  }: Input<'signalRenewal'>): Promise<void> {
    await this.engine.signal(loanWorkflowId(county, loanNo), loanSignals.renewalDisbursed, {
      newLoanNo,
      amount,
      disbursedOn,
    });
  }

  /** Money is never dropped: a claim that was closed meanwhile is opened again for it (lifecycle §11). */
  async forwardRecovery({ county, claimNo, recovery }: Input<'forwardRecovery'>): Promise<void> {
    const workflowId = compensationWorkflowId(county, claimNo);
    const outcome = await this.engine.signal(workflowId, compensationSignals.recoveryReceived, recovery);
    if (outcome === 'delivered') return;
    const start = await this.compensations.reopening(county, claimNo);
    if (start === null) throw new Error('no claim to recover for');
    await this.engine.recoverFor(start, recovery);
  }
}
