import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../replay/histories/', import.meta.url));

/** Whether this run writes its histories down, for `BANGDAI_RECORD_HISTORIES=1 npm test -- acceptance`. */
export const isRecording = process.env['BANGDAI_RECORD_HISTORIES'] === '1';

/** Keeps a history for the replay tests of all later versions, encrypted with the tests' key as it lies on the server. */
export async function keepHistory(
  client: Client,
  workflowId: string,
  name: string,
  runId?: string,
): Promise<void> {
  if (!isRecording) return;
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.json`), `${JSON.stringify(JSON.parse(historyToJSON(history)))}\n`);
}

/** All histories on file by name. */
export async function recordedHistories(): Promise<{ name: string; history: unknown }[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
  return Promise.all(
    files.map(async (file) => ({
      name: file.replace('.json', ''),
      history: JSON.parse(await readFile(join(folder, file), 'utf8')) as unknown,
    })),
  );
}
