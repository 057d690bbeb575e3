import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LoanStart } from '@bangdai/contracts';
import pg from 'pg';
import {
  activeLoan,
  apply,
  createTestDatabase,
  disburse,
  inventedIdNumber,
  loanChange,
  repay,
  villageActor,
  type TestDatabase,
} from '../testing/index.js';

const yubei = {
  county: 'yubei-2021',
  targetGroup: 'liftedPoor',
  purpose: 'breeding',
  documents: ['yubeiAnnex2'],
};
const terms = { on: '2022-03-01', months: 12, annualRate: '0.037' };

describe('terms of a loan', () => {
  let database: TestDatabase;
  let owner: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = new pg.Client({ connectionString: database.adminUrl });
    await owner.connect();
  }, 60_000);

  afterAll(async () => {
    await owner?.end();
    await database?.drop();
  });

  const ask = (loan: LoanStart, kind: 'extension' | 'renewal', months: number, on: string) =>
    database.persistence.loans.checkTermRequest({
      loanId: loan.loanId,
      requestType: kind,
      months,
      on,
      changeIfAdmitted: loanChange(loan, `ask-${kind}-${on}`, { at: `${on}T02:00:00Z`, stage: 'active' }),
      changeIfRefused: loanChange(loan, `ask-${kind}-${on}`, { at: `${on}T02:00:00Z`, stage: 'active' }),
    });

  const plan = async (loan: LoanStart) =>
    (await database.persistence.reads.getMoney(villageActor(loan.county), loan.loanId)).subsidy;

  it('admits one extension before maturity, and plans to the new day', async () => {
    const loan = await activeLoan(database.persistence, terms, yubei);
    await expect(ask(loan, 'extension', 13, '2022-12-01')).resolves.toMatchObject({ code: 'TERM_ABOVE_MAX' });
    await expect(ask(loan, 'extension', 6, '2022-12-02')).resolves.toMatchObject({ accepted: true });
    const before = await plan(loan);
    const change = loanChange(loan, 'extend', { at: '2022-12-05T02:00:00Z', stage: 'extended' });
    await database.persistence.loans.recordExtension({ change, maturesOn: '2023-09-01' });
    await database.persistence.loans.recordExtension({ change, maturesOn: '2023-09-01' });
    const after = await plan(loan);
    expect(after.slice(0, before.length - 1)).toEqual(before.slice(0, -1));
    expect(after.at(-1)).toMatchObject({ periodTo: '2023-09-01', subsidyRate: before[0]?.subsidyRate });
    await expect(ask(loan, 'extension', 6, '2023-03-01')).resolves.toMatchObject({
      code: 'RENEWAL_LIMIT_REACHED',
    });
    await expect(ask(loan, 'renewal', 12, '2023-09-01')).resolves.toMatchObject({ accepted: false });
  });

  it('pays the old loan off with the money of its renewal, on one day and in the ledger', async () => {
    const person = { idNumber: inventedIdNumber(), name: '周伟德' };
    const old = await activeLoan(database.persistence, terms, { ...yubei, ...person });
    const { loan, verdict } = await apply(database.persistence, {
      ...yubei,
      ...person,
      requestType: 'renewal',
      previousLoanId: old.loanId,
      appliedOn: '2023-01-10',
    });
    expect(verdict).toMatchObject({ accepted: true });
    expect(loan.application).toMatchObject({ previousLoanNo: old.loanNo });
    const paid = await disburse(database.persistence, loan, {
      on: '2023-02-01',
      months: 12,
      annualRate: '0.0365',
    });
    expect(paid).toMatchObject({ accepted: true });
    const { rows } = await owner.query(
      'select id, balance, settled_on, renewals_used from loan where id = any($1) order by loan_no',
      [[old.loanId, loan.loanId]],
    );
    expect(rows).toEqual([
      { id: old.loanId, balance: '0.00', settled_on: expect.anything(), renewals_used: 0 },
      { id: loan.loanId, balance: '30000.00', settled_on: null, renewals_used: 1 },
    ]);
    expect((await plan(old)).at(-1)?.periodTo).toBe('2023-02-01');
    expect((await plan(loan))[0]?.periodFrom).toBe('2023-02-01');
    const again = await repay(database.persistence, old, {
      receiptNo: 'X',
      paidOn: '2023-02-02',
      principal: '1.00',
    });
    expect(again).toMatchObject({ accepted: false, code: 'LOAN_CLOSED' });
  });

  it('counts a top-up in the pool of the household', async () => {
    const person = { idNumber: inventedIdNumber(), name: '李秀英' };
    const first = await activeLoan(database.persistence, terms, { ...yubei, ...person, amount: '30000.00' });
    const topUp = await activeLoan(
      database.persistence,
      { ...terms, on: '2022-04-01' },
      { ...yubei, ...person, requestType: 'topUp', amount: '40000.00', appliedOn: '2022-03-20' },
    );
    const [own, added] = [await plan(first), await plan(topUp)];
    expect(own.every(({ borrowerShare }) => borrowerShare === '0.00')).toBe(true);
    const whole = added[1];
    expect(Number(whole?.subsidy)).toBeCloseTo(Number(whole?.interest) / 2, 1);
  });

  it('refuses disbursement without the papers that the pack asks for', async () => {
    const { loan } = await apply(database.persistence, { ...yubei, appliedOn: '2022-03-01', documents: [] });
    await expect(disburse(database.persistence, loan, terms)).resolves.toMatchObject({
      code: 'DOCUMENT_MISSING',
    });
    await database.persistence.intake.storeDocument(villageActor(loan.county), loan.loanId, {
      key: 'yubeiAnnex2',
      fileName: '承诺书.pdf',
      mimeType: 'application/pdf',
      bytes: Buffer.from('%PDF'),
    });
    await expect(
      disburse(database.persistence, loan, { ...terms, amount: '29999.00' }),
    ).resolves.toMatchObject({ accepted: true });
  });

  it('stops new loans when the fund cannot carry more, also when two come at once', async () => {
    await owner.query(`update fund set balance = 4000 where county = 'horqin-banner'`);
    const horqin = {
      county: 'horqin-banner',
      purpose: 'breeding',
      amount: '30000.00',
      termMonths: 12,
      documents: ['horqinForm3'],
    };
    const pack = database.packs.versions('horqin-banner')[0];
    const on = pack?.effectiveFrom ?? '';
    const loans = await Promise.all(
      [1, 2].map(() => apply(database.persistence, { ...horqin, appliedOn: on })),
    );
    expect(loans.map(({ verdict }) => verdict.reasons)).toEqual([[], []]);
    const verdicts = await Promise.all(
      loans.map(({ loan }) => disburse(database.persistence, loan, { on, annualRate: '0.06' })),
    );
    expect(verdicts.map(({ code }) => code).sort()).toEqual(['LEVERAGE_EXCEEDED', null].sort());
  });
});
