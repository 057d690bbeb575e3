import { afterAll, beforeAll } from '@jest/globals';
import { createDataConverter, createKeyRing } from '@bangdai/platform';
import { addDays, shanghaiDateOf, shanghaiInstant } from '@bangdai/domain';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { createHash } from 'node:crypto';
import { eventually } from './operators.js';

/** Key of all payloads that tests encrypt, also of the recorded histories. */
export const testPayloadKey = createHash('sha256').update('bangdai test payload key').digest();
export const testDataConverter = createDataConverter({ payloadKeys: createKeyRing([testPayloadKey]) });

const attributes = ['County', 'Bank', 'Place', 'Stage'];

export function required(variable: string): string {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is missing (npm test provides it)`);
  return value;
}

let installed = false;

/** Once per process and before anything else of the SDK. */
export function quietRuntime(): void {
  if (!installed) Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  installed = true;
}

/**
 * A Temporal server whose clock can be moved, in the days of Asia/Shanghai. It skips only while a test sleeps or awaits
 * a result, so a test decides when time goes by.
 */
export class LoanClock {
  private constructor(readonly env: TestWorkflowEnvironment) {}

  static async start(): Promise<LoanClock> {
    quietRuntime();
    const path = required('BANGDAI_TEST_SERVER');
    const env = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
      client: { dataConverter: testDataConverter },
    });
    await env.connection.operatorService.addSearchAttributes({
      namespace: 'default',
      searchAttributes: Object.fromEntries(attributes.map((name) => [name, 2])),
    });
    return new LoanClock(env);
  }

  get client() {
    return this.env.client;
  }

  async today(): Promise<string> {
    return shanghaiDateOf(Number(await this.env.currentTimeMs()));
  }

  /** Sleeps until that minute of the day, or not at all when it is past. */
  async sleepUntil(day: string, time = '09:00'): Promise<void> {
    const ahead = shanghaiInstant(day, time) - Number(await this.env.currentTimeMs());
    if (ahead > 0) await this.env.sleep(ahead);
  }

  /**
   * Waits in real time until the workflow has completed. Awaiting its `result()` would let the clock run ahead to
   * whatever timer of another loan comes next.
   */
  async completed(workflowId: string): Promise<void> {
    const handle = this.client.workflow.getHandle(workflowId);
    await eventually(`${workflowId} has ended`, async () => {
      const { status } = await handle.describe();
      if (status.name !== 'RUNNING' && status.name !== 'COMPLETED') throw new Error(status.name);
      return status.name === 'COMPLETED';
    });
  }

  /** The coming `'MM-DD'` after today, so that figures of a test hold in every year. */
  async coming(monthAndDay: string): Promise<string> {
    const today = await this.today();
    const thisYear = `${today.slice(0, 4)}-${monthAndDay}`;
    return thisYear > addDays(today, 1) ? thisYear : `${Number(today.slice(0, 4)) + 1}-${monthAndDay}`;
  }
}

/** One environment per test file: the clock is one for all that runs on it. */
export function withLoanClock(): { readonly current: LoanClock } {
  const holder: { current: LoanClock } = { current: undefined as unknown as LoanClock };
  beforeAll(async () => {
    holder.current = await LoanClock.start();
  }, 60_000);
  afterAll(async () => {
    await holder.current?.env.teardown();
  }, 60_000);
  return holder;
}
