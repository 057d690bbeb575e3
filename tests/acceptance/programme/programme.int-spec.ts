import {
  importTaskId,
  importWorkflowId,
  loanWorkflowId,
  portfolioImportUpdates,
  portfolioImportWorkflowType,
  settlementScheduleId,
  settlementWorkflowId,
  taskQueues,
  useCheckRoundWorkflowId,
  useCheckRoundWorkflowType,
  useCheckScheduleId,
  type LoanView,
} from '@bangdai/contracts';
import type { PortfolioRow } from '@bangdai/contracts/http';
import { addDays, addMonths, shanghaiDateOf, type PolicyPack } from '@bangdai/domain';
import { activeLoan, inventedIdNumber, repay } from '@bangdai/persistence/testing';
import { ensureSchedules } from '@bangdai/worker';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { withDevServer } from '../../support/dev-server.js';
import { ninthCounty, writeNinthCounty } from '../../support/ninth-county.js';
import { eventually } from '../../support/operators.js';
import { keepHistory } from '../../support/recorded-histories.js';
import { World } from '../../support/worlds.js';

const server = withDevServer();
const county = 'bachu-2024';
const today = shanghaiDateOf(Date.now());
// Ten days ago, so that a check of the first loan fell due since.
const asOf = addDays(today, -10);
let world: World;

beforeAll(async () => {
  world = await World.open(server.current.client, server.current.address, {
    withSchedules: true,
    packDirs: [writeNinthCounty(monthlyAtPayoff)],
  });
}, 90_000);
afterAll(() => world?.close(), 60_000);

/** Interest every month, its subsidy once the loan is paid off. */
function monthlyAtPayoff(pack: PolicyPack): PolicyPack {
  const { household } = pack.products;
  const { household: rule } = pack.subsidy;
  if (household === undefined || rule === undefined) throw new Error('no product');
  const interestDays = Array.from({ length: 12 }, (_, month) => `${String(month + 1).padStart(2, '0')}-20`);
  return {
    ...pack,
    products: { household: { ...household, repayment: { ...household.repayment, interestDays } } },
    subsidy: { household: { ...rule, settleAt: 'payoff', basis: 'interestAccrued' } },
  };
}

function row(loanNo: string, over: Partial<PortfolioRow>): PortfolioRow {
  return {
    ...{
      rowNo: Number(loanNo.slice(-1)) + 2,
      loanNo,
      householdNo: `H-${loanNo}`,
      name: '古丽',
      idNumber: inventedIdNumber(),
      phone: '19900000000',
    },
    ...{
      township: '琼库尔恰克乡',
      village: '1村',
      group: '',
      targetGroup: 'liftedPoor',
      purpose: 'planting',
      bankName: '',
      branch: '',
    },
    ...{ contractAmount: '20000.00', balance: '20000.00', annualRate: '0.0395' },
    ...{ disbursedOn: addMonths(today, -10), maturesOn: addMonths(today, 12), overdueSince: null },
    ...over,
  };
}

