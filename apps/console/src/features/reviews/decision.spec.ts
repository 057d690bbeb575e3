import { describe, expect, it } from '@jest/globals';
import type { TaskDetail, TermsGuide } from '@bangdai/contracts/http';
import {
  amountFault,
  consequence,
  decisionBody,
  fieldsFor,
  isRequired,
  outcomesOf,
  rateBound,
  rateFault,
  rateHint,
} from './decision';

const review: TaskDetail = {
  id: 'l.villageOpinion.1',
  kind: 'review',
  stepKey: 'villageOpinion',
  title: '村（居）委会意见',
  role: 'village',
  status: 'open',
  subject: 'loan',
  subjectId: 'l',
  subjectNo: '1',
  borrower: '周*德',
  county: 'c',
  countyName: '县',
  township: '镇',
  village: '村',
  bank: 'main',
  bankName: '银行',
  amount: '50000.00',
  openedOn: '2026-11-01',
  dueOn: null,
  daysLeft: null,
  overdue: false,
  claimedBy: null,
  claimedByName: null,
  outcomes: ['approve', 'reject', 'return'],
  requires: [],
  requiresDetail: false,
  needsMeeting: false,
  decision: null,
  decidedAt: null,
  figuresHash: null,
  nextStep: { title: '镇帮扶干部意见', roleName: '镇政府' },
  earlierSteps: [{ key: 'apply', zh: '申请表' }],
};
const bank: TaskDetail = { ...review, role: 'bank', requires: ['contract'] };

describe('fieldsFor', () => {
  it('asks a plain approval for an optional opinion, anything else for its reason', () => {
    expect(fieldsFor(review, 'approve')).toEqual(['opinion']);
    expect(isRequired(review, 'approve', 'opinion')).toBe(false);
    expect(fieldsFor(review, 'reject')).toEqual(['reason']);
    expect(fieldsFor(review, 'return')).toEqual(['reason']);
    expect(isRequired(review, 'reject', 'reason')).toBe(true);
  });

  it('asks for an opinion where the step wants the details', () => {
    expect(isRequired({ ...review, requiresDetail: true }, 'approve', 'opinion')).toBe(true);
  });

  it('asks for the meeting record and the documents where the step needs them', () => {
    expect(fieldsFor({ ...review, needsMeeting: true, requires: ['ratingForm'] }, 'approve')).toEqual([
      'documents',
      'meeting',
      'opinion',
    ]);
    expect(fieldsFor({ ...review, needsMeeting: true }, 'reject')).toEqual(['reason']);
  });

  it('asks the bank for its terms when it approves a loan, and only then', () => {
    expect(fieldsFor(bank, 'approve')).toEqual(['documents', 'terms', 'opinion']);
    expect(fieldsFor(bank, 'reject')).toEqual(['reason']);
    expect(fieldsFor({ ...bank, subject: 'settlement', requires: [] }, 'approve')).toEqual(['opinion']);
  });

  it('offers the choice of step only where there is one', () => {
    const earlierSteps = [...review.earlierSteps, { key: 'v', zh: '村' }];
    expect(fieldsFor({ ...review, earlierSteps }, 'return')).toEqual(['returnTo', 'reason']);
  });

  it('asks tasks outside the chain for their own finding', () => {
    expect(fieldsFor({ ...review, kind: 'usageCheck' }, 'complete')).toEqual(['finding', 'on', 'opinion']);
    expect(fieldsFor({ ...review, kind: 'objection' }, 'complete')).toEqual(['founded', 'reason']);
    expect(fieldsFor({ ...review, kind: 'urging' }, 'complete')).toEqual(['urgingKind', 'opinion']);
    expect(fieldsFor({ ...review, kind: 'writtenNotice' }, 'complete')).toEqual(['on', 'proof']);
  });
});

