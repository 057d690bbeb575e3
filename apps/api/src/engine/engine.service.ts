import { searchAttributes, type CommandReceipt } from '@bangdai/contracts';
import type { Client } from '@temporalio/client';
import { WithStartWorkflowOperation, WorkflowNotFoundError } from '@temporalio/client';
import { TypedSearchAttributes, defineSearchAttributeKey } from '@temporalio/common';
import { Inject, Injectable } from '@nestjs/common';
import type { ApiSettings } from '../settings.js';
import { SETTINGS, TEMPORAL } from '../tokens.js';
import { engineFailure } from './engine-failures.js';

export interface WorkflowToStart {
  type: string;
  workflowId: string;
  taskQueue: string;
  input: unknown;
  attributes: { county: string; bank: string; place: string; stage: string };
  /** The workflow ran and ended; it is started once more as it stood. */
  again?: true;
}

interface UpdateToSend {
  workflowId: string;
  name: string;
  command: { commandId: string };
  /** What it means that the workflow has ended. */
  closedCode: string;
}

/** Commands to workflows: Updates with a short deadline, whose id is the command's; Signals; starts. */
@Injectable()
export class EngineService {
  constructor(
    @Inject(TEMPORAL) private readonly client: Client,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** @throws EngineRefusal | NoAnswerError | RefusedError `ENGINE_UNAVAILABLE` */
  async update({ workflowId, name, command, closedCode }: UpdateToSend): Promise<CommandReceipt> {
    const handle = this.client.workflow.getHandle(workflowId);
    return this.withDeadline(closedCode, () =>
      handle.executeUpdate<CommandReceipt, [unknown]>(name, { args: [command], updateId: command.commandId }),
    );
  }

  /** Starts the workflow if it does not run yet, and sends it its first command. */
  async startWithUpdate(
    start: WorkflowToStart,
    update: Omit<UpdateToSend, 'workflowId'>,
  ): Promise<CommandReceipt> {
    const startWorkflowOperation = new WithStartWorkflowOperation(start.type, {
      ...this.startOptions(start),
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    // The handle is not used, and its promise fails together with the Update: that failure is handled below.
    startWorkflowOperation.workflowHandle().catch(() => undefined);
    return this.withDeadline(update.closedCode, () =>
      this.client.workflow.executeUpdateWithStart<never, CommandReceipt, [unknown]>(update.name, {
        args: [update.command],
        updateId: update.command.commandId,
        startWorkflowOperation: startWorkflowOperation as never,
      }),
    );
  }

  /** @throws EngineRefusal with `existsCode` when a workflow with this id runs or ran */
  async start(start: WorkflowToStart, existsCode: string): Promise<void> {
    await this.withDeadline(existsCode, () =>
      this.client.workflow.start(start.type, this.startOptions(start)),
    );
  }

  async signal(workflowId: string, name: string, payload: unknown, closedCode: string): Promise<void> {
    await this.withDeadline(closedCode, () =>
      this.client.workflow.getHandle(workflowId).signal(name, payload),
    );
  }

  /** What the engine says of a workflow; null when it does not know it (any more), undefined when it does not answer. */
  async describe(
    workflowId: string,
  ): Promise<{ status: string; runId: string; events: number } | null | undefined> {
    try {
      const handle = this.client.workflow.getHandle(workflowId);
      const { status, runId, historyLength } = await this.client.withDeadline(Date.now() + 2_000, () =>
        handle.describe(),
      );
      return { status: status.name, runId, events: historyLength };
    } catch (error) {
      return error instanceof WorkflowNotFoundError ? null : undefined;
    }
  }

  /** Whether Temporal's frontend answers. */
  async isServing(): Promise<boolean> {
    try {
      await this.client.withDeadline(Date.now() + 2_000, () => this.client.workflowService.getSystemInfo({}));
      return true;
    } catch {
      return false;
    }
  }

  /** A workflow id is used once for ever, also after Temporal has forgotten the history; a loan is opened again by name. */
  private startOptions({ workflowId, taskQueue, input, attributes, again }: WorkflowToStart) {
    const key = (name: string) => defineSearchAttributeKey(name, 'KEYWORD');
    return {
      workflowId,
      taskQueue,
      args: [input],
      workflowIdReusePolicy: again ? ('ALLOW_DUPLICATE' as const) : ('REJECT_DUPLICATE' as const),
      typedSearchAttributes: new TypedSearchAttributes([
        { key: key(searchAttributes.county), value: attributes.county },
        { key: key(searchAttributes.bank), value: attributes.bank },
        { key: key(searchAttributes.place), value: attributes.place },
        { key: key(searchAttributes.stage), value: attributes.stage },
      ]),
    };
  }

  private async withDeadline<T>(closedCode: string, call: () => Promise<T>): Promise<T> {
    try {
      return await this.client.withDeadline(Date.now() + this.settings.commandDeadlineMs, call);
    } catch (error) {
      throw engineFailure(error, closedCode);
    }
  }
}
