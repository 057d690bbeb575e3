import { randomUUID } from 'node:crypto';
import {
  loanWorkflowId,
  loanWorkflowType,
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

  it('waits for no statement of a treasury on paper, unless one is due, and then makes one case of it', async () => {
    const treasury = (changes: string) =>
      world.sql(`update counterpart set ${changes} where county = $1 and kind = 'treasury'`, [county]);
    await treasury(`adapter = 'manual'`);
    const night = (name: string) => run(`${reconciliationWorkflowId(county, today)}/${name}`);
    expect(await night('none-due')).toMatchObject({ missing: 0, opened: 0, open: 1 });
    // Due since last month, the statement of the month before that one too; none of its days is known.
    await world.sql(`delete from statement_cover where county = $1 and source = 'treasury'`, [county]);
    const lastMonth = `${addDays(`${today.slice(0, 8)}01`, -1).slice(0, 8)}01`;
    await treasury(`statement_due_day = 1, statement_due_since = date '${lastMonth}' - 1`);
    expect(await night('due')).toMatchObject({ open: 2 + (today.endsWith('01') ? 0 : 1) });
    expect(await night('due-again')).toMatchObject({ opened: 0 });
    const missing = (await cases()).filter(({ kind }) => kind === 'statementMissing');
    expect(missing[0]).toMatchObject({ owner: 'finance', state: 'open' });
  }, 60_000);

  it('finds a loan whose workflow is gone, one whose record is behind, one that runs for nobody, and no other', async () => {
    const apply = async (name: string) => (await world.apply({ county: 'yubei-2021', name })).loan;
    const [well, gone, behind] = [await apply('张一'), await apply('张二'), await apply('张三')];
    const night = async (name: string) => {
      const workflowId = `${reconciliationWorkflowId('yubei-2021', today)}/${name}`;
      const start = { taskQueue: taskQueues.programme, args: [{ county: 'yubei-2021', on: today }] };
      await world.client.workflow.execute(reconciliationWorkflowType, { workflowId, ...start });
      const found = await world.sql<{ ref: string; expected: string; found: string }>(
        `select ref, expected, found from reconciliation_case where county = 'yubei-2021' and kind = 'workflowDiffers'
         and state = 'open' order by ref`,
      );
      return { workflowId, found };
    };
    expect((await night('well')).found).toEqual([]);
    const idOf = ({ loanNo }: { loanNo: string }) => loanWorkflowId('yubei-2021', loanNo);
    await world.client.workflow.getHandle(idOf(gone)).terminate('planted');
    await world.sql(`update loan set stage = 'withdrawn' where id = $1`, [behind.loanId]);
    const orphan = { ...well, loanNo: 'NOBODY', loanId: randomUUID() };
    const queue = { taskQueue: taskQueues.loan, args: [orphan] };
    await world.client.workflow.start(loanWorkflowType, { workflowId: idOf(orphan), ...queue });
    const { workflowId, found } = await night('planted');
    expect(found).toEqual(
      [
        { ref: idOf(gone), expected: 'inReview', found: 'ended' },
        { ref: idOf(behind), expected: 'withdrawn', found: 'running' },
        { ref: idOf(orphan), expected: '—', found: 'running' },
      ].sort((a, b) => (a.ref < b.ref ? -1 : 1)),
    );
    await keepHistory(world.client, workflowId, 'reconciliation-with-workflows');
    await world.client.workflow.getHandle(idOf(orphan)).terminate('planted');
  }, 90_000);

  it('is planned for every county by a Schedule', async () => {
    const described = await eventually('the schedule is there', () =>
      world.client.schedule.getHandle(reconciliationScheduleId(county)).describe(),
    );
    expect(described.spec.timezone).toBe('Asia/Shanghai');
  });
});
