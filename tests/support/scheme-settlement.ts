import { addDays } from '@bangdai/domain';
import { expect } from '@jest/globals';
import type { LoanClock } from './loan-clock.js';
import { eventually } from './operators.js';
import type { SchemeCase } from './scheme-case.js';
import type { World } from './worlds.js';

/** Signs a settlement at each desk of its flow, in order, up to the payment. */
export async function signSettlement(
  { county, subsidy }: SchemeCase,
  clock: LoanClock,
  world: World,
  { settleOn, id }: { settleOn: string; id: string },
): Promise<void> {
  for (const { step, role, decision = 'approve', documents = [] } of subsidy.flow) {
    if (role === 'publicity') {
      await passSubsidyPublicity(clock, world, id);
      continue;
    }
    const task = await world.task(id, step);
    expect(task.role).toBe(role);
    await world.decideSettlement(county, settleOn, id, step, { decision, documents });
  }
}

/** Seven days in which nobody pays; then finance has it on the desk. */
async function passSubsidyPublicity(clock: LoanClock, world: World, id: string): Promise<void> {
  const settlement = async () =>
    (
      await world.sql<{ stage: string; publicity_ends_on: string | null }>(
        'select stage, publicity_ends_on from settlement where id = $1',
        [id],
      )
    )[0];
  const { publicity_ends_on: endsOn } = await eventually('the determined sums are public', async () => {
    const row = await settlement();
    return row?.stage === 'publicity' ? row : null;
  });
  expect(endsOn).toBe(addDays(await clock.today(), 7));
  await clock.sleepUntil(endsOn ?? '', '23:50');
  expect((await settlement())?.stage).toBe('publicity');
  await clock.env.sleep('15m');
  await eventually('publicity is over', async () => (await settlement())?.stage !== 'publicity');
}
