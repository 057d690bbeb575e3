import type { WorkflowEngine } from '@bangdai/activities';
import {
  loanWorkflowId,
  loanWorkflowType,
  searchAttributes,
  taskQueues,
  type LoanStart,
} from '@bangdai/contracts';
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';

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
    try {
      await this.client.workflow.start(loanWorkflowType, {
        workflowId: loanWorkflowId(county, loanNo),
        taskQueue: taskQueues.loan,
        args: [start],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        typedSearchAttributes: [
          { key: keyword(searchAttributes.county), value: county },
          { key: keyword(searchAttributes.bank), value: bank },
          { key: keyword(searchAttributes.place), value: place },
          { key: keyword(searchAttributes.stage), value: stage },
        ],
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }
}
