import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HistoryRow, LoanDetail, LoanSummary, Problem } from '@bangdai/contracts/http';
import { eventually, type Operator } from '../support/operators.js';
import { startProduct, type Product } from '../support/product.js';
import { appoint, securityAdminOf } from '../support/staff.js';

interface PaperApplication {
  name: string;
  idNumber: string;
  phone: string;
  town: string;
  village: string;
  group: string;
  householdKind: string;
  education: string;
  amount: string;
  termMonths: number;
  purpose: string;
  purposeText: string;
  existingDebt: string;
  appliedOn: string;
}

const county = 'yubei-2021';
const papers = JSON.parse(
  readFileSync(new URL('../support/data/yubei-applications.json', import.meta.url), 'utf8'),
) as PaperApplication[];

/** LPR of the contract date: one year, and over one year to three. */
const contractRate = (months: number): string => (months <= 12 ? '0.03' : '0.035');

describe('the 30 applications of Yubei walk village → town → district → bank', () => {
  let product: Product;
  const townships = new Map<string, Operator>();
  let district: Operator;
  let bank: Operator;
  const clerks = new Map<string, { clerk: Operator; head: Operator }>();

  beforeAll(async () => {
    product = await startProduct();
    const admin = await securityAdminOf(product.apiUrl, county);
    for (const place of new Set(papers.map((paper) => paper.town)))
      townships.set(place, await appoint(product.apiUrl, admin, { role: 'township', county, place }));
    district = await appoint(product.apiUrl, admin, { role: 'countyOffice', county });
    bank = await appoint(product.apiUrl, admin, { role: 'bank', county, bank: 'main' });
    for (const place of new Set(papers.map((paper) => `${paper.town}/${paper.village}`))) {
      clerks.set(place, {
        clerk: await appoint(product.apiUrl, admin, { role: 'village', county, place }),
        head: await appoint(product.apiUrl, admin, { role: 'village', county, place }),
      });
    }
  }, 180_000);

  afterAll(async () => product?.stop());

  const villageOf = (paper: PaperApplication) => clerks.get(`${paper.town}/${paper.village}`)!;

  const apply = (paper: PaperApplication, changes: Record<string, unknown> = {}) =>
    villageOf(paper).clerk.post<LoanDetail & Problem & { loanId: string; loanNo: string; stage: string }>(
      '/v1/applications',
      {
        county,
        appliedOn: paper.appliedOn,
        name: paper.name,
        idNumber: paper.idNumber,
        phone: paper.phone,
        township: paper.town,
        village: paper.village,
        group: paper.group,
        targetGroup: paper.householdKind,
        education: paper.education,
        amount: paper.amount,
        termMonths: paper.termMonths,
        purpose: paper.purpose,
        purposeText: paper.purposeText,
        existingDebt: paper.existingDebt,
        account: '6228480000000000000',
        documents: ['contract', 'yubeiAnnex2'],
        ...changes,
      },
    );

  const walk = async (paper: PaperApplication, loanId: string): Promise<void> => {
    for (const [who, step] of [
      [villageOf(paper).head, 'villageOpinion'],
      [townships.get(paper.town)!, 'townOpinion'],
      [district, 'districtOpinion'],
    ] as const) {
      const answer = await who.decide(loanId, step, { decision: 'approve', opinion: '情况属实，同意' });
      expect({ step, status: answer.status, body: answer.body }).toMatchObject({ step, status: 200 });
    }
    const answer = await bank.decide(loanId, 'bankDecision', {
      decision: 'approve',
      opinion: '同意放款',
      documents: ['contract', 'yubeiAnnex2'],
      approvedTerms: {
        amount: paper.amount,
        termMonths: paper.termMonths,
        annualRate: contractRate(paper.termMonths),
      },
    });
    expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 200 });
  };

  const loanOf = async (loanId: string): Promise<LoanDetail> =>
    (await district.get<LoanDetail>(`/v1/loans/${loanId}`)).body;

  it('disburses all thirty, one of them after it was returned and completed', async () => {
    const loanIds: string[] = [];
    for (const [index, paper] of papers.entries()) {
      const { status, body } = await apply(paper);
      expect({ index, status, body }).toMatchObject({ index, status: 201, body: { stage: 'inReview' } });
      if (index === 0) await returnAndComplete(paper, body.loanId);
      await walk(paper, body.loanId);
      loanIds.push(body.loanId);
    }
    for (const loanId of loanIds) {
      await eventually(
        `loan ${loanId} is disbursed`,
        async () => (await loanOf(loanId)).stage === 'active',
        60,
      );
    }
    const { body: summary } = await district.get<LoanSummary>(
      `/v1/loans/summary?county=${county}&stage=active`,
    );
    const total = papers.reduce((sum, paper) => sum + BigInt(paper.amount.replace('.', '')), 0n);
    expect(summary.count).toBe(30);
    expect(summary.balance.replace('.', '')).toBe(total.toString());
  }, 600_000);

  const returnAndComplete = async (paper: PaperApplication, loanId: string): Promise<void> => {
    const { clerk, head } = villageOf(paper);
    const returned = await head.decide(loanId, 'villageOpinion', {
      decision: 'return',
      reason: '请补充种养计划',
    });
    expect(returned.status).toBe(200);
    const completed = await clerk.decide(loanId, 'apply', {
      decision: 'complete',
      documents: ['yubeiAnnex1'],
    });
    expect(completed.status).toBe(200);
    const { body: history } = await district.get<HistoryRow[]>(`/v1/loans/${loanId}/history`);
    expect(history.some((row) => row.decision === 'return' && row.text?.includes('请补充种养计划'))).toBe(
      true,
    );
  };

  it('rejects one with its reason and keeps it on record', async () => {
    const paper = papers[1]!;
    const person = { ...paper, name: '陈安' };
    const { status, body } = await apply(person, { idNumber: withCheckDigit('50999919800101001') });
    expect(status).toBe(201);
    const silent = await villageOf(paper).head.decide(body.loanId, 'villageOpinion', { decision: 'reject' });
    expect({ status: silent.status, code: (silent.body as Problem).code }).toEqual({
      status: 422,
      code: 'REASON_REQUIRED',
    });
    const answer = await villageOf(paper).head.decide(body.loanId, 'villageOpinion', {
      decision: 'reject',
      reason: '家庭无生产项目',
    });
    expect(answer.status).toBe(200);
    const loan = await eventually('the loan is rejected', async () => {
      const found = await loanOf(body.loanId);
      return found.stage === 'rejected' ? found : null;
    });
    expect(loan.steps.find((step) => step.key === 'villageOpinion')).toMatchObject({
      state: 'rejected',
      decision: 'reject',
    });
  }, 60_000);

  it('refuses one that is not eligible and names every reason', async () => {
    const paper = papers[2]!;
    const { status, body } = await apply(paper, {
      idNumber: withCheckDigit('50999919480101002'),
      name: '陈老',
      purpose: 'housing',
      amount: '80000.00',
    });
    expect(status).toBe(422);
    expect(body.code).toBe('NOT_ELIGIBLE');
    expect(body.reasons?.map((reason) => reason.code)).toEqual([
      'AGE_ABOVE_MAX',
      'AMOUNT_ABOVE_MAX',
      'PURPOSE_BANNED',
      'HOUSEHOLD_EXPOSURE_ABOVE_MAX',
    ]);
  }, 60_000);

  it('lets nobody decide two steps of one loan, nor outside their place', async () => {
    const paper = papers[3]!;
    const { body } = await apply(paper, { idNumber: withCheckDigit('50999919900101003'), name: '陈平' });
    const { clerk } = villageOf(paper);
    const own = await clerk.decide(body.loanId, 'villageOpinion', { decision: 'approve', opinion: '同意' });
    expect((own.body as Problem).code).toBe('SAME_PERSON');
    const elsewhere = [...clerks].find(([place]) => place !== `${paper.town}/${paper.village}`)![1].head;
    expect(await elsewhere.tasksOf(body.loanId)).toEqual([]);
    expect((await elsewhere.get(`/v1/loans/${body.loanId}`)).status).toBe(404);
  }, 60_000);
});

/** ISO 7064 MOD 11-2 over the first seventeen digits. */
function withCheckDigit(body: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = [...body].reduce((total, digit, index) => total + Number(digit) * weights[index]!, 0);
  return body + '10X98765432'[sum % 11];
}
