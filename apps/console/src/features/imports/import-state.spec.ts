import { describe, expect, it } from '@jest/globals';
import type { ImportConfirmationView } from '@bangdai/contracts/http';
import { importStateName, isTakingOver, progressPercent, waitingText } from './import-state';

describe('progressPercent', () => {
  it('is never whole before the end and never broken at the start', () => {
    expect(progressPercent({ phase: 'rows', done: 0, total: 0 })).toBe(0);
    expect(progressPercent({ phase: 'rows', done: 7951, total: 7952 })).toBe(99);
    expect(progressPercent({ phase: 'rows', done: 7952, total: 7952 })).toBe(100);
  });
});

const part = (over: Partial<ImportConfirmationView>): ImportConfirmationView => ({
  ...{ taskId: 't', bank: 'main', bankName: '农商行', role: 'bank', rows: 3, balance: '9.00' },
  ...{ state: 'waiting', byName: null, at: null, reason: null },
  ...over,
});

describe('an import that waits for its second person', () => {
  it('says whose turn it is', () => {
    expect(importStateName({ state: 'confirming', confirmations: [part({})] })).toBe('待银行确认');
    const byOffice = part({ role: 'countyOffice' });
    expect(importStateName({ state: 'confirming', confirmations: [byOffice] })).toBe('待县主管部门确认');
    expect(importStateName({ state: 'done', confirmations: [part({ state: 'confirmed' })] })).toBe('已完成');
    expect(waitingText([part({}), part({ bankName: '村镇银行' })])).toBe(
      '等待农商行、村镇银行确认笔数和余额，确认后自动入账',
    );
  });

  it('shows progress as soon as one bank agreed', () => {
    expect(isTakingOver({ state: 'confirming', confirmations: [part({})] })).toBe(false);
    const confirmations = [part({ state: 'confirmed' }), part({ bank: 'rural' })];
    expect(isTakingOver({ state: 'confirming', confirmations })).toBe(true);
    expect(isTakingOver({ state: 'running', confirmations: [] })).toBe(true);
  });
});
