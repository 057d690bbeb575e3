import { afterAll, beforeAll } from '@jest/globals';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { quietRuntime, required, testDataConverter } from './loan-clock.js';

/** A real Temporal server of this machine, on any free port, with the platform's search attributes. */
export async function startDevServer(
  dynamicConfig: Record<string, string | number> = {},
): Promise<TestWorkflowEnvironment> {
  quietRuntime();
  const attributes = ['County', 'Bank', 'Place', 'Stage'].flatMap((name) => [
    '--search-attribute',
    `${name}=Keyword`,
  ]);
  const settings = Object.entries(dynamicConfig).flatMap(([name, value]) => [
    '--dynamic-config-value',
    `${name}=${value}`,
  ]);
  return TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path: required('BANGDAI_TEMPORAL_CLI') },
      extraArgs: [...attributes, ...settings],
    },
    client: { dataConverter: testDataConverter },
  });
}

/** One server per test file. */
export function withDevServer(dynamicConfig: Record<string, string | number> = {}): {
  readonly current: TestWorkflowEnvironment;
} {
  const holder: { current: TestWorkflowEnvironment } = {
    current: undefined as unknown as TestWorkflowEnvironment,
  };
  beforeAll(async () => {
    holder.current = await startDevServer(dynamicConfig);
  }, 60_000);
  afterAll(async () => {
    await holder.current?.teardown();
  }, 60_000);
  return holder;
}
