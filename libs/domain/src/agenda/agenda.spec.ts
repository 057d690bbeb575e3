import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  agenda,
  nextAgendaItem,
  shanghaiInstant,
  timerPlan,
  type LoanFacts,
  type LoanRules,
} from '../index.js';

const rules: LoanRules = {
  packRef: { schemeKey: 'test', packVersion: '1.0.0' },
  product: 'household',
  borrowerKind: 'household',
  steps: [{ key: 'apply', kind: 'submit', role: 'borrower' }],
  outcomes: {
    submit: ['complete'],
    review: ['approve', 'reject', 'return'],
    publicity: ['elapsed', 'objection'],
    pay: ['complete'],
  },
  dayKinds: { publicity: 'calendar', sla: 'working' },
  reminderTime: '09:00',
  reminders: [
    { key: 'maturity60', offsetDays: -60, channel: 'notice', by: 'bank', to: 'borrower' },
    { key: 'maturity30', offsetDays: -30, channel: 'written', by: 'bank', to: 'borrower' },
  ],
  postLoanCheck: { everyMonths: 3, by: 'bank' },
  disbursement: { by: 'bank', maxDaysAfterApproval: 10, toAccountOf: 'borrower', requires: ['contract'] },
  renewal: {
    renewalAllowed: true,
    extensionAllowed: true,
    maxTotal: 1,
    policiesUnchanged: true,
    extensionMaxMonths: 12,
    renewalMaxMonths: 36,
    requestBeforeMaturity: true,
    rateOnExtension: 'keep',
    rateOnRenewal: 'recheckCap',
  },
  overdue: {
    graceDays: 0,
    penaltyMultiplier: '1.00',
    nplAfterDays: 90,
    urgeBy: ['villageTeam', 'bank'],
    repaymentPlan: false,
    maliciousAction: 'blacklist',
  },
  repayment: { interestDays: ['03-20', '06-20', '09-20', '12-20'], dayCount: 'ACT/360' },
  line: null,
  compensation: { minOverdueDays: 90, waivedForCauses: [], applicant: 'bank' },
  maliciousExit: null,
};

const facts: LoanFacts = {
  disbursementDate: '2023-05-10',
  maturityDate: '2024-05-10',
  balance: '50000.00',
  done: [],
  setOn: '2023-05-10',
};

const anyFacts = fc
  .record({ start: fc.nat(900), term: fc.integer({ min: 1, max: 1200 }), grace: fc.nat(10) })
  .map(({ start, term, grace }) => {
    const disbursementDate = addDays('2021-01-01', start);
    return {
      rules: { ...rules, overdue: { ...rules.overdue, graceDays: grace } },
      facts: {
        ...facts,
        disbursementDate,
        setOn: disbursementDate,
        maturityDate: addDays(disbursementDate, term),
      },
    };
  });

