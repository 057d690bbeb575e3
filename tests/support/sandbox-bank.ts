import { logNothing, startSandbox, type RunningSandbox } from '@bangdai/sandbox';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './operators.js';
import type { World } from './worlds.js';

/** The sandbox's bank behind a world: it gets the platform's own messages, keeps its own books and lists by itself. */
export class SandboxBank {
  private constructor(
    private readonly world: World,
    private readonly sandbox: RunningSandbox,
    private readonly dir: string,
  ) {}

  static async open(world: World): Promise<SandboxBank> {
    const dir = mkdtempSync(join(tmpdir(), 'bangdai-sandbox-bank-'));
    const secretsOf = (name: string): string[] => [world.environment[name] ?? ''];
    const sandbox = await startSandbox({
      ...{ dir, apiUrl: 'http://127.0.0.1:9', log: logNothing },
      secrets: { bank: secretsOf('BANGDAI_BANK_SECRET'), treasury: secretsOf('BANGDAI_TREASURY_SECRET') },
    });
    world.counterparts.bankUrl = sandbox.bankUrl;
    return new SandboxBank(world, sandbox, dir);
  }

  async close(): Promise<void> {
    this.world.counterparts.bankUrl = null;
    await this.sandbox.close();
    rmSync(this.dir, { recursive: true });
  }

  /** What a clerk does at the counter. */
  async desk(path: string, body: Record<string, string>): Promise<void> {
    const response = await fetch(`${this.sandbox.bankUrl}/desk/${path}`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  }

  /** Waits until the platform's message about the loan came in. */
  async told(kind: string, county: string, loanNo: string): Promise<void> {
    await eventually(`the bank has ${kind} of ${loanNo}`, async () => {
      const query = new URLSearchParams({ county, kind, loanNo });
      const response = await fetch(`${this.sandbox.bankUrl}/desk/messages?${query}`);
      return ((await response.json()) as { count: number }).count > 0;
    });
  }
}
