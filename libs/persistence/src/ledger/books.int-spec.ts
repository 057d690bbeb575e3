import type { Actor, LoanStart } from '@bangdai/contracts';
import type { TrialBalance } from '@bangdai/contracts/http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fundDepositEntry } from '@bangdai/domain';
import pg from 'pg';
import { Database } from '../database/database.js';
import { migrate } from '../database/migrate.js';
import { activeLoan, createTestDatabase, repay, type TestDatabase } from '../testing/index.js';
import { book } from './ledger.writer.js';

const COUNTY = 'bachu-2024';
const TODAY = '2026-01-31';
const finance: Actor = { id: '', role: 'finance', county: COUNTY, place: '', bank: null };
const auditor: Actor = { ...finance, role: 'auditor', county: '*' };

describe('books of a county', () => {
  let database: TestDatabase;
  const loans: LoanStart[] = [];
  const books = () => database.persistence.books;

  beforeAll(async () => {
    database = await createTestDatabase();
    const { persistence } = database;
    for (const amount of ['30000.00', '20000.00'])
      loans.push(await activeLoan(persistence, { on: '2024-02-01', amount }, { amount }));
    const [first] = loans as [LoanStart, LoanStart];
    await repay(persistence, first, { receiptNo: 'R1', paidOn: '2024-03-01', principal: '1000.00', interest: '95.46' }); // prettier-ignore
    await repay(persistence, first, { receiptNo: 'R2', paidOn: '2024-03-05', principal: '29500.00' });
    const deposit = fundDepositEntry({
      id: 'd',
      county: COUNTY,
      on: '2024-03-10',
      bank: 'main',
      amount: '7.00',
    });
    await new Database(persistence.dataSource).transaction(
      (db) =>
      book(db, deposit, { key: 'deposit/x', county: COUNTY, subject: 'fund', subjectNo: 'fund', subjectId: null, loanId: null, documentNo: 'V-1' }), // prettier-ignore
    );
  }, 60_000);

  afterAll(async () => database?.drop());

  const rowOf = ({ rows }: TrialBalance, kind: string) => rows.find((row) => row.kind === kind);

  it('balances on every day, with the accounts of loans added up', async () => {
    const early = await books().trialBalance(finance, { on: '2024-02-29' }, TODAY);
    expect(early).toMatchObject({ county: COUNTY, on: '2024-02-29', balanced: true, debit: early.credit });
    expect(rowOf(early, 'loanPrincipal')).toMatchObject({
      ...{ debit: '50000.00', credit: '0.00', debitBalance: '50000.00', creditBalance: '0.00', accounts: 2 },
    });
    const late = await books().trialBalance(finance, { on: '2024-03-10' }, TODAY);
    expect(late.balanced).toBe(true);
    expect(rowOf(late, 'loanPrincipal')).toMatchObject({ credit: '30000.00', debitBalance: '20000.00' });
    expect(rowOf(late, 'heldForReturn')).toMatchObject({ creditBalance: '500.00' });
    expect(late.rows.map(({ kind }) => kind)).toEqual(['bankCash', 'loanInterestIncome', 'loanPrincipal', 'riskFund', 'fundCapital', 'heldForReturn']); // prettier-ignore
    expect(late.rows.find(({ kind }) => kind === 'bankCash')).toMatchObject({
      ...{ owner: 'main', account: `county/${COUNTY}/bankCash/main`, group: 'lending' },
    });
  });

  it('goes from a sum to its accounts, from an account to its postings, and from a posting to its event', async () => {
    const [first] = loans as [LoanStart, LoanStart];
    const { rows } = await books().listAccounts(finance, { kind: 'loanPrincipal', limit: 50 }, TODAY);
    const account = rows.find(({ loanId }) => loanId === first.loanId);
    expect(account).toMatchObject({ ownerName: first.loanNo, debit: '30000.00', credit: '30000.00', debitBalance: '0.00' }); // prettier-ignore
    const statement = await books().statement(finance, { account: account?.account ?? '', limit: 50 });
    expect(
      statement.rows.map(({ on, debit, credit, balance, kind }) => [on, kind, debit, credit, balance]),
    ).toEqual([
      // prettier-ignore
      ['2024-02-01', 'disbursement', '30000.00', '0.00', '30000.00'],
      ['2024-03-01', 'repayment', '0.00', '1000.00', '29000.00'],
      ['2024-03-05', 'repayment', '0.00', '29000.00', '0.00'],
    ]);
    const last = statement.rows[2]!;
    expect(last).toMatchObject({
      subject: 'loan',
      subjectId: first.loanId,
      loanId: first.loanId,
      documentNo: 'R2',
    });
    const entry = await books().getEntry(finance, last.entryId);
    expect(entry).toMatchObject({
      debit: '29500.00',
      credit: '29500.00',
      key: `repayment/${COUNTY}/main/R2`,
    });
    expect(entry.postings.map(({ kind, ownerName }) => [kind, ownerName])).toEqual([
      ['bankCash', expect.any(String)],
      ['loanPrincipal', first.loanNo],
      ['heldForReturn', first.loanNo],
    ]);
  });

  it('carries the balance over the pages of a statement and over a range of days', async () => {
    const account = `county/${COUNTY}/bankCash/main`;
    const all = await books().statement(finance, { account, limit: 50 });
    const paged = [];
    for (let after: string | undefined; ;) {
      const page = await books().statement(finance, { account, limit: 1, ...(after && { after }) });
      paged.push(...page.rows);
      if (page.next === null) break;
      after = page.next;
    }
    expect(paged).toEqual(all.rows);
    const march = await books().statement(finance, {
      account,
      from: '2024-03-01',
      to: '2024-03-04',
      limit: 50,
    });
    expect(march).toMatchObject({ opening: '-50000.00', closing: '-48904.54', next: null });
    expect(march.rows.map(({ balance }) => balance)).toEqual(['-48904.54']);
  });

  it('shows the books of a county only to those who see the whole of it', async () => {
    const foreign: Actor = { ...finance, county: 'yubei-2021' };
    const village: Actor = { ...finance, place: '龙兴镇' };
    const bank: Actor = { ...finance, bank: 'main' };
    const { rows } = await books().listAccounts(
      auditor,
      { county: COUNTY, kind: 'bankCash', limit: 1 },
      TODAY,
    );
    const { account } = rows[0]!;
    const { entryId } = (await books().statement(auditor, { account, limit: 1 })).rows[0]!;
    for (const actor of [foreign, village, bank]) {
      await expect(books().trialBalance(actor, { county: COUNTY }, TODAY)).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
      await expect(books().statement(actor, { account, limit: 1 })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
      await expect(books().getEntry(actor, entryId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    await expect(books().trialBalance(auditor, {}, TODAY)).rejects.toMatchObject({ code: 'FIELD_REQUIRED' });
    await expect(books().statement(auditor, { account: 'county/none', limit: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' }); // prettier-ignore
    await expect(books().getEntry(auditor, 'x')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('lists entries by kind, day and number, newest first', async () => {
    const { reads } = database.persistence;
    const { rows } = await reads.listLedger(finance, { kind: 'fundDeposit', from: '2024-03-10', to: '2024-03-10', limit: 10 }); // prettier-ignore
    expect(rows.map(({ account, documentNo, subject }) => [account, documentNo, subject])).toEqual([
      [`county/${COUNTY}/riskFund/main`, 'V-1', 'fund'],
      [`county/${COUNTY}/fundCapital/main`, 'V-1', 'fund'],
    ]);
  });

  it('shows an older ledger under the accounts of today, to the fen and with every entry as it was', async () => {
    const owner = new pg.Client({ connectionString: database.adminUrl });
    await owner.connect();
    try {
      await owner.query(`alter table account drop column formerly;
        delete from migrations where name = 'OneChart1764140000002';
        insert into account (name, county, kind) select 'county/${COUNTY}/' || k, '${COUNTY}', k
          from unnest(array['treasury', 'riskFund', 'fundCapital']) k;
        with e as (insert into journal_entry (key, county, booked_on, kind, lines, subject_no) values
            ('old/1', '${COUNTY}', '2023-12-21', 'subsidyPayment', 2, 'S-1'), ('old/2', '${COUNTY}', '2024-03-21', 'subsidyPayment', 2, 'S-2'),
            ('old/3', '${COUNTY}', '2023-01-01', 'fundDeposit', 2, 'fund') returning id, key)
          insert into posting (entry_id, line_no, account, debit, credit)
            select id, n, 'county/${COUNTY}/' || case when key = 'old/3' then case n when 1 then 'riskFund' else 'fundCapital' end
              when n = 1 then 'loanPrincipal/${loans[0]?.loanId}' else 'treasury' end,
              case n when 1 then 10 else 0 end, case n when 1 then 0 else 10 end from e, generate_series(1, 2) n`);
      const before = await books().trialBalance(finance, { on: TODAY }, TODAY);
      expect(before.rows.filter(({ kind }) => kind === 'treasury').map(({ owner: of }) => of)).toContain(
        null,
      );
      await migrate({ adminUrl: database.adminUrl, applicationUrl: database.databaseUrl });
      const after = await books().trialBalance(finance, { on: TODAY }, TODAY);
      expect(after).toMatchObject({ debit: before.debit, credit: before.credit, entries: before.entries });
      const treasury = after.rows.filter(({ kind }) => kind === 'treasury');
      expect(treasury.map(({ owner: year, creditBalance }) => [year, creditBalance])).toEqual([
        ['2023', '10.00'],
        ['2024', '10.00'],
      ]);
      expect(after.rows.filter(({ kind }) => kind === 'riskFund')).toHaveLength(1);
      const { rows } = await owner.query(
        `select name, formerly from account where formerly is not null order by 1`,
      );
      expect(rows[0]).toEqual({
        ...{ name: `county/${COUNTY}/fundCapital/main`, formerly: `county/${COUNTY}/fundCapital` },
      });
      await expect(owner.query('update posting set debit = debit')).rejects.toThrow('append-only');
    } finally {
      await owner.end();
    }
  });
});
