import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createGateways, type ReadableGateways } from '@bangdai/adapters';
import type { Actor, StatementEntry } from '@bangdai/contracts';
import { addDays, addMoney, subtractMoney } from '@bangdai/domain';
import { importRows, inventedPortfolio } from '@bangdai/persistence/testing';
import { createLogger } from '@bangdai/platform';
import { logNothing, startSandbox, type RunningSandbox } from '@bangdai/sandbox';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

/** Books of both sides that agree, then 300 defects of every kind: all are found, and nothing else is. */
const county = 'bachu-2024';
const on = '2024-07-01';
const span = { county, from: '2024-03-23', to: '2024-06-30' };
const office: Actor = { id: randomUUID(), role: 'countyOffice', county, place: '', bank: null };
const secret = (): string => randomBytes(32).toString('base64');
const secrets = { bank: [secret()], treasury: [secret()] };
const loans = 260;
const orders = 30;

let database: TestDatabase;
let sandbox: RunningSandbox;
let dir: string;
let gateways: ReadableGateways;
let bank: StatementEntry[];
let treasury: StatementEntry[];

const sql = <Row>(text: string, params: unknown[] = []): Promise<Row[]> =>
  database.persistence.dataSource.query<Row[]>(text, params);
async function desk(method: string, address: string, body: unknown): Promise<Record<string, unknown>> {
  const init = { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`${sandbox.url}${address}`, init);
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer;
}

/** The same portfolio in the books of both, and a repayment of each loan reported by the bank. */
async function lend(): Promise<void> {
  const rows = inventedPortfolio(loans).map((row) => ({
    ...row,
    overdueSince: null,
    maturesOn: '2025-06-01',
  }));
  const importId = await importRows(database.persistence, office, rows);
  await database.persistence.programme.importPortfolioRows({ importId });
  await sql(`update loan set stage = 'active' where county = $1`, [county]);
  await desk('POST', `/bank/portfolio?county=${county}&bank=main`, {
    rows: rows.map((row) => ({
      ...{ loan_no: row.loanNo, household_no: row.householdNo, contract_amount: row.contractAmount },
      ...{
        balance: row.balance,
        annual_rate: row.annualRate,
        disbursed_on: row.disbursedOn,
        matures_on: row.maturesOn,
      },
    })),
  });
  const ids = await sql<{ id: string; loan_no: string }>(
    'select id, loan_no from loan where county = $1 order by loan_no',
    [county],
  );
  for (const [i, { id, loan_no: loanNo }] of ids.entries()) {
    const paidOn = addDays('2024-04-01', (i * 3) % 85);
    const receiptNo = `R-${loanNo}`;
    await desk('POST', '/bank/desk/repayments', {
      loanNo,
      county,
      principal: '100.00',
      interest: '3.21',
      paidOn,
      receiptNo,
    });
    const change = {
      loanId: id,
      county,
      changeId: receiptNo,
      at: `${paidOn}T04:00:00.000Z`,
      stage: 'active' as const,
    };
    const none = {
      pendingStep: null,
      publicityEndsOn: null,
      events: [],
      openTasks: [],
      closeTasks: [],
      messages: [],
    };
    const whole = { ...change, ...none, agenda: null, doneAgendaKeys: [] };
    await database.persistence.loans.recordRepayment({
      loanId: id,
      repayment: { inboxId: receiptNo, receiptNo, paidOn, principal: '100.00', interest: '3.21' },
      ...{ changeIfOpen: whole, changeIfSettled: whole },
    });
  }
}

