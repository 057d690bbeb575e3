import { compensationWorkflowId, loanWorkflowId, type LoanStart } from '@bangdai/contracts';
import { expect } from '@jest/globals';
import type { LoanClock } from './loan-clock.js';
import { eventually } from './operators.js';
import { keepHistory } from './recorded-histories.js';
import type { SchemeCase } from './scheme-case.js';
import type { World } from './worlds.js';

const proofs = ['loanContract', 'disbursementProof', 'overdueStatement', 'causeProof', 'collectionRecord'];

/** The loan that is not paid: overdue on 6 November, claimed after 90 days, compensated, partly recovered. */
export class SchemeClaim {
  constructor(
    private readonly scheme: SchemeCase,
    private readonly clock: LoanClock,
    private readonly world: World,
    private readonly year: number,
    private readonly loan: LoanStart,
  ) {}

  private day(monthAndDay: string, yearsOn = 0): string {
    return `${this.year + yearsOn}-${monthAndDay}`;
  }

  async compensate(): Promise<void> {
    const { county, claim } = this.scheme;
    await this.clock.sleepUntil(this.day('11-06'), '09:30');
    await this.world.becomes(this.loan, 'overdue');
    expect((await this.world.loanRow(this.loan.loanId))['overdue_since']).toBe(this.day('11-06'));
    const urging = await eventually('both parties are asked to urge', async () => {
      const tasks = (await this.world.openTasks(this.loan.loanId)).filter(({ kind }) => kind === 'urging');
      return tasks.length === 2 ? tasks : null;
    });
    expect(urging.map(({ role }) => role).sort()).toEqual(['bank', 'village']);
    // 90 days overdue: the first day counts as one.
    await this.clock.sleepUntil(this.day('02-03', 1), '08:30');
    expect((await this.world.openTasks(this.loan.loanId)).map(({ kind }) => kind)).not.toContain(
      'claimReady',
    );
    await this.clock.sleepUntil(this.day('02-03', 1), '09:30');
    const ready = await this.world.task(this.loan.loanId, 'claimReady');
    expect(ready.role).toBe(claim.role);
    const filed = await this.world.fileClaim(this.loan, { ...claim, proofs, filedOn: this.day('02-03', 1) });
    expect(filed.receipt).toMatchObject({ accepted: true, code: null });
    await this.world.becomes(this.loan, 'compensating');
    if (claim.insurance !== undefined) {
      const reportedOn = this.day('02-03', 1);
      await this.world.report('insuranceReported', county, filed.claimNo, {
        paid: claim.insurance,
        reportedOn,
      });
    }
    await this.reviewClaim(filed.claimId, filed.workflowId);
    await this.recover(filed.claimId, filed.workflowId);
  }

  private async reviewClaim(claimId: string, workflowId: string): Promise<void> {
    const { county, claim } = this.scheme;
    const sent = this.world.counterparts.sends.length;
    this.world.counterparts.paidOn = await this.clock.today();
    for (const { step, role } of claim.chain) {
      const task = await this.world.task(claimId, step);
      expect(task.role).toBe(role);
      const isPayment = step === 'financePay';
      const figuresHash = isPayment ? await this.world.figuresHash('claim', claimId) : null;
      await this.world.decideClaim(workflowId, claimId, county, step, {
        decision: isPayment ? 'complete' : 'approve',
        figuresHash,
      });
    }
    await eventually('the order is sent', async () => this.world.counterparts.sends.length > sent);
    await this.clock.env.sleep('2h');
    await this.world.becomes(this.loan, 'compensated');
    const [row] = await this.world.sql(
      'select loss_base, net_loss, fund_paid, shares from claim where id = $1',
      [claimId],
    );
    const { lossBase: loss_base, netLoss: net_loss, fundPaid: fund_paid, shares } = claim;
    expect(row).toEqual({ loss_base, net_loss, fund_paid, shares });
    expect(this.world.counterparts.sends.slice(sent).map(({ amount: paid }) => paid)).toEqual([
      claim.fundPaid,
    ]);
  }

  /** One recovery flows back by the pack's rule; then the county office ends the pursuit. */
  private async recover(claimId: string, workflowId: string): Promise<void> {
    const { county, claim } = this.scheme;
    const { loanNo } = this.loan;
    const receivedOn = await this.clock.today();
    await this.world.report('recoveryReceived', county, loanNo, {
      loanNo,
      receiptNo: `V-${loanNo}`,
      amount: claim.recovery.amount,
      receivedOn,
    });
    const shares = await eventually('the recovery is given out', async () => {
      const rows = await this.world.sql<{ party: string; amount: string }>(
        `select s.party, s.amount from recovery r join recovery_share s on s.recovery_id = r.id where r.claim_id = $1`,
        [claimId],
      );
      return rows.length > 0 ? rows : null;
    });
    expect(Object.fromEntries(shares.map((share) => [share.party, share.amount]))).toEqual(
      claim.recovery.shares,
    );
    const actor = this.world.actor(county, 'countyOffice', '', 'office');
    await this.world.update(workflowId, 'closeRecovery', {
      commandId: `close-${claimId}`,
      reasonGiven: true,
      actor,
    });
    await this.clock.completed(workflowId);
    await this.world.becomes(this.loan, 'closedLoss');
    const loanWorkflow = loanWorkflowId(county, loanNo);
    await this.clock.completed(loanWorkflow);
    await keepHistory(this.clock.client, workflowId, `compensation-closed-${county}`);
    await keepHistory(this.clock.client, loanWorkflow, `loan-compensated-${county}`);
    expect(workflowId).toBe(compensationWorkflowId(county, workflowId.split('/').at(-1) ?? ''));
  }
}
