import type { WorkflowEngine } from '@bangdai/activities';
import {
  compensationSignals,
  compensationWorkflowId,
  compensationWorkflowType,
  clawbackWorkflowId,
  clawbackWorkflowType,
  loanWorkflowId,
  loanWorkflowType,
  searchAttributes,
  settlementWorkflowId,
  taskQueues,
  type CompensationStart,
  type ClawbackStart,
  type LoanStart,
  settlementSignals,
  settlementWorkflowType,
  type PaymentReported,
  type RecoveryReceived,
  type SettlementStart,
} from '@bangdai/contracts';
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';

/** How ids of workflows of subjects of a county begin. */
const idsOf = (county: string): string[] => [
  ...[loanWorkflowId(county, ''), settlementWorkflowId(county, '', '').replace(/\/$/, '')],
  ...[compensationWorkflowId(county, ''), clawbackWorkflowId(county, '')],
];

const keyword = (name: string) => defineSearchAttributeKey(name, 'KEYWORD');

/** Temporal by its client: workflows are addressed by their fixed ids. */
export class TemporalEngine implements WorkflowEngine {
  constructor(private readonly client: Client) {}

  async signal(workflowId: string, signal: string, payload: unknown): Promise<'delivered' | 'gone'> {
    try {
      await this.client.workflow.getHandle(workflowId).signal(signal, payload);
      return 'delivered';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return 'gone';
      throw error;
    }
  }

  async startLoan(start: LoanStart): Promise<void> {
    const { county, bank, place, loanNo, takeover } = start;
    const stage = takeover === null ? 'draft' : takeover.overdueSince === null ? 'active' : 'overdue';
    await this.startOnce(loanWorkflowType, loanWorkflowId(county, loanNo), start, {
      county,
      bank,
      place,
      stage,
    });
  }

  async startClawback(start: ClawbackStart): Promise<void> {
    const { county, bank, place, caseNo } = start;
    const attributes = { county, bank, place, stage: 'opened' };
    await this.startOnce(clawbackWorkflowType, clawbackWorkflowId(county, caseNo), start, attributes);
  }

  async running(county: string): Promise<Map<string, string | null>> {
    // By their fixed ids: a workflow that was started without search attributes is one all the same.
    const ids = idsOf(county).map((start) => `WorkflowId STARTS_WITH '${start}'`);
    const query = `ExecutionStatus = 'Running' and (${ids.join(' or ')})`;
    const found = new Map<string, string | null>();
    for await (const { workflowId, typedSearchAttributes } of this.client.workflow.list({
      query,
      pageSize: 1000,
    }))
      found.set(workflowId, typedSearchAttributes.get(keyword(searchAttributes.stage)) ?? null);
    return found;
  }

  async stateOf(workflowId: string): Promise<{ status: 'running' | 'ended'; stage: string | null }> {
    try {
      const { status, typedSearchAttributes } = await this.client.workflow.getHandle(workflowId).describe();
      const stage = typedSearchAttributes.get(keyword(searchAttributes.stage)) ?? null;
      return { status: status.name === 'RUNNING' ? 'running' : 'ended', stage };
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return { status: 'ended', stage: null };
      throw error;
    }
  }

  private async startOnce(
    type: string,
    workflowId: string,
    start: unknown,
    { county, bank, place, stage }: Record<'county' | 'bank' | 'place' | 'stage', string>,
  ): Promise<void> {
    try {
      await this.client.workflow.start(type, {
        workflowId,
        taskQueue: taskQueues.loan,
        args: [start],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        typedSearchAttributes: attributesOf({ county, bank, place, stage }),
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }

  async recoverFor(start: CompensationStart, recovery: RecoveryReceived): Promise<void> {
    const { county, claimNo, bank, place } = start;
    await this.client.workflow.signalWithStart(compensationWorkflowType, {
      workflowId: compensationWorkflowId(county, claimNo),
      taskQueue: taskQueues.loan,
      args: [start],
      signal: compensationSignals.recoveryReceived,
      signalArgs: [recovery],
      typedSearchAttributes: attributesOf({ county, bank, place, stage: 'recovering' }),
    });
  }

  async reopenSettlement(start: SettlementStart, report: PaymentReported): Promise<void> {
    const { county, bank, settleOn } = start;
    await this.client.workflow.signalWithStart(settlementWorkflowType, {
      workflowId: settlementWorkflowId(county, bank, settleOn ?? ''),
      taskQueue: taskQueues.programme,
      args: [start],
      signal: settlementSignals.paymentReported,
      signalArgs: [report],
      typedSearchAttributes: attributesOf({ county, bank, place: '', stage: 'closed' }),
    });
  }
}

const attributesOf = ({
  county,
  bank,
  place,
  stage,
}: Record<'county' | 'bank' | 'place' | 'stage', string>) => [
  { key: keyword(searchAttributes.county), value: county },
  { key: keyword(searchAttributes.bank), value: bank },
  { key: keyword(searchAttributes.place), value: place },
  { key: keyword(searchAttributes.stage), value: stage },
];