describe('agenda of a loan', () => {
  it('is ordered by instant, then key, and names nothing twice', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const items = agenda(given.rules, given.facts);
        expect(new Set(items.map(({ key }) => key)).size).toBe(items.length);
        items.slice(1).forEach((item, i) => {
          const before = items[i] ?? item;
          const order = shanghaiInstant(item.on, item.at) - shanghaiInstant(before.on, before.at);
          expect(order > 0 || (order === 0 && item.key > before.key)).toBe(true);
        });
      }),
    );
  });

  it('leaves out nothing that the plan of the whole course names', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const items = agenda(given.rules, given.facts);
        const plan = timerPlan(given.rules, given.facts);
        const days = (kind: string): string[] =>
          items.filter((item) => item.kind === kind).map(({ on }) => on);
        expect(days('usageCheck')).toEqual(plan.postLoanChecks);
        expect(days('interestSettlement')).toEqual(plan.interestSettlements);
        expect([...days('notice'), ...days('writtenNotice')].sort()).toEqual(
          plan.reminders.map(({ date }) => date).sort(),
        );
        expect(days('overdueUrge')).toEqual([plan.overdueFrom]);
        expect(days('npl')).toEqual([addDays(plan.overdueFrom ?? '', 90)]);
      }),
    );
  });

  it('is worked off in order to the last item by asking for the next', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const items = agenda(given.rules, given.facts);
        const done: string[] = [];
        for (let next = nextAgendaItem(items, done); next !== null; next = nextAgendaItem(items, done))
          done.push(next.key);
        const own = items.filter(
          ({ carriedOutBy, status }) => carriedOutBy === 'loan' && status !== 'skipped',
        );
        expect(done).toEqual(own.map(({ key }) => key));
      }),
    );
  });

  it('sends at once the nearest reminder that a late start missed and skips the others', () => {
    const late = { ...facts, setOn: '2024-04-20' };
    const reminders = agenda(rules, late).filter(({ kind }) => kind === 'notice' || kind === 'writtenNotice');
    expect(reminders).toMatchObject([
      { kind: 'notice', on: '2024-03-11', status: 'skipped' },
      { kind: 'writtenNotice', on: '2024-04-20', dueOn: '2024-04-10', at: '00:00', status: 'sendNow' },
    ]);
    expect(nextAgendaItem(agenda(rules, late), [])?.kind).toBe('writtenNotice');
  });

  it('reminds nobody of a maturity that has passed when a legacy loan is taken over', () => {
    const items = agenda(rules, { ...facts, setOn: '2024-06-01' });
    expect(nextAgendaItem(items, [])?.kind).toBe('maturity');
  });

  it('sends a reminder on its own day when the timers are set that day', () => {
    expect(
      agenda(rules, { ...facts, setOn: '2024-03-11' }).find(({ kind }) => kind === 'notice')?.status,
    ).toBe('planned');
  });

  it('sets the reminders again for an extended loan and keeps those that went out', () => {
    const sent = 'notice/maturity60/2024-05-10';
    const extended = {
      ...facts,
      maturityDate: '2025-02-10',
      originalMaturityDate: '2024-05-10',
      setOn: '2024-04-01',
      done: [sent],
    };
    const reminders = agenda(rules, extended).filter(
      ({ forMaturity, kind }) => forMaturity !== undefined && /otice/.test(kind),
    );
    expect(reminders.map(({ key, on }) => [key, on])).toEqual([
      [sent, '2024-03-11'],
      ['notice/maturity60/2025-02-10', '2024-12-12'],
      ['writtenNotice/maturity30/2025-02-10', '2025-01-11'],
    ]);
  });

  it('makes a loan overdue only after the days of grace', () => {
    const items = agenda({ ...rules, overdue: { ...rules.overdue, graceDays: 5 } }, facts);
    const day = (kind: string): string | undefined => items.find((item) => item.kind === kind)?.on;
    expect([day('maturity'), day('overdue'), day('overdueUrge')]).toEqual([
      '2024-05-10',
      '2024-05-15',
      '2024-05-16',
    ]);
    const plan = (payoffDate: string): string | null =>
      timerPlan({ ...rules, overdue: { ...rules.overdue, graceDays: 5 } }, { ...facts, payoffDate })
        .overdueFrom;
    expect(plan('2024-05-15')).toBeNull();
    expect(plan('2024-05-16')).toBe('2024-05-16');
  });

  it('classifies on the 91st day overdue and lets a claim be filed on the 90th', () => {
    const items = agenda(rules, facts);
    expect(items.find(({ kind }) => kind === 'claimReady')?.on).toBe('2024-08-08');
    expect(items.find(({ kind }) => kind === 'npl')?.on).toBe('2024-08-09');
  });

  it('drops what a payoff makes needless, a reminder of that very day included', () => {
    const items = agenda(rules, { ...facts, balance: '0.00', settledOn: '2024-04-10' });
    expect(items[items.length - 1]).toMatchObject({ kind: 'interestSettlement', on: '2024-04-10' });
    expect(items.some(({ kind }) => kind === 'writtenNotice' || kind === 'maturity')).toBe(false);
  });

  it('marks rest days only in published years', () => {
    const calendar = { years: [2024], holidays: [], makeUpWorkdays: [] };
    const items = agenda(rules, facts, calendar);
    expect(items.find(({ on }) => on === '2024-02-10')?.isRestDay).toBe(true);
    expect(items.find(({ on }) => on === '2023-08-10')?.isRestDay).toBeUndefined();
  });
});

describe('course of the timers', () => {
  it('does not extend a loan by an approval that came after maturity or after payoff', () => {
    const extension = { approvedDate: '2024-05-11', newMaturity: '2024-11-10' };
    expect(timerPlan(rules, { ...facts, extension }).overdueFrom).toBe('2024-05-11');
    const paid = {
      ...facts,
      payoffDate: '2024-04-01',
      extension: { ...extension, approvedDate: '2024-04-05' },
    };
    expect(timerPlan(rules, paid).reminders).toHaveLength(2);
  });

  it('names a late reminder that a payoff of the same day cancelled by the day it was due', () => {
    const short = { disbursementDate: '2024-04-20', maturityDate: '2024-05-10', payoffDate: '2024-04-20' };
    expect(timerPlan(rules, short).reminders).toMatchObject([
      { key: 'maturity60', date: '2024-03-11', status: 'skipped' },
      { key: 'maturity30', date: '2024-04-10', status: 'cancelled' },
    ]);
  });

  it('refuses a loan that matures before it begins, or an extension that shortens it', () => {
    expect(() => timerPlan(rules, { ...facts, maturityDate: facts.disbursementDate })).toThrow('BAD_DATE');
    const extension = { approvedDate: '2024-04-01', newMaturity: facts.maturityDate };
    expect(() => timerPlan(rules, { ...facts, extension })).toThrow('BAD_DATE');
  });
});
