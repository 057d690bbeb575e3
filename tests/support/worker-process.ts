import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { eventually } from './operators.js';

const main = fileURLToPath(new URL('../../apps/worker/dist/main.js', import.meta.url));

/** The built worker as a process of its own, which a test may kill as a power cut would. */
export class WorkerProcess {
  private child: ChildProcess | null = null;
  private output = '';

  constructor(private readonly environment: NodeJS.ProcessEnv) {}

  async start(): Promise<void> {
    const port = await freePort();
    const env = {
      ...process.env,
      NODE_OPTIONS: '',
      ...this.environment,
      BANGDAI_WORKER_HEALTH_PORT: String(port),
    };
    const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (part) => (this.output += String(part)));
    this.child = child;
    await eventually(
      'the worker is up',
      async () => {
        if (child.exitCode !== null) throw new Error(`the worker ended:\n${this.output.slice(-2000)}`);
        return (await fetch(`http://127.0.0.1:${port}/health`)).ok;
      },
      40,
    );
  }

  /** SIGKILL: nothing is finished, nothing is closed. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const { child } = this;
    this.child = null;
    if (child === null || child.exitCode !== null) return child?.exitCode ?? null;
    const gone = once(child, 'exit');
    child.kill(signal);
    const [code] = (await gone) as [number | null];
    return code;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
