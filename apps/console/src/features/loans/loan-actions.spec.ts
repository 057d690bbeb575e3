import type { LoanDetail } from '@bangdai/contracts/http';
import { describe, expect, it } from '@jest/globals';
import { allowedActions } from './loan-actions';
import { actionRequest } from './loan-command';

describe('allowedActions', () => {
  it('offers what fits the stage and the role', () => {
    expect(allowedActions({ role: 'village' }, { stage: 'inReview' })).toEqual(['withdraw']);
    expect(allowedActions({ role: 'bankManager' }, { stage: 'overdue' })).toEqual([
      'usageCheck',
      'urging',
      'claim',
    ]);
    expect(allowedActions({ role: 'countyOffice' }, { stage: 'suspended' })).toEqual([
      'withdraw',
      'clearSuspension',
    ]);
    expect(allowedActions({ role: 'village' }, { stage: 'settled' })).toEqual([]);
  });

  it('takes a complaint once the publicity is over, an objection while it runs', () => {
    const posted = (state: 'current' | 'done') => [
      { key: 'posting', kind: 'publicity', state } as LoanDetail['steps'][number],
    ];
    const offered = (stage: LoanDetail['stage'], steps?: LoanDetail['steps']) =>
      allowedActions({ role: 'village' }, { stage, ...(steps === undefined ? {} : { steps }) });
    expect(offered('publicity', posted('current'))).toEqual(['withdraw', 'objection']);
    expect(offered('inReview', posted('done'))).toEqual(['withdraw', 'complaint']);
    expect(offered('inReview')).toEqual(['withdraw']);
  });

  it('offers watchers nothing', () => {
    for (const role of ['supervisor', 'auditor', 'systemAdmin']) {
      expect(allowedActions({ role }, { stage: 'overdue' })).toEqual([]);
    }
  });
});

describe('actionRequest', () => {
  it('builds the body of each command and leaves empty remarks out', () => {
    expect(actionRequest('usageCheck', { on: '2026-11-01', finding: 'ok', remark: '  ' })).toEqual({
      path: 'usage-checks',
      body: { checkedOn: '2026-11-01', finding: 'ok', remark: undefined },
    });
    expect(actionRequest('termRequest', { termKind: 'extension', months: 6, reason: '生猪未出栏' })).toEqual({
      path: 'term-requests',
      body: { kind: 'extension', months: 6, reason: '生猪未出栏' },
    });
    expect(
      actionRequest('claim', { cause: 'majorIllness', proofs: ['loanContract'], on: '2026-11-01' }).body,
    ).toEqual({
      cause: 'majorIllness',
      proofs: ['loanContract'],
      filedOn: '2026-11-01',
    });
  });
});