/** An order that is confirmed and booked, as the settlement that it pays leaves it. */
async function confirm(number: number, booked: boolean): Promise<string> {
  const orderNo = `subsidy/${county}/S${number}/1`;
  const amount = `${1000 + number}.50`;
  await database.persistence.dataSource.transaction(async (db) => {
    const [settlement] = await db.query<{ id: string }[]>(
      `insert into settlement (settlement_no, county, bank, period_from, period_to, settle_on, cut_off_on, stage, scheme_key,
         pack_version, product, payee, opened_by)
       values ($1, $2, 'main', '2024-03-21', '2024-06-21', '2010-06-20'::date + $3::int, '2024-06-27', 'paid', $2, '1.0.0',
         'household', 'bank', 'system') returning id`,
      [`S${number}`, county, number],
    );
    await db.query(
      `insert into payment_order (order_no, kind, county, bank, subject, subject_id, payer, payee, amount, purpose, lines, state, paid_on)
       values ($1, 'subsidy', $2, 'main', 'settlement', $3, '财政局', $4, $5, '贴息', 1, 'CONFIRMED', '2024-06-25')`,
      [orderNo, county, settlement?.id, `银行${number}`, amount],
    );
    if (!booked) return;
    const accounts = [`county/${county}/treasury/2024`, `county/${county}/suspense/main`];
    await db.query(
      `insert into account (name, county, kind, owner) values ($2, $1, 'treasury', '2024'), ($3, $1, 'suspense', 'main') on conflict do nothing`,
      [county, ...accounts],
    );
    const [entry] = await db.query<{ id: string }[]>(
      `insert into journal_entry (key, county, booked_on, kind, lines, subject_no, document_no)
       values ($1, $2, '2024-06-25', 'subsidyPayment', 2, $3, $4) returning id`,
      [`payment/${orderNo}`, county, `S${number}`, orderNo],
    );
    await db.query(
      'insert into posting (entry_id, line_no, account, debit, credit) values ($1, 1, $4, $2, 0), ($1, 2, $3, 0, $2)',
      [entry?.id, amount, ...accounts],
    );
  });
  const order = {
    orderNo,
    county,
    payer: '财政局',
    payee: `银行${number}`,
    amount,
    purpose: '贴息',
    lines: 1,
  };
  await gateways.treasury(county).sendPayment(order);
  return orderNo;
}

beforeAll(async () => {
  database = await createTestDatabase();
  dir = mkdtempSync(path.join(tmpdir(), 'bangdai-reconcile-'));
  sandbox = await startSandbox({
    dir,
    apiUrl: 'http://127.0.0.1:9',
    secrets,
    payDelayMs: 0,
    log: logNothing,
  });
  const row = { county: '*', bank: '*', adapter: 'http' as const };
  gateways = createGateways({
    counterparts: [
      { ...row, kind: 'bank', baseUrl: sandbox.bankUrl },
      { ...row, kind: 'treasury', baseUrl: sandbox.treasuryUrl },
    ],
    ...{ secrets, fetchTimeoutMs: 5000, logger: createLogger('test', { level: 'silent' }) },
  });
  await desk('PUT', '/clock', { today: '2024-06-25' });
  await lend();
  for (let number = 1; number <= orders; number += 1) await confirm(number, true);
  await new Promise((done) => setTimeout(done, 100));
  bank = (await gateways.bank(county, 'main').requestStatement({ ...span, bank: 'main' })) ?? [];
  treasury = (await gateways.treasury(county).requestStatement(span)) ?? [];
}, 300_000);
afterAll(async () => {
  await sandbox?.close();
  await database?.drop();
  if (dir) rmSync(dir, { recursive: true });
});

async function compare(ofBank: StatementEntry[] | null, ofTreasury: StatementEntry[] | null, day = on) {
  const { reconciliation } = database.persistence;
  await reconciliation.storeStatement({ ...span, on: day, source: 'bank:main' }, ofBank);
  await reconciliation.storeStatement({ ...span, on: day, source: 'treasury' }, ofTreasury);
  return reconciliation.compareBooks({ ...span, on: day });
}
const openCases = async (): Promise<string[]> =>
  (
    await sql<{ kind: string; ref: string }>(
      `select kind, ref from reconciliation_case where county = $1 and state = 'open'`,
      [county],
    )
  )
    .map(({ kind, ref }) => `${kind} ${ref}`)
    .sort();