describe('what is done for many loans at once', () => {
  it('takes over a portfolio: each loan runs in its right place of life', async () => {
    const rows = [
      row('P-1', { disbursedOn: addDays(addMonths(today, -9), -3) }),
      row('P-2', { maturesOn: addDays(today, 45) }),
      row('P-3', { maturesOn: addDays(today, -20), overdueSince: addDays(today, -19) }),
    ];
    const actor = world.actor(county, 'countyOffice', '', 'importer');
    const preview = {
      ...{
        county,
        fileName: 'p.csv',
        format: 'portfolioCsv' as const,
        asOf,
        rows: 3,
        good: 3,
        bad: 0,
      },
      ...{ balance: '60000.00', errors: [], sample: [] },
    };
    const { id: importId } = await world.database.persistence.intake.createImport(
      actor,
      preview,
      'sha',
      rows,
    );
    await world.database.persistence.intake.commitImport(actor, importId);
    const workflowId = importWorkflowId(county, importId);
    const confirmation = await world.database.persistence.intake.importConfirmation(importId);
    const handle = await server.current.client.workflow.start(portfolioImportWorkflowType, {
      ...{ workflowId, taskQueue: taskQueues.programme },
      args: [{ county, importId, startRatePerSecond: 100, confirmation }],
    });
    await world.update(workflowId, portfolioImportUpdates.decideImport, {
      ...{ commandId: randomUUID(), taskId: importTaskId(importId, 'main'), decision: 'approve' },
      ...{ reasonGiven: false, actor: world.actor(county, 'bank', '', 'confirms') },
    });
    expect(await handle.result()).toEqual({ imported: 3, unchanged: 0, started: 3 });
    const rowOf = async (loanNo: string) =>
      (
        await world.sql<Record<string, string>>('select id, stage, balance from loan where loan_no = $1', [
          loanNo,
        ])
      )[0];
    await eventually('the due reminder left at once', async () =>
      world.counterparts.mail.find((mail) => mail.loanNo === 'P-2' && mail.kind === 'maturityNotice'),
    );
    const overdue = await eventually('the overdue loan is urged', async () => {
      const loan = await rowOf('P-3');
      const tasks = loan === undefined ? [] : await world.openTasks(String(loan['id']));
      return tasks.filter(({ kind }) => kind === 'urging').length === 2 ? loan : null;
    });
    expect(overdue['stage']).toBe('overdue');
    const view = await server.current.client.workflow
      .getHandle(loanWorkflowId(county, 'P-1'))
      .query<LoanView>('getLoan');
    expect(view).toMatchObject({ stage: 'active', facts: { balance: '20000.00' } });
    expect(view.nextWake).toMatchObject({ key: expect.stringMatching(/^notice\/maturity60\//) });
    await keepHistory(server.current.client, loanWorkflowId(county, 'P-3'), 'loan-taken-over-overdue');
  }, 90_000);

  it('opens the use checks of a county that are due, once', async () => {
    const on = today;
    const workflowId = useCheckRoundWorkflowId(county, on);
    const start = { workflowId, taskQueue: taskQueues.programme, args: [{ county, on }] };
    const first = await server.current.client.workflow.execute(useCheckRoundWorkflowType, start);
    expect(first).toMatchObject({ opened: expect.any(Number) });
    expect((first as { opened: number }).opened).toBeGreaterThan(0);
    await keepHistory(server.current.client, workflowId, 'use-check-round');
    const again = await server.current.client.workflow.execute(useCheckRoundWorkflowType, {
      ...start,
      workflowId: `${workflowId}/again`,
    });
    expect(again).toMatchObject({ opened: 0 });
  }, 60_000);

  it('leaves no check on a desk once the loan is paid off', async () => {
    const [loan] = await world.sql<{ id: string }>(`select id from loan where loan_no = 'P-1'`);
    const loanId = loan?.id ?? '';
    expect((await world.openTasks(loanId)).map(({ kind }) => kind)).toContain('usageCheck');
    await world.report('repaymentReceived', county, 'P-1', {
      ...{ loanNo: 'P-1', receiptNo: 'R-P-1', paidOn: today, principal: '20000.00', interest: '0.00' },
    });
    await eventually('nothing is left to do', async () => (await world.openTasks(loanId)).length === 0);
  }, 60_000);

  it('has a settlement schedule for each bank and a daily round for each county, made once', async () => {
    const { client } = server.current;
    await ensureSchedules(client, world.database.packs, [{ county, bank: 'main' }]);
    const settlement = await client.schedule.getHandle(settlementScheduleId(county, 'main')).describe();
    expect(settlement.policies).toMatchObject({ overlap: 'ALLOW_ALL', catchupWindow: 30 * 86_400_000 });
    const days = settlement.spec.calendars?.map(({ month, dayOfMonth }) => [month, dayOfMonth]);
    expect(days).toHaveLength(4);
    expect(settlement.info.nextActionTimes[0]?.toISOString()).toMatch(/-(03|06|09|12)-20T10:00:00/);
    const round = await client.schedule.getHandle(useCheckScheduleId(county)).describe();
    expect(round.info.nextActionTimes[0]?.toISOString()).toMatch(/T22:00:00/);
  }, 60_000);

  it('settles a day that its schedule missed under the name of that day, once', async () => {
    const { client } = server.current;
    const year = Number(today.slice(0, 4)) - 1;
    const settleOn = `${year}-06-20`;
    const schedule = client.schedule.getHandle(settlementScheduleId(county, 'main'));
    const window = {
      start: new Date(`${settleOn}T09:00:00Z`),
      end: new Date(`${settleOn}T11:00:00Z`),
      overlap: 'ALLOW_ALL' as const,
    };
    await schedule.backfill([window]);
    const workflowId = settlementWorkflowId(county, 'main', settleOn);
    await eventually(
      'the settlement of that day ran',
      async () => (await client.workflow.getHandle(workflowId).describe()).status.name === 'COMPLETED',
    );
    const [settlement] = await world.sql<{ stage: string }>(
      'select stage from settlement where settle_on = $1',
      [settleOn],
    );
    expect(settlement).toEqual({ stage: 'closed' });
    await keepHistory(client, workflowId, 'settlement-nil');
  }, 60_000);

  it('opens every month by itself where the pack says so, with the loans that are paid off since', async () => {
    const { client } = server.current;
    const { persistence } = world.database;
    const schedule = client.schedule.getHandle(settlementScheduleId(ninthCounty, 'main'));
    const { spec, info } = await schedule.describe();
    expect(spec.calendars).toHaveLength(12);
    expect(info.nextActionTimes[0]?.toISOString()).toMatch(/-20T10:00:00/);
    const lastMonth = addMonths(`${today.slice(0, 8)}20`, today.slice(8) > '20' ? 0 : -1);
    const settleOn = addMonths(lastMonth, -1);
    const form = { county: ninthCounty, documents: ['idCard', 'yubeiAnnex2'], termMonths: 12 };
    const terms = { on: addDays(settleOn, -45), annualRate: '0.03' };
    const [paidOff] = [
      await activeLoan(persistence, terms, form),
      await activeLoan(persistence, terms, form),
    ];
    const receipt = { receiptNo: 'M-1', paidOn: addDays(settleOn, -10) };
    await repay(persistence, paidOff, { ...receipt, principal: paidOff.application.amount });
    const at = (hour: string) => new Date(`${settleOn}T${hour}:00:00Z`);
    await schedule.backfill([{ start: at('09'), end: at('11'), overlap: 'ALLOW_ALL' }]);
    const lines = await eventually('the month is on a desk', async () => {
      const rows = await world.sql<{ loan_no: string; settle_on: string; state: string }>(
        `select s.loan_no, t.settle_on, s.state from settlement t join settlement_line s on s.settlement_id = t.id
         where t.county = $1 and t.stage = 'underReview' order by s.loan_no, s.period_from`,
        [ninthCounty],
      );
      return rows.length > 0 ? rows : null;
    });
    expect(new Set(lines.map(({ loan_no }) => loan_no))).toEqual(new Set([paidOff.loanNo]));
    expect(lines.map(({ settle_on, state }) => [settle_on, state])).toEqual(
      lines.map(() => [settleOn, 'claimed']),
    );
  }, 60_000);
});
