import type { CompensationChange, CompensationStart, FeedCorrection, LoanStart } from '@bangdai/contracts';
import { RefusedError } from '@bangdai/contracts';
import { DomainError } from '@bangdai/domain';
import type { Persistence } from '../persistence.js';
import { loanChange } from './fixtures.js';
import { apply, disburse, repay } from './lending.js';

/** A command on the money of a county, as a random run draws it; `loan` counts the loans of the run. */
export type MoneyCommand =
  | { kind: 'disburse'; amount: string; sameHousehold: boolean }
  | { kind: 'repay'; loan: number; receipt: number; paidOn: string; principal: string; interest: string }
  | { kind: 'correct'; loan: number; receipt: number; principal: string }
  | { kind: 'settle' | 'paySettlement'; settleOn: string }
  | { kind: 'claim' | 'payClaim'; loan: number }
  | { kind: 'recover'; loan: number; receipt: number; amount: string };

/** What became of a command; `refused` ones must leave no trace in the books. */
export interface Outcome {
  kind: MoneyCommand['kind'];
  refused: boolean;
  code: string | null;
}

const DISBURSED_ON = '2024-01-10';
const OVERDUE_ON = '2024-07-11';
const CORRECTED_ON = '2024-12-15';
const FILED_ON = '2024-12-01';
const LATER = '2025-01-15T02:00:00.000Z';
const PROOFS = ['loanContract', 'disbursementProof', 'overdueStatement', 'causeProof', 'collectionRecord'];
const bank = {
  id: '00000000-0000-4000-8000-000000000003',
  role: 'bank',
  county: 'bachu-2024',
  place: '',
  bank: 'main',
};

/** The loans of one run and the commands upon them, each sent straight to the stores as a worker does. */
export class MoneyRun {
  private readonly loans: LoanStart[] = [];
  private readonly claims = new Map<string, CompensationStart>();
  private readonly compensated = new Set<string>();
  private sequence = 0;

  constructor(private readonly persistence: Persistence) {}

  async send(command: MoneyCommand): Promise<Outcome> {
    this.sequence += 1;
    const { kind } = command;
    try {
      const code = await this.carryOut(command, this.sequence);
      return { kind, refused: code !== null && code !== 'OVERPAYMENT' && code !== 'LOAN_CLOSED', code };
    } catch (error) {
      if (error instanceof RefusedError || error instanceof DomainError)
        return { kind, refused: true, code: error.code };
      throw error;
    }
  }

  /** The code of a refusal, null when it was done. */
  private carryOut(command: MoneyCommand, sequence: number): Promise<string | null> {
    switch (command.kind) {
      case 'disburse':
        return this.disburse(command);
      case 'repay':
        return this.repay(command, sequence);
      case 'correct':
        return this.correct(command, sequence);
      case 'settle':
        return this.settle(command.settleOn);
      case 'paySettlement':
        return this.paySettlement(command.settleOn);
      case 'claim':
        return this.claim(this.loanOf(command.loan), sequence);
      case 'payClaim':
        return this.payClaim(this.loanOf(command.loan));
      case 'recover':
        return this.recover(command, sequence);
    }
  }

  /** @throws RefusedError `NOT_FOUND` while the run has no loan */
  private loanOf(index: number): LoanStart {
    const loan = this.loans[index % Math.max(this.loans.length, 1)];
    if (loan === undefined) throw new RefusedError('NOT_FOUND');
    return loan;
  }

  private async disburse({ amount, sameHousehold }: Extract<MoneyCommand, { kind: 'disburse' }>) {
    const { loan, verdict } = await apply(this.persistence, {
      ...{ appliedOn: DISBURSED_ON, amount, termMonths: 6 },
      ...(sameHousehold ? { householdNo: 'shared' } : {}),
    });
    if (!verdict.accepted) return verdict.code;
    const paid = await disburse(this.persistence, loan, { on: DISBURSED_ON, months: 6 });
    if (paid.accepted) this.loans.push(loan);
    return paid.code;
  }

  /** Once the claim is being paid, what the borrower pays is shared as a recovery, as the loan's workflow does it. */
  private async repay(command: Extract<MoneyCommand, { kind: 'repay' }>, n: number): Promise<string | null> {
    const { loan, receipt, ...payment } = command;
    if (this.compensated.has(this.loanOf(loan).loanId))
      return this.recover({ kind: 'recover', loan, receipt: receipt + 100, amount: payment.principal }, n);
    const verdict = await repay(this.persistence, this.loanOf(loan), {
      ...payment,
      receiptNo: `R${receipt}`,
    });
    return verdict.code;
  }

