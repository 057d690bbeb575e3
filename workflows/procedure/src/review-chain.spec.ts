import type { Actor, ReviewCommand } from '@bangdai/contracts';
import { openChain, type ChainState, type Step } from '@bangdai/domain';
import { describe, expect, it } from '@jest/globals';
import {
  decideReview,
  isOutside,
  passTime,
  reviewTask,
  stepAtDesk,
  type ReviewSubject,
} from './review-chain.js';
import { advance } from './review-progress.js';

const steps: Step[] = [
  { key: 'apply', kind: 'submit', role: 'borrower', zh: '申请' },
  { key: 'village', kind: 'review', role: 'village', zh: '村审', slaWorkingDays: 3, requires: ['idCard'] },
  { key: 'posting', kind: 'publicity', role: 'system', days: 7, dayKind: 'calendar' },
  { key: 'bank', kind: 'review', role: 'bank', zh: '银行审批' },
];
const subject: ReviewSubject = {
  id: 'loan-1',
  county: 'c',
  place: '镇/村',
  bank: 'main',
  requested: { amount: '30000.00', termMonths: 12 },
};
const clerk: Actor = { id: 'clerk', role: 'village', county: 'c', place: '镇/村', bank: null };
const reviewer: Actor = { ...clerk, id: 'reviewer' };
const officer: Actor = { id: 'officer', role: 'bank', county: 'c', place: '', bank: 'main' };

const command = (stepKey: string, actor: Actor, over: Partial<ReviewCommand> = {}): ReviewCommand => ({
  ...{
    commandId: `${stepKey}-1`,
    taskId: '',
    stepKey,
    decision: 'approve',
    reasonGiven: false,
    opinionGiven: false,
  },
  ...{ documents: ['idCard'], meeting: null, approvedTerms: null, figuresHash: null, actor, ...over },
});

function after(chain: ChainState, review: ReviewCommand, on: string): ChainState {
  const verdict = decideReview(chain, review, subject, on);
  if (!verdict.accepted) throw new Error(verdict.code);
  return verdict.chain;
}

const applied = after(openChain(steps), command('apply', clerk, { decision: 'complete' }), '2024-03-04');
const posted = after(applied, command('village', reviewer), '2024-03-05');

describe('decideReview', () => {
  const codeOf = (chain: ChainState, review: ReviewCommand, on = '2024-03-06') => {
    const verdict = decideReview(chain, review, subject, on);
    return verdict.accepted ? null : verdict.code;
  };

  it('asks where somebody works only after the step and the role are right', () => {
    const stranger = { ...reviewer, place: '镇/别村' };
    expect(codeOf(applied, command('bank', stranger))).toBe('STEP_NOT_PENDING');
    expect(codeOf(applied, command('village', { ...stranger, role: 'township' }))).toBe('WRONG_ROLE');
    expect(codeOf(applied, command('village', stranger, { decision: 'elapsed' }))).toBe(
      'OUT_OF_JURISDICTION',
    );
    expect(codeOf(applied, command('village', clerk))).toBe('SAME_PERSON');
    expect(codeOf(applied, command('village', { ...reviewer, onBehalfOf: 'clerk' }))).toBe('SAME_PERSON');
    expect(codeOf(applied, command('village', { ...reviewer, onBehalfOf: 'other' }))).toBeNull();
    expect(codeOf(applied, command('village', reviewer, { documents: [] }))).toBe('DOCUMENT_MISSING');
  });

  it('refuses while publicity runs and after another event day', () => {
    expect(codeOf(posted, command('bank', officer))).toBe('PUBLICITY_RUNNING');
    expect(codeOf(posted, command('bank', officer), '2024-03-01')).toBe('EVENT_OUT_OF_ORDER');
    expect(codeOf(posted, command('bank', officer), '2024-03-13')).toBeNull();
  });

  it.each([
    ['30000.01', 12, 'AMOUNT_ABOVE_REQUEST'],
    ['0.00', 12, 'BAD_AMOUNT'],
    ['1.001', 12, 'BAD_AMOUNT'],
    ['30000.00', 13, 'TERM_ABOVE_MAX'],
    ['10000.00', 6, null],
  ])('holds the bank to %s yuan over %i months: %s', (amount, termMonths, code) => {
    const open = passTime(posted, '2024-03-13');
    const approvedTerms = { amount, termMonths, annualRate: '0.03' };
    expect(codeOf(open, command('bank', officer, { approvedTerms }), '2024-03-13')).toBe(code);
  });
});

describe('a chain at the desks', () => {
  it('gives each step to the desk that holds it', () => {
    expect(reviewTask(steps[0] as Step, subject, 2, '2024-03-04')).toMatchObject({
      ...{ taskId: 'loan-1.apply.2', role: 'village', place: '镇/村', bank: null, outcomes: ['complete'] },
    });
    const bankTask = reviewTask(steps[3] as Step, subject, 1, '2024-03-04');
    expect(bankTask).toMatchObject({ role: 'bank', bank: 'main', outcomes: ['approve', 'reject', 'return'] });
  });

  it('opens no task for a publicity, and the next step on the day after its last', () => {
    const posting = advance({ chain: applied, rounds: { village: 1 } }, posted, subject, '2024-03-05');
    expect(posting.openTasks).toEqual([]);
    expect(posting.events).toMatchObject([{ kind: 'publicityPosted', data: { endsOn: '2024-03-12' } }]);
    expect(stepAtDesk(passTime(posted, '2024-03-12'))).toBeNull();
    expect(stepAtDesk(passTime(posted, '2024-03-13'))?.key).toBe('bank');
  });

  it('counts a returned step as a new round', () => {
    const reject = command('village', reviewer, { decision: 'return', reasonGiven: true });
    const returned = after(applied, reject, '2024-03-05');
    const { openTasks } = advance(
      { chain: applied, rounds: { apply: 1, village: 1 } },
      returned,
      subject,
      '2024-03-05',
    );
    expect(openTasks.map(({ taskId }) => taskId)).toEqual(['loan-1.apply.2']);
  });
});

describe('isOutside', () => {
  it('keeps people to their county, place and bank, and lets every desk handle what is the whole county’s', () => {
    expect(isOutside(reviewer, subject)).toBe(false);
    expect(isOutside({ ...reviewer, county: 'd' }, subject)).toBe(true);
    expect(isOutside({ ...reviewer, place: '镇' }, subject)).toBe(false);
    expect(isOutside({ ...reviewer, place: '镇/村2' }, subject)).toBe(true);
    expect(isOutside({ ...officer, bank: 'other' }, subject)).toBe(true);
    expect(isOutside({ ...reviewer, place: '别镇' }, { ...subject, place: '' })).toBe(false);
  });
});