describe('the nightly reconciliation', () => {
  const planted: string[] = [];

  it('finds nothing where the books agree', async () => {
    expect([bank.length, treasury.length]).toEqual([loans, orders]);
    expect(await compare(bank, treasury)).toEqual({ opened: 0, settled: 0, open: 0 });
  }, 30_000);

  it('finds each of 300 defects and nothing else', async () => {
    const plant = (kind: string, ref: string): void => void planted.push(`${kind} ${ref}`);
    const wrongBank = bank.flatMap((entry, i): StatementEntry[] => {
      const { ref, amount } = entry;
      if (i < 60) return [plant('missingAtCounterpart', ref), []][1] as StatementEntry[];
      if (i < 120) {
        plant('missingInBooks', `X-${ref}`);
        return [entry, { ...entry, ref: `X-${ref}` }];
      }
      if (i < 180) {
        plant('amountDiffers', ref);
        return [{ ...entry, amount: i % 2 ? addMoney(amount, '0.01') : subtractMoney(amount, '0.01') }];
      }
      if (i < 210) {
        plant('doubleAtCounterpart', ref);
        return [entry, entry];
      }
      if (i < 240) {
        plant('loanDiffers', ref);
        return [{ ...entry, loanNo: bank[210 + ((i - 210 + 1) % 30)]?.loanNo ?? null }];
      }
      // A day in the other quarter: the settlement that it belongs to is another one.
      plant('quarterDiffers', ref);
      return [{ ...entry, on: entry.on <= '2024-06-20' ? '2024-06-22' : '2024-06-18' }];
    });
    const wrongTreasury = treasury.flatMap((entry, i): StatementEntry[] => {
      if (i < 8) return [plant('missingAtCounterpart', entry.ref), []][1] as StatementEntry[];
      if (i < 15) return [plant('doubleAtCounterpart', entry.ref), [entry, entry]][1] as StatementEntry[];
      if (i < 22) {
        plant('amountDiffers', entry.ref);
        return [{ ...entry, amount: addMoney(entry.amount, i % 2 ? '0.01' : '100.00') }];
      }
      plant('payeeDiffers', entry.ref);
      return [{ ...entry, payee: treasury[22 + ((i - 22 + 1) % 8)]?.payee ?? null }];
    });
    for (let number = orders + 1; number <= orders + 10; number += 1) {
      const ref = await confirm(number, false);
      plant('bookedDiffers', ref);
      const own = {
        ref,
        amount: `${1000 + number}.50`,
        payee: `银行${number}`,
        on: '2024-06-25',
        loanNo: null,
      };
      wrongTreasury.push({ ...own, kind: 'payment' });
    }
    expect(planted).toHaveLength(300);
    const { opened } = await compare(wrongBank, wrongTreasury);
    expect(await openCases()).toEqual([...planted].sort());
    expect(opened).toBe(300);
    expect((await compare(wrongBank, wrongTreasury)).opened).toBe(0);
  }, 60_000);

  it('gives each case an owner who notes and closes it, and the bank its own alone', async () => {
    const { reconciliationReads: reads } = database.persistence;
    const page = await reads.listCases(office, { state: 'open', limit: 500 });
    expect(page.rows).toHaveLength(300);
    expect(new Set(page.rows.map(({ owner }) => owner))).toEqual(new Set(['bank', 'finance']));
    const clerk: Actor = { ...office, id: randomUUID(), role: 'bank', bank: 'main' };
    const own = await reads.listCases(clerk, { state: 'open', limit: 500 });
    expect(own.rows.every(({ source }) => source === 'bank:main')).toBe(true);
    const foreign = { ...clerk, bank: 'other' };
    expect((await reads.listCases(foreign, { state: 'open', limit: 500 })).rows).toEqual([]);
    const found = own.rows.find(({ kind }) => kind === 'amountDiffers');
    const id = found?.id ?? '';
    await expect(reads.addNote(foreign, 'n0', id, { text: 'x', close: true })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(
      reads.addNote({ ...clerk, role: 'finance', bank: null }, 'n1', id, { text: 'x', close: true }),
    ).rejects.toMatchObject({ code: 'WRONG_ROLE' });
    const closed = await reads.addNote(clerk, 'n2', id, { text: '手续费计入，已更正', close: true });
    expect(closed).toMatchObject({ state: 'closed', notes: [{ text: '手续费计入，已更正', closes: true }] });
    expect(closed.difference).toMatch(/^-?0\.01$/);
  });

  it('settles cases whose difference is gone, keeps what cannot be told, and says when a statement is missing', async () => {
    const day = '2024-07-02';
    await compare(null, treasury, day);
    const after = await openCases();
    expect(after.filter((one) => one.startsWith('statementMissing'))).toHaveLength(1);
    // Of the bank nothing can be told tonight; what the treasury had wrong is put right, ten orders are still not booked.
    expect(after.filter((one) => one.includes('subsidy/'))).toHaveLength(20);
    const { open } = await compare(bank, treasury, '2024-07-03');
    expect(open).toBe(20);
  }, 30_000);
});
