import { Client, Connection } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import { createKeyRing, EncryptionCodec } from '@bangdai/platform';
import type { Product } from './product.js';

/** Every event of every workflow as text: once as it lies on the server, once with all payloads decrypted. */
export async function allHistories(
  product: Product,
): Promise<{ workflows: number; stored: string; readable: string }> {
  const connection = await Connection.connect({ address: product.temporalAddress });
  const client = new Client({ connection });
  const codec = new EncryptionCodec(createKeyRing([Buffer.from(product.payloadKey, 'base64')]));
  const stored: string[] = [];
  const readable: string[] = [];
  let workflows = 0;
  try {
    for await (const execution of client.workflow.list()) {
      workflows += 1;
      const history = await client.workflow.getHandle(execution.workflowId, execution.runId).fetchHistory();
      const payloads: Payload[] = [];
      stored.push(
        execution.workflowId,
        JSON.stringify(execution.searchAttributes),
        textOf(history, payloads),
      );
      for (const payload of await codec.decode(payloads))
        readable.push(Buffer.from(payload.data ?? []).toString('utf8'));
    }
  } finally {
    await connection.close();
  }
  return { workflows, stored: stored.join('\n'), readable: readable.join('\n') };
}

/** The event tree as text; payloads found on the way are collected. */
function textOf(node: unknown, payloads: Payload[]): string {
  if (node === null || node === undefined) return '';
  if (node instanceof Uint8Array) return Buffer.from(node).toString('utf8');
  if (typeof node !== 'object') return String(node);
  if ('metadata' in node && 'data' in node) payloads.push(node as Payload);
  return Object.values(node)
    .map((value) => textOf(value, payloads))
    .join(' ');
}
