import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const { History } = proto.temporal.api.history.v1;
type StoredHistory = proto.temporal.api.history.v1.IHistory;

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
  const text = JSON.stringify(
    History.toObject(History.create(history), { longs: String, enums: String, bytes: String }),
  );
  await writeFile(join(folder, `${name}.json`), `${text}\n`);
}

/** All histories on file by name. */
export async function recordedHistories(): Promise<{ name: string; text: string; history: StoredHistory }[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(join(folder, file), 'utf8');
      return { name: file.replace('.json', ''), text, history: History.fromObject(JSON.parse(text)) };
    }),
  );
}
