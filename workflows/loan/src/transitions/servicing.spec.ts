import type { LoanDisbursed, LoanStart } from '@bangdai/contracts';
import { loanRules, shanghaiInstant } from '@bangdai/domain';
import { momentOf, type Now } from '@bangdai/procedure';
import { loadPacks } from '@bangdai/policy-packs';
import { describe, expect, it } from '@jest/globals';
import { carry, nextItem, openState, type LoanState } from '../state.js';
import { urged } from './care.js';
import { disbursed } from './disbursement.js';
import { claimProgressed, renewed, repaid } from './facts.js';
import { awoken, instantOf, overdueSinceOf, takenOver } from './servicing.js';
import { extended } from './term-request.js';

const pack = loadPacks().get('dengzhou-2023', '1.1.0');
if (pack === null) throw new Error('the pack of Dengzhou is missing');

const start: LoanStart = {
  ...{
    schemaVersion: 1,
    loanId: 'loan-1',
    loanNo: 'L-1',
    county: 'dengzhou-2023',
    bank: 'main',
    place: '镇/村',
  },
  ...{ householdId: 'h-1', rules: loanRules(pack, 'household'), takeover: null, carried: null },
  application: {
    ...{ product: 'household', requestType: 'new', amount: '30000.00', termMonths: 12 },
    ...{ appliedOn: '2023-05-01', previousLoanId: null },
  },
};
const fact: LoanDisbursed = {
  ...{ inboxId: 'in-1', contractNo: 'HT-1', amount: '30000.00', annualRate: '0.0365' },
  ...{ disbursedOn: '2023-05-10', maturesOn: '2024-05-10' },
};

const at = (day: string, time = '09:00'): number => shanghaiInstant(day, time);
const now = (day: string, time?: string): Now => momentOf(at(day, time));
const out = (on = '2023-05-10', over: Partial<LoanDisbursed> = {}): LoanState =>
  disbursed(openState(start), { ...fact, ...over }, now(on)).state;
const wake = (state: LoanState, day: string, time?: string) => awoken(state, now(day, time), at(day, time));

