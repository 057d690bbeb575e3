import { createGateways } from '@bangdai/adapters';
import type { PortfolioRow } from '@bangdai/contracts/http';
import { subtractMoney, sumMoney } from '@bangdai/domain';
import { appropriate, createTestDatabase, importRows, type TestDatabase } from '@bangdai/persistence/testing';
import { createLogger } from '@bangdai/platform';
import { logNothing, startSandbox, type RunningSandbox } from '@bangdai/sandbox';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const county = 'bachu-2024';
const settleOn = '2024-03-20';
const file = readFileSync(new URL('../../support/data/bachu-portfolio-2024-01-25.csv', import.meta.url));
const secret = () => randomBytes(32).toString('base64');
const secrets = { bank: [secret()], treasury: [secret()] };
const office = {
  id: '00000000-0000-4000-8000-000000000002',
  role: 'countyOffice',
  county,
  place: '',
  bank: null,
};

const rows = file
  .toString('utf8')
  .replace(/^\uFEFF/, '')
  .trim()
  .split(/\r?\n/)
  .slice(1)
  .map((line, i): PortfolioRow => {
    const [loanNo = '', householdNo = '', name = '', idNumber = '', phone = '', ...rest] = line.split(',');
    const [
      township = '',
      village = '',
      group = '',
      targetGroup = '',
      purpose = '',
      bankName = '',
      branch = '',
    ] = rest;
    const [
      contractAmount = '',
      balance = '',
      annualRate = '',
      disbursedOn = '',
      maturesOn = '',
      overdue = '',
    ] = rest.slice(7);
    return {
      ...{ rowNo: i + 2, loanNo, householdNo, name, idNumber, phone, township, village, group, targetGroup },
      ...{ purpose, bankName, branch, contractAmount, balance, annualRate, disbursedOn, maturesOn },
      overdueSince: overdue === '' ? null : overdue,
    };
  });

describe('a quarter of Bachu with 40 of the bank’s lines falsified', () => {
  let database: TestDatabase;
  let sandbox: RunningSandbox;
  const dir = mkdtempSync(path.join(tmpdir(), 'bangdai-falsified-'));

  beforeAll(async () => {
    database = await createTestDatabase();
    await appropriate(database.persistence, [county], [2024]);
    const importId = await importRows(database.persistence, office, rows);
    await database.persistence.programme.importPortfolioRows({ importId });
    sandbox = await startSandbox({ dir, apiUrl: 'http://127.0.0.1:9', secrets, log: logNothing });
    const query = `county=${county}&bank=main&subsidyRate=0.0395&principalCap=50000.00`;
    const seeded = await fetch(`${sandbox.bankUrl}/portfolio?${query}`, {
      ...{ method: 'POST', headers: { 'content-type': 'text/csv' }, body: file },
    });
    expect(seeded.ok).toBe(true);
  }, 240_000);
  afterAll(async () => {
    await sandbox?.close();
    await database?.drop();
    rmSync(dir, { recursive: true });
  });

  it('disputes exactly those 40, pays all others to the fen, and closes what it asked of people', async () => {
    const { settlements, reads, dataSource } = database.persistence;
    const opened = await settlements.openSettlement({ county, bank: 'main', settleOn, openedBy: 'system' });
    const { settlementId } = opened;
    const own = await dataSource.query<{ loan_no: string; subsidy: string }[]>(
      'select loan_no, subsidy from settlement_line where settlement_id = $1 order by loan_no',
      [settlementId],
    );
    const falsified = own.filter((_, i) => i % Math.floor(own.length / 40) === 7).slice(0, 40);
    const loanNos = falsified.map(({ loan_no }) => loan_no);
    expect(loanNos).toHaveLength(40);
    const switched = await fetch(`${sandbox.url}/faults`, {
      ...{ method: 'PUT', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify({ target: 'bank', kind: 'wrongAmount', on: 'query', loanNos }),
    });
    expect(switched.ok).toBe(true);
    const gateways = createGateways({
      counterparts: [{ county: '*', bank: '*', kind: 'bank', adapter: 'http', baseUrl: sandbox.bankUrl }],
      ...{ secrets, fetchTimeoutMs: 60_000, logger: createLogger('test', { level: 'silent' }) },
    });
    const { periodFrom, periodTo } = opened;
    const list = await gateways
      .bank(county, 'main')
      .requestSubsidyList({ county, bank: 'main', periodFrom, periodTo, settleOn });
    await settlements.storeSubsidyList(settlementId, list.lines);
    const figures = await settlements.compareSubsidyLines({ settlementId });
    expect(figures).toMatchObject({ lines: own.length, disputed: 40 });
    const disputed = await dataSource.query<{ loan_no: string }[]>(
      `select loan_no from settlement_line where settlement_id = $1 and state = 'disputed' order by loan_no`,
      [settlementId],
    );
    expect(disputed.map(({ loan_no }) => loan_no)).toEqual(loanNos);
    const total = subtractMoney(opened.total, sumMoney(falsified.map(({ subsidy }) => subsidy)));
    expect(figures.total).toBe(total);
    const at = '2024-03-27T02:00:00Z';
    const order = await settlements.orderSubsidyPayment({ settlementId, at });
    expect(order.amount).toBe(total);
    await settlements.recordSettlementPaid({
      settlementId,
      orderNo: order.orderNo,
      paidOn: '2024-03-27',
      at,
    });
    const [books] = await dataSource.query<{ paid: string }[]>(
      `select sum(debit - credit)::text as paid from posting where account like $1`,
      [`county/${county}/subsidyPaid/%`],
    );
    expect(books?.paid).toBe(total);
    const detail = await reads.getSettlement(office, settlementId, '2024-03-27');
    expect(detail.openTasks).toEqual([]);
    const next = await settlements.openSettlement({
      county,
      bank: 'main',
      settleOn: '2024-06-20',
      openedBy: 'system',
    });
    const carried = await dataSource.query<{ loan_no: string }[]>(
      `select loan_no from settlement_line where settlement_id = $1 and carried_from is not null order by loan_no`,
      [next.settlementId],
    );
    expect(carried.map(({ loan_no }) => loan_no)).toEqual(loanNos);
  }, 240_000);
});