  private async correct({ loan, receipt, principal }: Extract<MoneyCommand, { kind: 'correct' }>, n: number) {
    const { corrections } = this.persistence;
    const start = this.loanOf(loan);
    const receiptNo = `R${receipt}`;
    const replacement = { receiptNo, paidOn: '2024-05-06', principal, interest: '0.00' };
    const correction: FeedCorrection = {
      ...{ kind: 'repayment', receiptNo },
      replacement: principal === '0.00' ? null : replacement,
    };
    const weighed = await corrections.weighCorrection({ loanId: start.loanId, correction, on: CORRECTED_ON });
    if (weighed.facts === null) return weighed.code;
    const change = loanChange(start, `correct-${n}`, {
      at: `${CORRECTED_ON}T02:00:00.000Z`,
      stage: 'active',
    });
    const step = { change, correctionId: `c${n}`, correction, actorId: null, commandId: null };
    const { applied } = await corrections.recordCorrection({
      ...step,
      on: CORRECTED_ON,
      facts: weighed.facts,
    });
    return applied ? null : 'NOT_APPLIED';
  }

  private open(settleOn: string) {
    return this.persistence.settlements.openSettlement({
      ...{ county: 'bachu-2024', bank: 'main', settleOn, openedBy: 'system' },
    });
  }

  private async settle(settleOn: string): Promise<null> {
    await this.open(settleOn);
    return null;
  }

  private async paySettlement(settleOn: string): Promise<null> {
    const { settlementId } = await this.open(settleOn);
    const { settlements } = this.persistence;
    const { orderNo } = await settlements.orderSubsidyPayment({ settlementId, at: LATER });
    const paidOn = settleOn.replace('-20', '-26');
    await settlements.recordSettlementPaid({ settlementId, orderNo, paidOn, at: `${paidOn}T02:00:00Z` });
    return null;
  }

  private async claim(loan: LoanStart, n: number): Promise<string | null> {
    const { loans, intake, compensations } = this.persistence;
    const overdue = loanChange(loan, 'overdue', { at: `${OVERDUE_ON}T02:00:00Z`, stage: 'overdue' });
    await loans.recordOverdue({ change: overdue, overdueSince: OVERDUE_ON });
    const start = await intake.storeClaim(bank, `claim-${n}`, loan.loanId, {
      ...{ cause: 'businessLoss', proofs: PROOFS },
    });
    const verdict = await compensations.registerClaim({
      ...{ claimId: start.claimId, filedOn: FILED_ON },
      changeIfAdmitted: claimChange(start, 'register', 'verifying'),
      changeIfRefused: claimChange(start, 'register', 'refused'),
    });
    if (!verdict.accepted) return verdict.code;
    this.claims.set(loan.loanId, start);
    const at = `${FILED_ON}T04:00:00Z`;
    await compensations.determineCompensation({ claimId: start.claimId, at });
    return null;
  }

  private claimOf(loan: LoanStart): CompensationStart {
    const claim = this.claims.get(loan.loanId);
    if (claim === undefined) throw new RefusedError('NOT_FOUND');
    return claim;
  }

  private async payClaim(loan: LoanStart): Promise<null> {
    const { claimId } = this.claimOf(loan);
    const { compensations } = this.persistence;
    this.compensated.add(loan.loanId);
    const { orderNo } = await compensations.orderCompensationPayment({ claimId, at: LATER });
    await compensations.recordCompensationPaid({ claimId, orderNo, paidOn: '2025-01-15', at: LATER });
    return null;
  }

  private async recover({ loan, receipt, amount }: Extract<MoneyCommand, { kind: 'recover' }>, n: number) {
    const { claimId } = this.claimOf(this.loanOf(loan));
    const { code } = await this.persistence.compensations.recordRecovery({
      ...{ claimId, inboxId: `recovery-${n}`, receiptNo: `Z${receipt}`, amount },
      ...{ receivedOn: '2025-02-01', at: '2025-02-01T02:00:00Z' },
    });
    return code;
  }
}

function claimChange(
  { claimId, loanId }: CompensationStart,
  changeId: string,
  stage: CompensationChange['stage'],
): CompensationChange {
  return {
    ...{ claimId, loanId, changeId, stage, at: `${FILED_ON}T02:00:00Z`, pendingStep: null },
    ...{ events: [], openTasks: [], closeTasks: [], messages: [] },
  };
}
