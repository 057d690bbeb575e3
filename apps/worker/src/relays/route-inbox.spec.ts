import type { InboxEntry, InboxKind } from '@bangdai/contracts';
import { describe, expect, it } from '@jest/globals';
import { recoveryOf, routeInbox } from './route-inbox.js';

const entry = (kind: InboxKind, subjectNo: string, payload: Record<string, unknown>): InboxEntry => ({
  ...{ id: 'in-1', source: 'bank:bachu-2024:main', eventId: 'e-1', kind, county: 'bachu-2024', subjectNo },
  ...{ payload: { county: 'bachu-2024', bank: 'main', ...payload }, receivedAt: '2024-06-20T10:00:00.000Z' },
});

describe('routeInbox', () => {
  it('sends a loan its facts, and nothing else of the report', () => {
    const report = {
      loanNo: 'L-1',
      receiptNo: 'R-1',
      paidOn: '2024-06-20',
      principal: '1.00',
      interest: '0.10',
    };
    expect(routeInbox(entry('repaymentReceived', 'L-1', { ...report, remark: 'a name' }))).toEqual({
      workflowId: 'loan/bachu-2024/L-1',
      signal: 'repaymentReceived',
      payload: {
        inboxId: 'in-1',
        receiptNo: 'R-1',
        paidOn: '2024-06-20',
        principal: '1.00',
        interest: '0.10',
        reportedOn: '2024-06-20',
      },
    });
    expect(routeInbox(entry('recoveryReceived', 'L-1', {})).workflowId).toBe('loan/bachu-2024/L-1');
  });

  it('finds the settlement of a list by bank and day, and carries no line', () => {
    const { workflowId, payload } = routeInbox(
      entry('subsidyListReceived', '2024-06-20', { settleOn: '2024-06-20', lines: [{}] }),
    );
    expect(workflowId).toBe('settlement/bachu-2024/main/2024-06-20');
    expect(payload).toEqual({ inboxId: 'in-1' });
  });

  it.each([
    ['subsidy/bachu-2024/bachu-2024-main-2024-06-20/1', 'settlement/bachu-2024/main/2024-06-20'],
    ['subsidy/bachu-2024/bachu-2024-rural-bank-2024-06-20/2', 'settlement/bachu-2024/rural-bank/2024-06-20'],
    ['compensation/bachu-2024/C2024000001/1', 'compensation/bachu-2024/C2024000001'],
  ])('finds who waits for the payment %s', (orderNo, workflowId) => {
    const report = { orderNo, outcome: 'paid', paidOn: '2024-06-21', amount: '1.00' };
    expect(routeInbox(entry('paymentReported', orderNo, report))).toMatchObject({
      workflowId,
      signal: 'paymentReported',
    });
  });

  it('takes a receipt straight to the claim that the loan has not heard of yet', () => {
    const report = {
      claimNo: 'C-1',
      receiptNo: 'R-1',
      amount: '1.00',
      interest: '0.10',
      receivedOn: '2024-12-08',
    };
    const fact = entry('recoveryReceived', 'C-1', report);
    expect(routeInbox(fact)).toMatchObject({
      workflowId: 'compensation/bachu-2024/C-1',
      payload: { receiptNo: 'R-1', amount: '1.00', interest: '0.10', receivedOn: '2024-12-08' },
    });
    expect(recoveryOf(fact)).toMatchObject({ receiptNo: 'R-1', interest: '0.10' });
  });

  it('finds the claim that an insurer answers', () => {
    const route = routeInbox(entry('insuranceReported', 'C-1', { paid: '0.00', reportedOn: '2024-06-20' }));
    expect(route).toMatchObject({ workflowId: 'compensation/bachu-2024/C-1', payload: { paid: '0.00' } });
  });
});
