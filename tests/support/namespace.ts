import { Connection } from '@temporalio/client';

/** What an operator's mistake or a lost disk does: the engine forgets all histories at once. */
export async function dropNamespace(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    await connection.operatorService.deleteNamespace({ namespace });
    for (let tries = 0; tries < 100; tries += 1) {
      const found = await connection.workflowService.describeNamespace({ namespace }).catch(() => null);
      if (found === null) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`namespace ${namespace} is still there`);
  } finally {
    await connection.close();
  }
}
