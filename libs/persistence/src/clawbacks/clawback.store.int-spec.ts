import type { ClawbackChange, LoanStart } from '@bangdai/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  activeLoan,
  appropriate,
  createTestDatabase,
  lateDecision,
  lateTask,
  type TestDatabase,
} from '../testing/index.js';

const county = 'bachu-2024';
const office = { id: 'office', role: 'countyOffice', county, place: '', bank: null };

describe('clawback store', () => {
  let database: TestDatabase;
  let loan: LoanStart;

  beforeAll(async () => {
    database = await createTestDatabase();
    await appropriate(database.persistence, [county], [2024]);
    loan = await activeLoan(database.persistence, { on: '2024-02-01' });
    const { settlements } = database.persistence;
    const opened = await settlements.openSettlement({
      ...{ county, bank: 'main', settleOn: '2024-03-20', openedBy: 'system' },
    });
    const at = '2024-03-20T09:00:00.000Z';
    const { settlementId } = opened;
    const { orderNo } = await settlements.orderSubsidyPayment({ settlementId, at });
    await settlements.recordSettlementPaid({ settlementId, orderNo, paidOn: '2024-03-20', at });
  }, 60_000);
  afterAll(() => database?.drop());

  const change = (caseId: string, changeId: string): ClawbackChange => ({
    ...{ caseId, changeId, at: '2024-04-01T02:00:00.000Z', stage: 'opened', pendingStep: 'clawbackOffice' },
    ...{ events: [], openTasks: [], closeTasks: [] },
  });

  const opening = (commandId: string, over: object = {}) => ({
    ...{ commandId, loanId: loan.loanId, cause: 'falseClaim' as const },
    ...{ fromOn: null, toOn: null, amountMax: null, ...over },
  });

  it('opens one case per command, figures what was paid for its nights, and answers the same again', async () => {
    const { clawbacks } = database.persistence;
    const start = await clawbacks.openCase(opening('c-1', { fromOn: '2024-03-11' }), office);
    expect(await clawbacks.openCase(opening('c-1'), office)).toEqual(start);
    const caseId = start?.caseId ?? '';
    const input = { changeIfPaid: change(caseId, 'opened'), changeIfNothing: change(caseId, 'nothing') };
    const { figures } = await clawbacks.registerClawback(input);
    // Ten nights of 30,000.00 at 3.95 %: 161.29 for 49 nights less 128.38 for 39.
    expect(figures).toMatchObject({ nights: 10, amount: '32.91', paid: '32.91' });
    expect(await clawbacks.registerClawback(input)).toEqual({ figures });
  });

  it('opens none where no subsidy was paid or claimed', async () => {
    const { clawbacks } = database.persistence;
    expect(await clawbacks.openCase(opening('c-2', { fromOn: '2024-05-01' }), office)).toBeNull();
    await expect(
      clawbacks.openCase(opening('c-3'), { ...office, county: 'henan-city' }),
    ).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(clawbacks.openCase(opening('c-4', { fromOn: '2024-13-01' }), office)).rejects.toMatchObject({
      code: 'BAD_DATE',
    });
  });

  it('takes back no more than is asked for', async () => {
    const { clawbacks } = database.persistence;
    const start = await clawbacks.openCase(opening('c-5', { amountMax: '10.00' }), office);
    const caseId = start?.caseId ?? '';
    const { figures } = await clawbacks.registerClawback({
      ...{ changeIfPaid: change(caseId, 'opened'), changeIfNothing: change(caseId, 'nothing') },
    });
    expect(figures.amount).toBe('10.00');
  });

  it('marks in the history what was decided after the limit of its task', async () => {
    const { clawbacks, reads } = database.persistence;
    const start = await clawbacks.openCase(opening('c-6', { fromOn: '2024-03-15' }), office);
    const caseId = start?.caseId ?? '';
    const task = lateTask(caseId, county);
    await clawbacks.recordClawbackChange({
      ...{ change: { ...change(caseId, 'asked'), openTasks: [task] }, review: null },
    });
    const events = [lateDecision(office)];
    const closing = {
      taskId: task.taskId,
      outcome: 'done' as const,
      decision: 'approve',
      actorId: office.id,
    };
    await clawbacks.recordClawbackChange({
      ...{ change: { ...change(caseId, 'late'), events, closeTasks: [closing] }, review: null },
    });
    const { history } = await reads.getClawback(office, caseId, '2024-04-02');
    expect(history.find(({ kind }) => kind === 'decided')).toMatchObject({
      ...{ dueOn: '2024-03-25', data: { late: 'true' } },
    });
  });
});