describe('a loan in service', () => {
  it('sleeps until its notice and sends it with the day it was due', () => {
    const state = out();
    const item = nextItem(state);
    expect([item?.kind, item && instantOf(item)]).toEqual(['notice', at('2024-03-11')]);
    const { change } = wake(state, '2024-03-11');
    expect(change.messages).toMatchObject([
      { kind: 'maturityNotice', to: 'bank', data: { maturesOn: '2024-05-10' } },
      { kind: 'maturityNotice', to: 'household', data: { maturesOn: '2024-05-10' } },
    ]);
    expect(change.doneAgendaKeys).toEqual(['notice/maturity60/2024-05-10']);
    expect(change.agenda).toBeNull();
  });

  it('does all that is due in one change, in order, when a server was down', () => {
    const transition = wake(out(), '2024-05-12');
    expect(transition.change.events.map(({ kind }) => kind)).toEqual([
      ...['noticeSent', 'writtenNoticeSent', 'matured', 'becameOverdue', 'urgingOpened'],
    ]);
    expect(transition.change.stage).toBe('overdue');
    expect(transition.change.openTasks.map(({ kind, role }) => `${kind} ${role}`)).toEqual([
      ...['writtenNotice bank', 'urging village', 'urging bank'],
    ]);
    expect(overdueSinceOf(out(), transition)).toBe('2024-05-11');
  });

  it('becomes overdue at the end of the maturity day, not before', () => {
    const notified = wake(out(), '2024-04-10').state;
    expect(wake(notified, '2024-05-10', '23:59').change.stage).toBe('active');
    expect(wake(notified, '2024-05-10', '24:00').change.stage).toBe('overdue');
  });

  it('sets out late: the nearest reminder goes at once, the one before it is told as skipped', () => {
    const terms = { ...fact, disbursedOn: '2023-05-10', maturesOn: '2023-06-01' };
    const transition = disbursed(openState(start), terms, now('2023-05-10', '10:00'));
    expect(transition.change.events.map(({ kind }) => kind)).toEqual(['disbursed', 'reminderSkipped']);
    const item = nextItem(transition.state);
    expect([item?.kind, item?.status]).toEqual(['writtenNotice', 'sendNow']);
  });

  it('opens the claim to the applicant once it is overdue long enough', () => {
    const overdue = wake(out(), '2024-05-12').state;
    const { change } = wake(overdue, '2024-08-09', '10:00');
    expect(change.events.map(({ kind }) => kind)).toContain('claimReady');
    expect(change.openTasks).toMatchObject([{ kind: 'claimReady', role: 'bank', bank: 'main' }]);
  });

  it('closes the urging of the desk that urged, also when it is entered from the page of the loan', () => {
    const overdue = wake(out(), '2024-05-12').state;
    const urgings = overdue.openTaskIds.filter((id) => id.includes('.urging.'));
    expect(urgings).toHaveLength(2);
    const actor = { id: 'b-1', role: 'bank', county: 'dengzhou-2023', place: '', bank: 'main' };
    const command = { commandId: 'u-1', taskId: null, kind: 'visit' as const, remarkGiven: true, actor };
    const { change, state } = urged(overdue, command, now('2024-05-12'));
    expect(change.closeTasks).toMatchObject([
      {
        taskId: expect.stringContaining('.urging.bank.'),
        outcome: 'done',
        decision: 'visit',
        actorId: 'b-1',
      },
    ]);
    expect(state.openTaskIds.filter((id) => id.includes('.urging.'))).toHaveLength(1);
  });

  it('leaves nothing open and nothing to wait for once it is settled', () => {
    const overdue = wake(out(), '2024-05-12').state;
    const payment = {
      inboxId: 'in-2',
      receiptNo: 'R-1',
      paidOn: '2024-05-13',
      principal: '30000.00',
      interest: '0.00',
    };
    const { ifSettled, ifOpen } = repaid(overdue, payment, now('2024-05-13'));
    expect(ifOpen.change.closeTasks).toEqual([]);
    const closed = ifSettled.change.closeTasks;
    expect(new Set(closed.map(({ outcome }) => outcome))).toEqual(new Set(['cancelled']));
    // Its own three, and the three rounds of checks that the programme may have opened.
    expect(closed.map(({ taskId }) => taskId.split('.')[1])).toEqual([
      ...['writtenNotice', 'urging', 'urging', 'usageCheck', 'usageCheck', 'usageCheck'],
    ]);
    expect(ifSettled.state.openTaskIds).toEqual([]);
    expect(nextItem(ifSettled.state)).toBeNull();
  });

  it('takes over a live loan and carries out at its first wake what is due by then', () => {
    const takeover = {
      ...{ principal: '30000.00', balance: '20000.00', annualRate: '0.0365', disbursedOn: '2023-05-10' },
      ...{ maturesOn: '2024-05-10', overdueSince: null, asOf: '2024-04-20' },
    };
    const { state, change } = takenOver(
      openState({ ...start, takeover }),
      takeover,
      now('2024-04-20', '10:00'),
    );
    expect([change.stage, change.events.map(({ kind }) => kind)]).toEqual([
      'active',
      ['takenOver', 'reminderSkipped'],
    ]);
    expect(wake(state, '2024-04-20', '10:00').change.messages.map(({ kind }) => kind)).toEqual([
      'writtenNotice',
    ]);
  });

  it('leaves no notice of the old maturity to be served once it is extended', () => {
    const noticed = wake(out(), '2024-04-11').state;
    expect(noticed.openTaskIds.filter((id) => id.includes('.writtenNotice.'))).toHaveLength(1);
    const termRequest = { taskId: 'loan-1.termRequest.bank.1', kind: 'extension' as const, months: 6 };
    const actor = { id: 'b-1', role: 'bank', county: 'dengzhou-2023', place: '', bank: 'main' };
    const command = { commandId: 'd-1', taskId: termRequest.taskId, reasonGiven: false, actor };
    const asked = { ...noticed, termRequest };
    const { state, maturesOn } = extended(asked, { ...command, decision: 'approve' }, now('2024-04-12'));
    expect(maturesOn).toBe('2024-11-10');
    expect(state.openTaskIds).toEqual([]);
  });

  it('is renewed only when the new money pays all of it', () => {
    const on = { newLoanNo: 'L-2', disbursedOn: '2024-04-01' };
    expect(renewed(out(), { ...on, amount: '30000.00' }, now('2024-04-01')).change.stage).toBe('renewed');
    const part = renewed(out(), { ...on, amount: '20000.00' }, now('2024-04-01'));
    expect([part.change.stage, part.state.facts?.balance]).toEqual(['active', '10000.00']);
  });

  it('follows its claim from filing to the end of the recovery', () => {
    const overdue = wake(out(), '2024-05-12').state;
    const claim = { claimId: 'c-1', claimNo: 'C-1' };
    const stages = (['filed', 'refused', 'paid', 'recovering', 'recovered', 'closed'] as const).map(
      (outcome) => claimProgressed(overdue, { ...claim, outcome }, now('2024-09-01')).change.stage,
    );
    expect(stages).toEqual([
      ...['compensating', 'overdue', 'compensated', 'writtenRecovery', 'settled', 'closedLoss'],
    ]);
  });

  it('knows in its next run all that it knew', () => {
    const overdue = wake(out(), '2024-05-12').state;
    const receipt = {
      commandId: 'k-1',
      accepted: true,
      code: null,
      reasons: [],
      stage: 'active',
      pendingStep: null,
    };
    const carried = carry(overdue, [receipt]);
    expect(openState({ ...overdue.start, carried: JSON.parse(JSON.stringify(carried)) })).toEqual(overdue);
    expect(carried.receipts).toEqual([receipt]);
  });
});
