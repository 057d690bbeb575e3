import {
  reconciliationScheduleId,
  reconciliationWorkflowId,
  reconciliationWorkflowType,
  taskQueues,
  type ReconciliationResult,
} from '@bangdai/contracts';
import { addDays, shanghaiDateOf } from '@bangdai/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withDevServer } from '../../support/dev-server.js';
import { eventually } from '../../support/operators.js';
import { keepHistory } from '../../support/recorded-histories.js';
import { World } from '../../support/worlds.js';

const server = withDevServer();
const county = 'bachu-2024';
const today = shanghaiDateOf(Date.now());
let world: World;

beforeAll(async () => {
  world = await World.open(server.current.client, server.current.address, { withSchedules: true });
}, 90_000);
afterAll(() => world?.close(), 60_000);

const stranger = {
  ...{ kind: 'repayment' as const, ref: 'R-UNKNOWN', loanNo: 'NOBODY', on: addDays(today, -3) },
  ...{ amount: '100.00', payee: null },
};
const run = (workflowId: string): Promise<ReconciliationResult> =>
  world.client.workflow.execute(reconciliationWorkflowType, {
    ...{ workflowId, taskQueue: taskQueues.programme, args: [{ county, on: today }] },
  }) as Promise<ReconciliationResult>;
const cases = () =>
  world.sql<{ kind: string; ref: string; owner: string; state: string }>(
    'select kind, ref, owner, state from reconciliation_case where county = $1',
    [county],
  );

describe('the night of a county', () => {
  it('asks for the statements and makes a case of what nobody here knows', async () => {
    world.counterparts.statement = [stranger];
    const workflowId = reconciliationWorkflowId(county, today);
    const result = await run(workflowId);
    expect(result).toMatchObject({ to: addDays(today, -1), entries: 1, missing: 0, opened: 1, open: 1 });
    expect(await cases()).toEqual([
      { kind: 'missingInBooks', ref: 'R-UNKNOWN', owner: 'bank', state: 'open' },
    ]);
    await keepHistory(world.client, workflowId, 'reconciliation');
  }, 60_000);

  it('run again the same day, keeps one case', async () => {
    expect(await run(`${reconciliationWorkflowId(county, today)}/again`)).toMatchObject({
      opened: 0,
      open: 1,
    });
  }, 60_000);

  it('compares what is here even when a counterpart keeps no statement', async () => {
    await world.sql(`update counterpart set adapter = 'manual' where county = $1 and kind = 'treasury'`, [
      county,
    ]);
    const result = await run(`${reconciliationWorkflowId(county, today)}/manual`);
    expect(result).toMatchObject({ missing: 1, opened: 1, open: 2 });
    expect((await cases()).map(({ kind }) => kind).sort()).toEqual(['missingInBooks', 'statementMissing']);
  }, 60_000);

  it('is planned for every county by a Schedule', async () => {
    const described = await eventually('the schedule is there', () =>
      world.client.schedule.getHandle(reconciliationScheduleId(county)).describe(),
    );
    expect(described.spec.timezone).toBe('Asia/Shanghai');
  });
});
