import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * In a process of its own: jest forgives a rejection that is awaited later, a worker's process ends at once.
 * @param startLoan source of what the engine does for one loan
 */
async function endImport(startLoan: string): Promise<{ code: number | null; told: string }> {
  const program = `
    import { ProgrammeWork } from '@bangdai/activities';
    import { MockActivityEnvironment } from '@temporalio/testing';
    import { setTimeout as sleep } from 'node:timers/promises';
    const loans = ['L-1', 'L-2'].map((loanNo) => ({ loanNo, loanId: loanNo }));
    const store = { loansToStart: async (_id, after) => (after === null ? loans : []), markStarted: async () => {} };
    const environment = new MockActivityEnvironment();
    environment.context.log.warn = () => {};
    const work = new ProgrammeWork(store, { startLoan: ${startLoan} });
    const running = environment
      .run(() => work.startImportedLoans({ importId: 'I-1', startRatePerSecond: 1 }))
      .then(() => 'done', (error) => error.name + ': ' + error.message);
    await sleep(100);
    environment.cancel('NOT_FOUND');
    process.stdout.write('told ' + (await running));
    await sleep(100);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: `${root}tests`,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let told = '';
  child.stdout.on('data', (part) => (told += String(part)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, told: told.split('told ').at(-1) ?? '' };
}

describe('an import that is ended while its loans are being started', () => {
  it('stops, and the worker lives on', async () => {
    expect(await endImport('() => sleep(300)')).toEqual({ code: 0, told: 'CancelledFailure: NOT_FOUND' });
  }, 30_000);

  it('tells that the engine was away, and its later end does not reach the worker', async () => {
    expect(await endImport(`() => Promise.reject(new Error('away'))`)).toEqual({
      code: 0,
      told: 'Error: away',
    });
  }, 30_000);
});
