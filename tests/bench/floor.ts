import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Client, Connection, WithStartWorkflowOperation, type WorkflowHandle } from '@temporalio/client';

const built = (file: string): string => fileURLToPath(new URL(`../dist/bench/${file}`, import.meta.url));

interface Process {
  child: ChildProcess;
  /** Its first line. */
  said: string;
}

async function start(file: string, argument: string): Promise<Process> {
  const child = spawn(process.execPath, [built(file), argument], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${file} ended with ${code}`);
  });
  const [data] = (await Promise.race([once(child.stdout!, 'data'), ended])) as [Buffer];
  ended.catch(() => undefined); // it ends when it is told to
  return { child, said: String(data).trim() };
}

async function end({ child }: Process): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

/** The bare workflow on the same server, with a worker process of its own. */
export class Floor {
  private constructor(
    private readonly worker: Process,
    private readonly connection: Connection,
    private readonly client: Client,
  ) {}

  static async open(address: string): Promise<Floor> {
    const worker = await start('floor-worker.js', address);
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

  /** Started by its first decision and with that one applied: as a loan is by its application. */
  async apply(decisions: number, facts: number): Promise<WorkflowHandle> {
    const workflowId = `floor/${randomUUID()}`;
    const startWorkflowOperation = new WithStartWorkflowOperation('FloorWorkflow', {
      workflowId,
      taskQueue: 'floor',
      args: [decisions, facts],
      workflowIdConflictPolicy: 'FAIL',
    });
    await this.client.workflow.executeUpdateWithStart('decide', { args: ['open'], startWorkflowOperation });
    return this.client.workflow.getHandle(workflowId);
  }

  async life(decisions: number, facts: number): Promise<void> {
    const handle = await this.apply(decisions, facts);
    for (let n = 1; n < decisions; n += 1) await handle.executeUpdate('decide', { args: [`step ${n}`] });
    for (let n = 0; n < facts; n += 1) await handle.signal('tell', `fact ${n}`);
    await handle.result();
  }

  async close(): Promise<void> {
    await end(this.worker);
    await this.connection.close();
  }
}

/** Bare HTTP with one row of the same database, in a process of its own. */
export class FloorServer {
  private constructor(
    private readonly process: Process,
    readonly url: string,
  ) {}

  static async open(databaseUrl: string): Promise<FloorServer> {
    const server = await start('floor-server.js', databaseUrl);
    return new FloorServer(server, `http://127.0.0.1:${server.said}`);
  }

  close(): Promise<void> {
    return end(this.process);
  }
}
