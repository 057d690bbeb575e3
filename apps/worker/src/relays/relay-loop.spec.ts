import type { Logger } from '@bangdai/platform';
import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { RelayLoop } from './relay-loop.js';

const logger = { error: () => undefined } as unknown as Logger;
let loop: RelayLoop | null = null;

function run(drain: () => Promise<number>, idleMs = 10): RelayLoop {
  loop = new RelayLoop({ name: 'test', drain, idleMs, logger });
  loop.start();
  return loop;
}

afterEach(() => loop?.stop());

describe('RelayLoop', () => {
  it('goes on at once while there is work, and at once when it is poked', async () => {
    const work = [3, 2, 0, 1, 0];
    const asked: number[] = [];
    const relay = run(async () => {
      asked.push(asked.length);
      return work.shift() ?? 0;
    }, 60_000);
    await sleep(20);
    expect(asked).toHaveLength(3);
    relay.poke();
    await sleep(20);
    expect(asked).toHaveLength(5);
  });

  it('outlives failures, says that it fails, and is well again afterwards', async () => {
    let failures = 6;
    const relay = run(async () => {
      failures -= 1;
      if (failures >= 0) throw new Error('no database');
      return 0;
    }, 1);
    for (let tries = 0; relay.healthy && tries < 200; tries += 1) await sleep(1);
    expect(relay.healthy).toBe(false);
    for (let tries = 0; !relay.healthy && tries < 200; tries += 1) await sleep(2);
    expect(relay.healthy).toBe(true);
  });

  it('ends the look it is in before it stops', async () => {
    let isLooking = false;
    const relay = run(async () => {
      isLooking = true;
      await sleep(30);
      isLooking = false;
      return 0;
    });
    await sleep(5);
    await relay.stop();
    expect(isLooking).toBe(false);
  });
});
