import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createGateways, type ReadableGateways } from '@bangdai/adapters';
import type { LoanStart } from '@bangdai/contracts';
import { ApplicationRequest, type ApplicationForm } from '@bangdai/contracts/http';
import { addDays, addMonths, shanghaiDateOf } from '@bangdai/domain';
import { apply, createTestDatabase, disburse, inventedIdNumber, loanChange, repay, type TestDatabase } from '@bangdai/persistence/testing'; // prettier-ignore
import { createLogger } from '@bangdai/platform';
import { logNothing, startSandbox, type RunningSandbox } from '@bangdai/sandbox';
import pg from 'pg';

/**
 * The bank figures its list in its own books and from nothing but what the product's message told it. Line by line it
 * must agree with the platform's plan to the fen.
 */
const secret = () => randomBytes(32).toString('base64');
const secrets = { bank: [secret()], treasury: [secret()] };
const today = shanghaiDateOf(Date.now());
const start = addDays(today, -30);

interface Report {
  loanNo: string;
  amount: string;
  annualRate: string;
  disbursedOn: string;
  maturesOn: string;
}

jest.setTimeout(60_000);

let database: TestDatabase;
let owner: pg.Client;
let sandbox: RunningSandbox;
let gateways: ReadableGateways;
let platform: Server;
let dir: string;
const reports = new Map<string, Report>();

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'bangdai-bank-list-'));
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.adminUrl });
  await owner.connect();
  await owner.query('update fund set balance = 10000000');
  const apiUrl = await openPlatform();
  sandbox = await startSandbox({ dir, apiUrl, secrets, retryMs: 10, log: logNothing });
  gateways = createGateways({
    counterparts: [{ county: '*', bank: '*', kind: 'bank', adapter: 'http', baseUrl: sandbox.bankUrl }],
    secrets,
    fetchTimeoutMs: 5_000,
    logger: createLogger('test', { level: 'silent' }),
  });
}, 60_000);

afterAll(async () => {
  await sandbox?.close();
  platform?.close();
  await owner?.end();
  await database?.drop();
  rmSync(dir, { recursive: true });
});

/** Where the bank reports to. */
async function openPlatform(): Promise<string> {
  platform = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const report = JSON.parse(body) as Report;
      if (request.url?.endsWith('/disbursements')) reports.set(report.loanNo, report);
      response.writeHead(202, { 'content-type': 'application/json' }).end('{"id":"x","state":"accepted"}');
    });
  });
  await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(platform.address() as AddressInfo).port}`;
}

async function reportOf({ loanNo }: LoanStart): Promise<Report> {
  for (let i = 0; i < 200; i += 1) {
    const report = reports.get(loanNo);
    if (report !== undefined) return report;
    await sleep(25);
  }
  throw new Error(`the bank reported nothing of ${loanNo}`);
}

/** As the product lends: approved, message by the outbox, disbursed by the bank, its report booked. */
async function lend(form: Partial<ApplicationForm>, annualRate: string): Promise<LoanStart> {
  const { persistence } = database;
  const { loan, verdict } = await apply(persistence, form);
  expect(verdict.reasons).toEqual([]);
  const { amount, termMonths } = loan.application;
  await owner.query(
    'update loan set approved_amount = $2, approved_months = $3, approved_rate = $4 where id = $1',
    [loan.loanId, amount, termMonths, annualRate],
  );
  const request = {
    kind: 'disbursementRequest' as const,
    key: randomUUID(),
    to: 'bank' as const,
    bank: 'main',
    // What the loan's workflow says, and the day, which the sandbox would otherwise set to today.
    data: { amount, termMonths: String(termMonths), on: start },
  };
  await persistence.loans.recordWake(loanChange(loan, 'cleared', { stage: 'approved', messages: [request] }));
  await persistence.outbox.drain(10, async (message) =>
    gateways.bank(message.county, message.bank).deliver(message),
  );
  const { amount: paid, annualRate: rate, disbursedOn, maturesOn } = await reportOf(loan);
  const terms = { on: disbursedOn, amount: paid, annualRate: rate, maturesOn };
  expect(await disburse(persistence, loan, terms)).toMatchObject({ accepted: true });
  return loan;
}

async function repayBoth(loan: LoanStart, principal: string, paidOn: string): Promise<void> {
  const receiptNo = `R-${loan.loanNo}`;
  await repayAtBank(loan, { principal, paidOn, receiptNo });
  await repay(database.persistence, loan, { receiptNo, paidOn, principal });
}

async function repayAtBank(
  { county, loanNo }: LoanStart,
  receipt: { principal: string; interest?: string; paidOn: string; receiptNo: string },
): Promise<void> {
  const booked = await fetch(`${sandbox.bankUrl}/desk/repayments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ county, loanNo, ...receipt }),
  });
  expect(booked.ok).toBe(true);
}

