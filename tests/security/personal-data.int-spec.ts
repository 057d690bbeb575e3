import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem } from '@bangdai/contracts/http';
import { allHistories } from '../support/histories.js';
import { eventually, type Operator } from '../support/operators.js';
import { startProduct, type Product } from '../support/product.js';
import { appoint, securityAdminOf } from '../support/staff.js';

const county = 'yubei-2021';
const place = '龙兴镇/北山村';

/** A household that exists nowhere else: whatever of it turns up outside PostgreSQL is a leak. */
const canary = {
  name: '欧阳哨兵金丝雀',
  idNumber: '509999199001010074',
  phone: '19912348765',
  account: '6228481234567890123',
  reason: '哨兵意见不得外泄',
};
const marks = Object.values(canary);

const leaksIn = (text: string): string[] =>
  marks.filter(
    (mark) => text.includes(mark) || text.includes(Buffer.from(mark).toString('base64').slice(0, -4)),
  );

describe('personal data of a run', () => {
  let product: Product;
  let clerk: Operator;
  let head: Operator;
  const answers: string[] = [];

  beforeAll(async () => {
    product = await startProduct();
    const admin = await securityAdminOf(product.apiUrl, county);
    clerk = await appoint(product.apiUrl, admin, { role: 'village', county, place });
    head = await appoint(product.apiUrl, admin, { role: 'village', county, place });
  }, 180_000);

  afterAll(async () => product?.stop());

  const apply = async (changes: Record<string, unknown> = {}) => {
    const answer = await clerk.post<Problem & { loanId: string }>('/v1/applications', {
      county,
      appliedOn: '2024-03-01',
      name: canary.name,
      idNumber: canary.idNumber,
      phone: canary.phone,
      account: canary.account,
      township: '龙兴镇',
      village: '北山村',
      targetGroup: 'liftedPoor',
      amount: '30000.00',
      termMonths: 12,
      purpose: 'breeding',
      purposeText: canary.reason,
      ...changes,
    });
    if (answer.status >= 400) answers.push(JSON.stringify(answer.body));
    return answer;
  };

  it('stands in no history, log or error, whether the command is accepted, refused or malformed', async () => {
    const { status, body } = await apply();
    expect({ status, body }).toMatchObject({ status: 201 });
    await apply();
    await apply({ idNumber: '509999199001010075' });
    await apply({ amount: canary.name });
    await apply({ purpose: 'housing', idNumber: '509999198203040015' });
    const refused = await clerk.decide(body.loanId, 'villageOpinion', {
      decision: 'reject',
      reason: canary.reason,
    });
    answers.push(JSON.stringify(refused.body));
    await head.decide(body.loanId, 'villageOpinion', { decision: 'approve', opinion: canary.reason });
    await eventually('the next step is open', async () => {
      const { body: loan } = await clerk.get<{ pendingStep: string }>(`/v1/loans/${body.loanId}`);
      return loan.pendingStep === 'townOpinion';
    });

    const { workflows, stored, readable } = await allHistories(product);
    expect(workflows).toBeGreaterThan(0);
    expect(readable).toContain('30000.00');
    expect(stored).not.toContain('30000.00');
    expect({ stored: leaksIn(stored), readable: leaksIn(readable) }).toEqual({ stored: [], readable: [] });
    expect(leaksIn(await product.logs())).toEqual([]);
    expect(answers.length).toBeGreaterThanOrEqual(4);
    expect(leaksIn(answers.join('\n'))).toEqual([]);
  }, 120_000);

  it('would be found if it leaked', () => {
    for (const mark of marks) expect(leaksIn(`before ${mark} after`)).toEqual([mark]);
    expect(leaksIn(`"${Buffer.from(canary.phone).toString('base64')}"`)).toEqual([canary.phone]);
  });
});