describe('decisionBody', () => {
  it('sends only what the decision asks for', () => {
    const draft = { decision: 'approve', reason: 'left over', opinion: ' 同意 ', amount: '1' };
    expect(decisionBody(review, draft, null)).toEqual({ decision: 'approve', opinion: '同意' });
  });

  it('makes the bank’s terms exact', () => {
    const draft = {
      decision: 'approve',
      documents: ['contract'],
      amount: '45,000',
      termMonths: 24,
      ratePercent: '3.85',
    };
    expect(decisionBody(bank, draft, null)).toMatchObject({
      documents: ['contract'],
      approvedTerms: { amount: '45000.00', termMonths: 24, annualRate: '0.0385' },
    });
  });

  it('binds a sign-off to the figures on the screen', () => {
    const settlement: TaskDetail = { ...review, subject: 'settlement' };
    expect(decisionBody(settlement, { decision: 'approve' }, 'abc')).toMatchObject({ figuresHash: 'abc' });
    expect(
      decisionBody({ ...settlement, subject: 'clawback' }, { decision: 'approve' }, 'abc'),
    ).toMatchObject({
      figuresHash: 'abc',
    });
    expect(decisionBody(review, { decision: 'approve' }, 'abc')).not.toHaveProperty('figuresHash');
  });

  it('names the meeting as the engine counts it', () => {
    const task = { ...review, needsMeeting: true };
    expect(decisionBody(task, { decision: 'approve', villagerReps: 12, attendance: 20 }, null)).toMatchObject(
      {
        meeting: { villagerReps: 12, total: 20 },
      },
    );
  });
});

describe('checks and consequences', () => {
  it('lets the bank lower the amount and never raise it', () => {
    expect(amountFault('50000', '50000.00')).toBeNull();
    expect(amountFault('49999.99', '50000.00')).toBeNull();
    expect(amountFault('50000.01', '50000.00')).toBe('核定金额不得高于申请金额');
    expect(amountFault('0', '50000.00')).toBe('金额必须大于零');
    expect(amountFault('五万', '50000.00')).toContain('请输入金额');
    expect(rateFault('3.85', null)).toBeNull();
    expect(rateFault(undefined, null)).toContain('请输入年利率');
  });

  it('names the bound of the rate before and after it is typed', () => {
    const guide: TermsGuide = {
      amountMax: '50000.00',
      termMonthsMin: 1,
      termMonthsMax: 36,
      relation: 'max',
      rateCaps: [
        { maxMonths: 12, rate: '0.03' },
        { maxMonths: 36, rate: '0.035' },
      ],
    };
    expect(rateHint(guide)).toBe('12 个月以内不超过 3.00%，36 个月以内不超过 3.50%');
    expect(rateFault('3.2', rateBound(guide, 12))).toBe('利率上限为 3.00%');
    expect(rateFault('3.2', rateBound(guide, 13))).toBeNull();
    const fixed: TermsGuide = {
      ...guide,
      relation: 'equal',
      rateCaps: [{ maxMonths: 12, rate: '0.06' }],
    };
    expect(rateHint(fixed)).toBe('须为 6.00%');
    expect(rateFault('5.99', rateBound(fixed, 12))).toBe('规定利率为 6.00%');
    expect(rateFault('6', rateBound(fixed, 12))).toBeNull();
    expect(rateHint(null)).toBe('');
  });

  it('says what happens next before anything is sent', () => {
    expect(consequence(review, { decision: 'approve' })).toBe('转至「镇帮扶干部意见」，由镇政府办理');
    expect(consequence({ ...review, nextStep: null }, { decision: 'approve' })).toContain('最后一步');
    expect(consequence(review, { decision: 'reject' })).toContain('申请不予通过');
    expect(consequence(review, { decision: 'return', returnTo: 'apply' })).toBe('退回「申请表」重新办理');
  });

  it('never offers the end of a publicity as an answer', () => {
    expect(outcomesOf({ outcomes: ['elapsed', 'objection'] })).toEqual(['objection']);
    expect(outcomesOf({ outcomes: [] })).toEqual(['complete']);
  });
});
