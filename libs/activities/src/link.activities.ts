import {
  compensationSignals,
  compensationWorkflowId,
  loanSignals,
  loanWorkflowId,
  type LinkActivities,
} from '@bangdai/contracts';
import type { WorkflowEngine } from './ports.js';

type Input<Name extends keyof LinkActivities> = Parameters<LinkActivities[Name]>[0];

/**
 * From workflow to workflow, by fixed ids. A receiver whose life is over needs no telling: what it would have learned
 * is on record already.
 */
export class Links implements LinkActivities {
  constructor(private readonly engine: WorkflowEngine) {}

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

  async forwardRecovery({ county, claimNo, recovery }: Input<'forwardRecovery'>): Promise<void> {
    await this.engine.signal(
      compensationWorkflowId(county, claimNo),
      compensationSignals.recoveryReceived,
      recovery,
    );
  }
}
