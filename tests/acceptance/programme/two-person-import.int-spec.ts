import {
  importTaskId,
  importWorkflowId,
  portfolioImportUpdates,
  portfolioImportWorkflowType,
  taskQueues,
  type Actor,
  type ImportDecision,
} from '@bangdai/contracts';
import type { ImportView, PortfolioRow } from '@bangdai/contracts/http';
import { inventedPortfolio } from '@bangdai/persistence/testing';
import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { withDevServer } from '../../support/dev-server.js';
import { eventually } from '../../support/operators.js';
import { keepHistory } from '../../support/recorded-histories.js';
import { World } from '../../support/worlds.js';

const server = withDevServer();
const county = 'bachu-2024';
let world: World;
let office: Actor;
let bank: Actor;
let ruralBank: Actor;

beforeAll(async () => {
  world = await World.open(server.current.client, server.current.address);
  await world.sql(`insert into bank (county, code, name) values ($1, 'rural', '村镇银行')`, [county]);
  office = world.actor(county, 'countyOffice', '', 'uploads');
  bank = world.actor(county, 'bank', '', 'confirms');
  ruralBank = { ...world.actor(county, 'bank', '', 'rural'), bank: 'rural' };
}, 90_000);
afterAll(() => world?.close(), 60_000);

/** Rows with numbers of their own; every third is a loan of the rural bank when `banks` says so. */
function rowsOf(prefix: string, count: number, banks: string[] = ['']): PortfolioRow[] {
  return inventedPortfolio(count).map((row, index) => ({
    ...row,
    loanNo: `${prefix}-${index + 1}`,
    householdNo: `${prefix}-H${index + 1}`,
    bankName: banks[index % banks.length] ?? '',
  }));
}

async function submit(
  uploader: Actor,
  rows: PortfolioRow[],
): Promise<{ id: string; handle: WorkflowHandle }> {
  const { intake } = world.database.persistence;
  const preview = {
    ...{ county, fileName: 'p.csv', format: 'portfolioCsv' as const, asOf: '2024-01-25' },
    ...{ rows: rows.length, good: rows.length, bad: 0, balance: '0.00', errors: [], sample: [] },
  };
  const { id } = await intake.createImport(uploader, preview, 'sha', rows);
  await intake.commitImport(uploader, id);
  const confirmation = await intake.importConfirmation(id);
  const handle = await server.current.client.workflow.start(portfolioImportWorkflowType, {
    ...{ workflowId: importWorkflowId(county, id), taskQueue: taskQueues.programme },
    args: [{ county, importId: id, startRatePerSecond: 100, confirmation }],
  });
  return { id, handle };
}

function decide(importId: string, actor: Actor, over: Partial<ImportDecision> & { bank?: string } = {}) {
  const { bank: code = 'main', ...rest } = over;
  const command: ImportDecision = {
    ...{
      commandId: randomUUID(),
      taskId: importTaskId(importId, code),
      decision: 'approve',
      reasonGiven: false,
    },
    actor,
    ...rest,
  };
  return world.update(importWorkflowId(county, importId), portfolioImportUpdates.decideImport, command);
}

const codeOf = (refused: Promise<unknown>): Promise<string> =>
  refused.then(
    () => 'accepted',
    (error: { cause?: { type?: string } }) => error.cause?.type ?? 'unknown',
  );

const loansOf = async (importId: string) => {
  const [row] = await world.sql<{ loans: number; started: number }>(
    'select count(*)::int as loans, count(*) filter (where workflow_started)::int as started from loan where import_id = $1',
    [importId],
  );
  return row;
};

const viewFor = (actor: Actor, importId: string): Promise<ImportView> =>
  world.database.persistence.reads.getImport(actor, importId);

