import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LoanStart } from '@bangdai/contracts';
import { addDays } from '@bangdai/domain';
import pg from 'pg';
import {
  activeLoan,
  apply,
  createTestDatabase,
  disburse,
  inventedIdNumber,
  loanChange,
  repay,
  type TestDatabase,
} from '../testing/index.js';

const terms = { on: '2024-02-01', months: 12 };

describe('what counts for a household', () => {
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

  const rowOf = async (loan: LoanStart) =>
    (
      await owner.query('select settled_on::text, overdue_since::text, balance from loan where id = $1', [
        loan.loanId,
      ])
    ).rows[0];

  const overdue = (loan: LoanStart, overdueSince: string) =>
    database.persistence.loans.recordOverdue({
      change: loanChange(loan, 'overdue', { at: `${overdueSince}T01:00:00Z`, stage: 'overdue' }),
      overdueSince,
    });

  it('is no longer a loan that was converted: the programme let go of it', async () => {
    const person = { idNumber: inventedIdNumber() };
    const loan = await activeLoan(database.persistence, terms, { ...person, amount: '50000.00' });
    const again = { ...person, amount: '50000.00', appliedOn: '2024-03-04' };
    const before = await apply(database.persistence, again);
    expect(before.verdict.reasons).toEqual(
      expect.arrayContaining(['HOUSEHOLD_EXPOSURE_ABOVE_MAX', 'PREVIOUS_LOAN_NOT_PAID_OFF']),
    );
    const change = loanChange(loan, 'exit', { at: '2024-03-01T02:00:00Z', stage: 'converted' });
    await database.persistence.loans.recordExit({ change, stopsOn: '2024-03-01', maturesOn: null });
    expect((await apply(database.persistence, again)).verdict).toMatchObject({ accepted: true, reasons: [] });
  });

  it('is no late payment that was made in time and only told later', async () => {
    const loan = await activeLoan(database.persistence, terms);
    await overdue(loan, '2025-02-02');
    await repay(database.persistence, loan, {
      ...{ receiptNo: 'A-1', paidOn: '2025-02-01', principal: '30000.00' },
    });
    expect(await rowOf(loan)).toMatchObject({ settled_on: '2025-02-01', overdue_since: null });
  });

  it('is paid off on the day of the last payment, in whatever order the receipts come', async () => {
    const loan = await activeLoan(database.persistence, terms);
    await overdue(loan, '2025-02-02');
    await repay(database.persistence, loan, {
      receiptNo: 'O-1',
      paidOn: '2025-02-05',
      principal: '20000.00',
    });
    const last = { receiptNo: 'O-2', paidOn: '2025-02-01', principal: '10000.00' };
    await repay(database.persistence, loan, last);
    expect(await rowOf(loan)).toMatchObject({ settled_on: '2025-02-05', overdue_since: '2025-02-02' });
  });

  it('is the line that is drawn on, not one that ran out long before', async () => {
    const on = database.packs.versions('horqin-banner')[0]?.effectiveFrom ?? '';
    const form = {
      ...{ county: 'horqin-banner', purpose: 'breeding', amount: '10000.00', termMonths: 12 },
      ...{ documents: ['horqinForm3'], idNumber: inventedIdNumber(), appliedOn: on },
    };
    const lent = { on, annualRate: '0.06' };
    const first = await activeLoan(database.persistence, lent, form);
    await repay(database.persistence, first, {
      receiptNo: 'L-1',
      paidOn: addDays(on, 5),
      principal: '10000.00',
    });
    const second = await activeLoan(database.persistence, lent, form);
    const old = await apply(database.persistence, { ...form, requestType: 'draw' });
    expect(old.verdict.reasons).toEqual([]);
    await owner.query(`update loan set stage = 'withdrawn' where id = $1`, [old.loan.loanId]);
    await owner.query(`update loan set disbursed_on = disbursed_on - 1200 where id = $1`, [first.loanId]);
    const named = (previousLoanId: string | null) =>
      apply(database.persistence, { ...form, requestType: 'draw', previousLoanId });
    const onNew = await named(second.loanId);
    expect(onNew.verdict.reasons).toEqual([]);
    await owner.query(`update loan set stage = 'withdrawn' where id = $1`, [onNew.loan.loanId]);
    expect((await named(first.loanId)).verdict.reasons).toEqual(['LINE_EXPIRED']);
  });

  it('is paid out after its approval and not before', async () => {
    const { loan } = await apply(database.persistence, { appliedOn: '2024-02-01' });
    const approved = {
      kind: 'approved',
      lane: 'system' as const,
      actor: null,
      stepKey: null,
      decision: null,
    };
    const event = { ...approved, code: null, commandId: null, dueOn: null, data: {} };
    const at = '2024-02-10T02:00:00Z';
    await database.persistence.loans.recordWake(
      loanChange(loan, 'approved', { at, stage: 'approved', events: [event] }),
    );
    const on = (day: string) => disburse(database.persistence, loan, { on: day, maturesOn: '2025-01-20' });
    expect(await on('2024-01-31')).toMatchObject({ code: 'BAD_DATE' });
    expect(await on('2024-02-09')).toMatchObject({ code: 'NOT_APPROVED' });
    expect(await on('2024-02-10')).toMatchObject({ accepted: true });
  });
});
