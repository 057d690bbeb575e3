import { taskQueues } from '@bangdai/contracts';
import { withEngineRun } from '@bangdai/persistence';
import { bundlePath } from '@bangdai/workflow-bundle';
import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Context } from '@temporalio/activity';
import { Worker, type ActivityInterceptorsFactory, type WorkerOptions } from '@temporalio/worker';
import type { Parts } from '../composition.js';
import { ON_FATAL, PARTS } from '../tokens.js';

/** Time that running activities get to end when the process is told to stop. */
const shutdownGraceTime = '20s';

/** What an activity writes into a history names the run that it was done for. */
const traced: ActivityInterceptorsFactory = () => ({
  inbound: {
    execute: (input, next) => {
      const run = Context.current().info.workflowExecution;
      return run === undefined ? next(input) : withEngineRun(run, () => next(input));
    },
  },
});

/**
 * The three workers of one process: single loans and people's decisions, programme work, calls that leave the house. A
 * worker that dies ends the process, so that whoever watches the process starts a whole one.
 */
@Injectable()
export class WorkerHost implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private workers: { name: string; worker: Worker; done: Promise<void> }[] = [];
  private isStopping = false;

  constructor(
    @Inject(PARTS) private readonly parts: Parts,
    @Inject(ON_FATAL) private readonly onFatal: (error: unknown) => void,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { activities } = this.parts;
    await this.host('loan', {
      taskQueue: taskQueues.loan,
      workflowBundle: { codePath: bundlePath },
      activities: activities.loan,
      maxCachedWorkflows: 800,
      maxConcurrentLocalActivityExecutions: 24,
    });
    await this.host('programme', {
      taskQueue: taskQueues.programme,
      workflowBundle: { codePath: bundlePath },
      activities: activities.programme,
      maxCachedWorkflows: 50,
      maxConcurrentActivityTaskExecutions: 4,
      maxConcurrentLocalActivityExecutions: 4,
    });
    await this.host('counterpart', {
      taskQueue: taskQueues.counterpart,
      activities: activities.counterpart,
      maxConcurrentActivityTaskExecutions: 10,
    });
  }

  /** State of each worker by name. */
  states(): Record<string, string> {
    return Object.fromEntries(this.workers.map(({ name, worker }) => [name, worker.getState()]));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    for (const { worker } of this.workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    await Promise.all(this.workers.map(({ done }) => done));
  }

  private async host(name: string, options: WorkerOptions): Promise<void> {
    const { nativeConnection: connection, config, dataConverter } = this.parts;
    const worker = await Worker.create({
      ...options,
      connection,
      namespace: config.temporalNamespace,
      dataConverter,
      interceptors: { activity: [traced] },
      shutdownGraceTime,
    });
    const done = worker.run().then(
      () => {
        if (!this.isStopping) this.onFatal(new Error(`worker ${name} ended`));
      },
      (error: unknown) => this.onFatal(error),
    );
    this.workers.push({ name, worker, done });
  }
}