describe('loans of former days enter by two people, county office and bank', () => {
  it('waits in the inbox of the bank with counts and sums, and starts nothing before', async () => {
    const rows = rowsOf('W', 4);
    const { id, handle } = await submit(office, rows);
    const task = await world.task(id, 'confirmImport');
    expect(task).toMatchObject({ kind: 'confirmImport', role: 'bank', bank: 'main', place: '' });
    const waiting = await viewFor(bank, id);
    const balance = rows.reduce((sum, row) => sum + Number(row.balance), 0).toFixed(2);
    expect(waiting).toMatchObject({
      ...{ state: 'confirming', good: 4, balance },
      confirmations: [{ bank: 'main', role: 'bank', rows: 4, balance, state: 'waiting' }],
    });
    expect(await loansOf(id)).toEqual({ loans: 0, started: 0 });

    const colleague = { ...bank, id: office.id };
    expect(await codeOf(decide(id, colleague))).toBe('SAME_PERSON');
    expect(await codeOf(decide(id, { ...office, id: randomUUID() }))).toBe('WRONG_ROLE');
    expect(await codeOf(decide(id, ruralBank))).toBe('OUT_OF_JURISDICTION');
    expect(await codeOf(decide(id, bank, { decision: 'return' }))).toBe('REASON_REQUIRED');
    expect(await codeOf(decide(id, bank, { decision: 'reject' }))).toBe('DECISION_NOT_ALLOWED');
    expect(await loansOf(id)).toEqual({ loans: 0, started: 0 });

    const commandId = randomUUID();
    expect(await decide(id, bank, { commandId })).toMatchObject({ accepted: true });
    expect(await handle.result()).toEqual({ imported: 4, unchanged: 0, started: 4 });
    expect(await loansOf(id)).toEqual({ loans: 4, started: 4 });
    const done = await viewFor(office, id);
    expect(done).toMatchObject({ state: 'done', confirmations: [{ state: 'confirmed' }] });
    await keepHistory(server.current.client, importWorkflowId(county, id), 'portfolio-import-confirmed');

    const again = await submit(office, rows);
    await decide(again.id, bank);
    expect(await again.handle.result()).toEqual({ imported: 0, unchanged: 4, started: 0 });
  }, 90_000);

  it('goes back with a reason, and none of its rows becomes a loan', async () => {
    const { id, handle } = await submit(office, rowsOf('R', 2));
    const commandId = randomUUID();
    await world.database.persistence.intake.storeCommandText(commandId, id, { reason: '余额与账面不符' });
    await decide(id, bank, { commandId, decision: 'return', reasonGiven: true });
    expect(await handle.result()).toEqual({ imported: 0, unchanged: 0, started: 0 });
    expect(await viewFor(office, id)).toMatchObject({
      state: 'returned',
      confirmations: [{ state: 'returned', reason: '余额与账面不符' }],
    });
    expect(await loansOf(id)).toEqual({ loans: 0, started: 0 });
    await keepHistory(server.current.client, importWorkflowId(county, id), 'portfolio-import-returned');
  }, 60_000);

  it('starts the rows of a bank that agreed while another still looks at its own', async () => {
    const { id, handle } = await submit(office, rowsOf('M', 5, ['', '村镇银行']));
    expect(await viewFor(ruralBank, id)).toMatchObject({
      good: 2,
      confirmations: [{ bank: 'rural', rows: 2 }],
    });
    await decide(id, bank);
    await eventually('the rows of the first bank run', async () => (await loansOf(id))?.started === 3);
    expect(await viewFor(office, id)).toMatchObject({ state: 'confirming', imported: 3, started: 3 });
    await decide(id, ruralBank, { bank: 'rural' });
    expect(await handle.result()).toEqual({ imported: 5, unchanged: 0, started: 5 });
    expect(await viewFor(office, id)).toMatchObject({ state: 'done', imported: 5, started: 5 });
  }, 60_000);

  it('lets the county office confirm what a bank uploads', async () => {
    const { id, handle } = await submit(ruralBank, rowsOf('B', 2, ['村镇银行']));
    const task = await world.task(id, 'confirmImport');
    expect(task).toMatchObject({ role: 'countyOffice' });
    expect(await codeOf(decide(id, { ...ruralBank, id: randomUUID() }, { bank: 'rural' }))).toBe(
      'WRONG_ROLE',
    );
    await decide(id, office, { bank: 'rural' });
    expect(await handle.result()).toEqual({ imported: 2, unchanged: 0, started: 2 });
  }, 60_000);

  it('shows a bank its own rows alone, and nothing of a file that does not concern it', async () => {
    const { id } = await submit(office, rowsOf('S', 2));
    await expect(viewFor(ruralBank, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const seen = await world.database.persistence.reads.listImports(ruralBank);
    expect(seen.map((batch) => batch.id)).not.toContain(id);
    const preview = { ...(await viewFor(office, id)), rows: 1, good: 1 };
    const uncommitted = await world.database.persistence.intake.createImport(
      office,
      preview,
      'sha',
      rowsOf('S2', 1),
    );
    await expect(viewFor(bank, uncommitted.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(world.database.persistence.intake.commitImport(bank, uncommitted.id)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await decide(id, bank, { decision: 'return', reasonGiven: true });
  }, 60_000);
});