/** Interest of all quarters, paid ahead: where the subsidy is what the borrower has paid, the bank lists no more than that. */
const payInterest = (loan: LoanStart): Promise<void> =>
  repayAtBank(loan, {
    ...{ principal: '0.00', interest: '9999.00' },
    ...{ paidOn: today, receiptNo: `I-${loan.loanNo}` },
  });

interface Line {
  loanNo: string;
  nights: number;
  interest: string;
  subsidy: string;
}

async function planOf(
  county: string,
  settleOn: string,
): Promise<{ from: string; to: string; lines: Line[] }> {
  const { rows } = await owner.query<Line & { from: string; to: string }>(
    `select l.loan_no as "loanNo", p.nights, p.interest::text, p.subsidy::text,
       p.period_from::text as from, p.period_to::text as to
     from subsidy_plan p join loan l on l.id = p.loan_id where l.county = $1 and p.settle_on = $2 and p.nights > 0
     order by l.loan_no`,
    [county, settleOn],
  );
  const from = rows.map((row) => row.from).sort()[0] ?? '';
  const to =
    rows
      .map((row) => row.to)
      .sort()
      .at(-1) ?? '';
  return { from, to, lines: rows.map(({ from: _from, to: _to, ...line }) => line) };
}

async function settleDays(county: string): Promise<string[]> {
  const { rows } = await owner.query<{ day: string }>(
    `select distinct p.settle_on::text as day from subsidy_plan p join loan l on l.id = p.loan_id
     where l.county = $1 and p.settle_on < (select min(matures_on) from loan where county = $1) order by 1`,
    [county],
  );
  return rows.map(({ day }) => day);
}

/** Every quarter before the first maturity: the plan expects the payoff of that day, the bank's books wait for it. */
async function expectAgreement(county: string): Promise<number> {
  let subsidised = 0;
  for (const settleOn of await settleDays(county)) {
    const plan = await planOf(county, settleOn);
    const range = { county, bank: 'main', periodFrom: plan.from, periodTo: plan.to, settleOn };
    const answer = await gateways.bank(county, 'main').requestSubsidyList(range);
    expect({ settleOn, lines: answer.lines }).toEqual({ settleOn, lines: plan.lines });
    subsidised += plan.lines.length;
  }
  return subsidised;
}

describe('the bank’s own list for loans disbursed through the product', () => {
  it('agrees where published rates bound the rate and two loans share the household’s cap', async () => {
    const county = 'yubei-2021';
    const person = {
      county,
      appliedOn: '2025-06-02',
      idNumber: inventedIdNumber(),
      documents: ['yubeiAnnex2'],
    };
    const first = await lend({ ...person, amount: '30000.00', termMonths: 12 }, '0.0300');
    const second = await lend(
      { ...person, requestType: 'topUp', amount: '40000.00', termMonths: 24 },
      '0.0350',
    );
    const third = { ...person, idNumber: inventedIdNumber(), amount: '50000.00', termMonths: 36 };
    const other = await lend(third, '0.0320');
    await repayBoth(second, '12345.67', addDays(start, 10));
    for (const loan of [first, second, other]) await payInterest(loan);
    expect(await expectAgreement(county)).toBeGreaterThanOrEqual(12);
  });

  it('agrees where the bank charges more than the programme pays', async () => {
    const county = 'horqin-banner';
    const form = { county, appliedOn: '2020-06-01', termMonths: 12, documents: ['horqinForm3'] };
    await lend({ ...form, amount: '50000.00' }, '0.06');
    await lend({ ...form, amount: '33333.33' }, '0.06');
    expect(await expectAgreement(county)).toBeGreaterThanOrEqual(8);
  });

  it('agrees where a loan is settled once, when it is paid off', async () => {
    const county = 'anhui-town';
    const form = {
      county,
      appliedOn: '2020-06-01',
      termMonths: 12,
      targetGroup: 'registeredPoor',
      documents: ['ratingForm'],
    };
    const loan = await lend(
      { ...form, facts: ApplicationRequest.shape.facts.parse({ grade: 'A' }), amount: '40000.00' },
      '0.0435',
    );
    await repayBoth(loan, '40000.00', today);
    const [settleOn = ''] = await settleDays(county);
    const { lines } = await planOf(county, settleOn);
    // The bank's list is asked for by quarter; the plan's one line spans the whole life.
    const range = {
      county,
      bank: 'main',
      periodFrom: addMonths(today, -3),
      periodTo: addDays(today, 1),
      settleOn,
    };
    const answer = await gateways.bank(county, 'main').requestSubsidyList(range);
    expect(answer.lines).toEqual(lines);
    expect(lines).toHaveLength(1);
  });
});
