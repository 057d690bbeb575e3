import {
  CounterpartRefusedError,
  CounterpartUnavailableError,
  OutcomeUnknownError,
  type Gateways,
  type PaymentOrder,
  type PaymentState,
  type PaymentStatus,
  type PaymentStore,
} from '@bangdai/contracts';
import { describe, expect, it } from '@jest/globals';
import { PaymentWork } from './payment.activities.js';

const order: PaymentOrder = {
  orderNo: 'subsidy/bachu-2024/S-1/1',
  county: 'bachu-2024',
  payer: '县财政局',
  payee: '联社',
  amount: '154.71',
  purpose: '贴息',
  lines: 1,
};

/** A store of one order, and a treasury that answers as it is told. */
function scene(state: PaymentState, answer: () => PaymentStatus, asked: () => PaymentStatus = answer) {
  const seen = { state, paidOn: null as string | null, sends: 0, queries: 0, tasks: 0 };
  const store: PaymentStore = {
    getOrder: async () => ({ ...order, state: seen.state, paidOn: seen.paidOn }),
    markSending: async () => void (seen.state = 'SENT'),
    markState: async (_orderNo, next, paidOn) => void Object.assign(seen, { state: next, paidOn }),
    openUnknownPaymentTask: async () => void (seen.tasks += 1),
  };
  const gateways = {
    treasury: () => ({
      sendPayment: async () => {
        seen.sends += 1;
        return answer();
      },
      queryPayment: async () => {
        seen.queries += 1;
        return asked();
      },
    }),
  } as unknown as Gateways;
  return { seen, work: new PaymentWork(store, gateways) };
}

const { orderNo } = order;
const answers =
  (status: Partial<PaymentStatus>): (() => PaymentStatus) =>
  () => ({ state: 'accepted', paidOn: null, ...status });
const fails = (error: Error) => (): never => {
  throw error;
};

describe('a payment order', () => {
  it('is sent when it never left', async () => {
    const { seen, work } = scene('PENDING', answers({}));
    expect(await work.sendPayment({ orderNo })).toEqual({ state: 'SENT', paidOn: null });
    expect([seen.sends, seen.queries]).toEqual([1, 0]);
  });

  it.each(['SENT', 'UNKNOWN'] as const)('is asked about instead of sent when it is %s', async (state) => {
    const { seen, work } = scene(state, answers({ state: 'paid', paidOn: '2024-06-21' }));
    expect(await work.sendPayment({ orderNo })).toEqual({ state: 'CONFIRMED', paidOn: '2024-06-21' });
    expect([seen.sends, seen.queries]).toEqual([0, 1]);
  });

  it.each(['CONFIRMED', 'REJECTED'] as const)('asks nobody once it is %s', async (state) => {
    const { seen, work } = scene(state, fails(new Error('not reached')));
    expect(await work.sendPayment({ orderNo })).toMatchObject({ state });
    expect(await work.queryPayment({ orderNo })).toMatchObject({ state });
    expect([seen.sends, seen.queries]).toEqual([0, 0]);
  });

  it('is unknown after a lost answer, and stays so while the treasury cannot be asked', async () => {
    const lost = scene('PENDING', fails(new OutcomeUnknownError('LOST')));
    expect(await lost.work.sendPayment({ orderNo })).toMatchObject({ state: 'UNKNOWN' });
    const away = scene('UNKNOWN', fails(new CounterpartUnavailableError('AWAY')));
    expect(await away.work.queryPayment({ orderNo })).toMatchObject({ state: 'UNKNOWN' });
  });

  it('may be sent by the next attempt when the call had no effect', async () => {
    const { seen, work } = scene('PENDING', fails(new CounterpartUnavailableError('AWAY')));
    await expect(work.sendPayment({ orderNo })).rejects.toThrow('AWAY');
    expect(seen.state).toBe('PENDING');
  });

  it('is rejected when the treasury refuses it and does not know its number', async () => {
    const refused = fails(new CounterpartRefusedError('FIELD_INVALID', 'no'));
    const { work } = scene('PENDING', refused, answers({ state: 'notFound' }));
    expect(await work.sendPayment({ orderNo })).toMatchObject({ state: 'REJECTED' });
  });

  it('is not rejected when the treasury refuses a repeated send of what it has taken', async () => {
    const refused = fails(new CounterpartRefusedError('ALREADY_KNOWN', 'no'));
    const { work } = scene('PENDING', refused, answers({ state: 'paid', paidOn: '2024-06-21' }));
    expect(await work.sendPayment({ orderNo })).toEqual({ state: 'CONFIRMED', paidOn: '2024-06-21' });
  });

  it('is unknown when the treasury speaks of another sum', async () => {
    const { work } = scene('SENT', answers({ state: 'paid', paidOn: '2024-06-21', amount: '155.71' }));
    expect(await work.queryPayment({ orderNo })).toEqual({ state: 'UNKNOWN', paidOn: null });
  });

  it('is open again when the treasury never saw its number', async () => {
    const { seen, work } = scene('UNKNOWN', answers({ state: 'notFound' }));
    expect(await work.queryPayment({ orderNo })).toEqual({ state: 'PENDING', paidOn: null });
    expect(seen.state).toBe('PENDING');
  });
});
