import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';

const program = fileURLToPath(new URL('../dist/bench/floor-worker.js', import.meta.url));

/** The bare workflow on the same server, with a worker process of its own. */
export class Floor {
  private constructor(
    private readonly worker: ChildProcess,
    private readonly connection: Connection,
    private readonly client: Client,
  ) {}

  static async open(address: string): Promise<Floor> {
    const worker = spawn(process.execPath, [program, address], {
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(worker.stdout!, 'data');
    const connection = await Connection.connect({ address });
    return new Floor(worker, connection, new Client({ connection }));
  }

  start(decisions: number, facts: number): Promise<WorkflowHandle> {
    return this.client.workflow.start('FloorWorkflow', {
      workflowId: `floor/${randomUUID()}`,
      taskQueue: 'floor',
      args: [decisions, facts],
    });
  }

  async life(decisions: number, facts: number): Promise<void> {
    const handle = await this.start(decisions, facts);
    for (let n = 0; n < decisions; n += 1) await handle.executeUpdate('decide', { args: [`step ${n}`] });
    for (let n = 0; n < facts; n += 1) await handle.signal('tell', `fact ${n}`);
    await handle.result();
  }

  async close(): Promise<void> {
    const gone = once(this.worker, 'exit');
    this.worker.kill('SIGTERM');
    await gone;
    await this.connection.close();
  }
}
