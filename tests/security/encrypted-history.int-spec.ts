import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDataConverter, createKeyRing, createLogger, createTemporalClient, createTemporalConnection, createTemporalLogger, failureConverterPath } from '@bangdai/platform'; // prettier-ignore
import type { Client, Connection } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, Runtime, Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

/** What Temporal stores: a text that went everywhere through a workflow is readable nowhere in its history. */
const seeded = 'seeded-李明-659999199104024674';
const taskQueue = 'encrypted-history';
const keys = createKeyRing([randomBytes(32)]);

let server: TestWorkflowEnvironment;
let connection: Connection;
let bundle: WorkflowBundleWithSourceMap;
const lines: string[] = [];
const logger = createTemporalLogger(createLogger('test', { destination: { write: (line) => void lines.push(line) } })); // prettier-ignore

beforeAll(async () => {
  const path = process.env.BANGDAI_TEMPORAL_CLI;
  if (!path) throw new Error('BANGDAI_TEMPORAL_CLI must name the temporal program');
  Runtime.install({ shutdownSignals: [], logger });
  server = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'existing-path', path } },
  });
  connection = await createTemporalConnection({ temporalAddress: server.address });
  const workflowsPath = fileURLToPath(new URL('./encrypted-history.workflow.ts', import.meta.url));
  bundle = await bundleWorkflowCode({ workflowsPath, failureConverterPath, logger });
}, 60_000);

afterAll(async () => {
  await connection?.close();
  await server?.teardown();
});

/** Every text and every run of bytes, read as text, however deep it lies. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value instanceof Uint8Array) return [Buffer.from(value).toString('utf8')];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsOf(inner)]);
}

async function runOnce(client: Client, workflowId: string): Promise<void> {
  const fail = (text: string) => Promise.reject(new Error(text));
  const worker = await Worker.create({
    connection: server.nativeConnection,
    taskQueue,
    workflowBundle: bundle,
    dataConverter: createDataConverter({ payloadKeys: keys }),
    activities: { fail },
  });
  const run = client.workflow.execute('echoThenFail', {
    ...{ taskQueue, workflowId, args: [seeded], memo: { note: seeded }, staticSummary: seeded },
  });
  await worker.runUntil(run.catch(() => undefined));
}

describe('a history', () => {
  it('shows nothing of what went through it, and its own key reads all of it', async () => {
    const client = createTemporalClient({ temporalNamespace: 'default', payloadKeys: keys }, connection);
    await runOnce(client, 'encrypted-1');
    const handle = client.workflow.getHandle('encrypted-1');
    const history = await handle.fetchHistory();
    const raw = textsOf(history).join('\n');
    expect(history.events?.length).toBeGreaterThan(8);
    expect(raw).toContain('binary/encrypted');
    for (const part of ['seeded', '李明', '659999199104024674']) expect(raw).not.toContain(part);
    await expect(handle.result()).rejects.toMatchObject({ cause: { type: 'ENDED', message: `${seeded} Activity task failed`, details: [seeded] } }); // prettier-ignore
    expect(lines.join('')).toContain('Activity failed');
    expect(lines.join('')).not.toContain('李明');
  }, 60_000);

  it('cannot be read with another key', async () => {
    const stranger = createTemporalClient({ temporalNamespace: 'default', payloadKeys: createKeyRing([randomBytes(32)]) }, connection); // prettier-ignore
    await expect(stranger.workflow.getHandle('encrypted-1').result()).rejects.toThrow(
      'PAYLOAD_NOT_DECRYPTABLE',
    );
  });
});
