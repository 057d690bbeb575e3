import { describe, expect, it } from '@jest/globals';
import type { Actor } from '@bangdai/contracts';
import { DecisionRequest, type DecisionBody, type TaskRow } from '@bangdai/contracts/http';
import { decisionCommand, type DecisionContext } from './decision-command.js';

const actor: Actor = { id: 'p1', role: 'township', county: 'c', place: '龙兴镇', bank: null };

function context(kind: TaskRow['kind'], body: Partial<DecisionBody>, subject: TaskRow['subject'] = 'loan') {
  const task = { id: 't1', kind, township: '龙兴镇', stepKey: 'townOpinion', subject, subjectId: 's1' };
  const parsed = DecisionRequest.parse({ decision: 'approve', ...body });
  const given: DecisionContext = {
    task,
    workflowId: 'loan/c/1',
    body: parsed,
    commandId: 'c1',
    actor,
    documents: ['contract'],
    today: '2026-11-24',
  };
  return given;
}

describe('a decision on a task', () => {
  it('on a review carries whether texts were given, never the texts', () => {
    const command = decisionCommand(
      context('review', { opinion: '情况属实', documents: ['idCard', 'contract'] }),
    );
    expect(command).toMatchObject({
      update: 'submitReview',
      fallbackSignal: 'reviewSubmitted',
      texts: { opinion: '情况属实' },
      payload: { commandId: 'c1', opinionGiven: true, reasonGiven: false, documents: ['contract', 'idCard'] },
    });
    expect(JSON.stringify(command.payload)).not.toContain('情况属实');
  });

  it.each([
    [
      'objection',
      { founded: false, reason: '查无实据' },
      'answerObjection',
      { founded: false, reasonGiven: true },
    ],
    [
      'misuse',
      { decision: 'recall', on: '2026-12-24', reason: '转借他人' },
      'decideMisuse',
      { option: 'recall', payBy: '2026-12-24', reasonGiven: true },
    ],
    ['writtenNotice', { on: '2026-11-20' }, 'recordNoticeServed', { servedOn: '2026-11-20' }],
    [
      'urging',
      { urgingKind: 'visit', opinion: '已上门' },
      'recordUrging',
      { kind: 'visit', remarkGiven: true },
    ],
    ['termRequest', { decision: 'reject', reason: '不符' }, 'decideRequest', { decision: 'reject' }],
    ['correction', { decision: 'reject', reason: '不符' }, 'decideCorrection', { decision: 'reject' }],
    ['suspension', {}, 'clearSuspension', { commandId: 'c1' }],
    ['suspension', { decision: 'return', reason: '利率' }, 'reopenApproval', { reasonGiven: true }],
    [
      'confirmImport',
      { decision: 'return', reason: '余额不符' },
      'decideImport',
      { taskId: 't1', reasonGiven: true },
    ],
  ] as const)('on %s is the command of its kind and cannot be parked', (kind, body, update, payload) => {
    const command = decisionCommand(context(kind, body as Partial<DecisionBody>));
    expect(command).toMatchObject({ update, payload });
    expect(command.fallbackSignal).toBeUndefined();
  });

  it.each(['settlement', 'claim'] as const)('on a %s goes to its own workflow', (subject) => {
    expect(decisionCommand(context('review', {}, subject))).toMatchObject({
      update: 'submitReview',
      closedCode: 'CHAIN_CLOSED',
    });
  });

  it('settles what is disputed in the town of the task, by one of three answers', () => {
    const of = (decision: string) =>
      decisionCommand(context('disputedLine', { decision, reason: '银行漏记' }, 'settlement'));
    expect(of('acceptBank')).toMatchObject({
      update: 'settleLines',
      payload: { action: 'acceptBank', loanNos: [], reasonGiven: true },
    });
    expect(() => of('approve')).toThrow(expect.objectContaining({ code: 'DECISION_NOT_ALLOWED' }));
  });

  it.each(['claimReady'] as const)('on %s is refused with a hint where to turn', (kind) => {
    expect(() => decisionCommand(context(kind, {}))).toThrow(
      expect.objectContaining({ code: 'DECISION_NOT_ALLOWED', guide: { hint: expect.any(String) } }),
    );
  });

  it.each([
    ['urging', '/urgingKind'],
    ['objection', '/founded'],
  ] as const)('on %s names the field that is missing', (kind, pointer) => {
    expect(() => decisionCommand(context(kind, {}))).toThrow(
      expect.objectContaining({ code: 'FIELD_REQUIRED', fields: [{ pointer, code: 'FIELD_REQUIRED' }] }),
    );
  });
});
