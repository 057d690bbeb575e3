import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signMessage } from '@bangdai/platform';
import { bankSecret, ownSecrets, treasurySecret } from '../testing/fake-parts.js';
import { startEdge, type Edge } from '../testing/edge.js';

describe('messages of banks and treasuries', () => {
  let edge: Edge;
  const call: Edge['call'] = (...args) => edge.call(...args);

  beforeAll(async () => {
    edge = await startEdge();
  });
  afterAll(async () => edge.stop());

  const repayment = {
    ...{ county: 'demo', bank: 'main', loanNo: 'no-1', receiptNo: 'r1', paidOn: '2026-11-20' },
    ...{ principal: '100.00', interest: '1.00' },
  };
  const post = (body: unknown, options: { id?: string; secret?: string; at?: Date; path?: string } = {}) => {
    const { id = 'm1', secret = bankSecret, at = new Date(), path = '/v1/bank/repayments' } = options;
    const raw = JSON.stringify(body);
    return call('POST', path, { raw, headers: signMessage({ secrets: [secret], id, body: raw, at }) });
  };

  it('are stored once and answered alike', async () => {
    const answers = [await post(repayment), await post(repayment)];
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 202, body: { id: 'm1', state: 'accepted' } });
    expect(edge.parts.inbox.get('bank:demo:main m1')).toMatchObject({
      kind: 'repaymentReceived',
      subjectNo: 'no-1',
    });
    expect([...edge.parts.inbox.keys()].filter((key) => key.endsWith(' m1'))).toHaveLength(1);
  });

  it('need a signature of now over this body with the right secret', async () => {
    const raw = JSON.stringify(repayment);
    const headers = signMessage({ secrets: [bankSecret], id: 'm2', body: raw });
    const forged = JSON.stringify({ ...repayment, principal: '999.00' });
    const wrong = [
      await call('POST', '/v1/bank/repayments', { raw }),
      await call('POST', '/v1/bank/repayments', { raw: forged, headers }),
      await post(repayment, { secret: treasurySecret }),
      await post(repayment, { at: new Date(Date.now() - 6 * 60_000) }),
    ];
    for (const answer of wrong)
      expect(answer).toMatchObject({ status: 401, body: { code: 'BAD_SIGNATURE' } });
    expect([...edge.parts.inbox.keys()].filter((key) => key.endsWith(' m2'))).toEqual([]);
  });

  it('prove a counterpart by its own secret alone, once it has one', async () => {
    const [older, newer] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
    ownSecrets.set('demo/rural', [newer, older]);
    const rural = { ...repayment, bank: 'rural' };
    expect((await post(rural, { id: 'own-1', secret: newer })).status).toBe(202);
    expect((await post(rural, { id: 'own-2', secret: older })).status).toBe(202);
    expect((await post(rural, { id: 'own-3' })).status).toBe(401);
    expect((await post(repayment, { id: 'own-4', secret: newer })).status).toBe(401);
    expect((await post({ ...rural, bank: undefined }, { id: 'own-5', secret: newer })).status).toBe(401);
    ownSecrets.set('demo/rural', [newer]);
    expect((await post(rural, { id: 'own-6', secret: older })).status).toBe(401);
    expect([...edge.parts.inbox.keys()].filter((key) => key.includes(' own-'))).toEqual([
      'bank:demo:rural own-1',
      'bank:demo:rural own-2',
    ]);
  });

  it('are checked field by field, and know their subject', async () => {
    expect(await post({ ...repayment, paidOn: '2026-02-30' }, { id: 'm3' })).toMatchObject({
      status: 422,
      body: { code: 'BAD_DATE', errors: [{ pointer: '/paidOn' }] },
    });
    expect(await post({ ...repayment, loanNo: 'unknown' }, { id: 'm4' })).toMatchObject({ status: 404 });
  });

  it('of the treasury have a secret of their own', async () => {
    const body = { county: 'demo', orderNo: 'o1', outcome: 'paid', paidOn: '2026-11-20', amount: '1.00' };
    const path = '/v1/treasury/receipts';
    expect((await post(body, { id: 't1', secret: treasurySecret, path })).status).toBe(202);
    expect(edge.parts.inbox.has('treasury:demo t1')).toBe(true);
    expect((await post(body, { id: 't2', path })).status).toBe(401);
  });
});
