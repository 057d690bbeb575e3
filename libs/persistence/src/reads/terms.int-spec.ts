import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LoanStart } from '@bangdai/contracts';
import { apply, createTestDatabase, type TestDatabase } from '../testing/index.js';

describe('terms that a bank is about to approve', () => {
  let database: TestDatabase;
  const loans: Record<string, LoanStart> = {};
  const bank = (county: string) => ({ id: 'b', role: 'bank', county, place: '', bank: 'main' });
  const check = (county: string, termMonths: number, annualRate: string, amount = '30000.00') => {
    const loanId = loans[county]?.loanId ?? '';
    const terms = { amount, termMonths, annualRate };
    return database.persistence.reads.checkTerms(bank(county), loanId, terms, '2024-03-01');
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    for (const county of ['yubei-2021', 'horqin-banner']) {
      const termMonths = county === 'yubei-2021' ? 24 : 12;
      const form = { county, appliedOn: '2024-02-01', termMonths };
      loans[county] = (await apply(database.persistence, form)).loan;
    }
  }, 60_000);

  afterAll(async () => {
    await database?.drop();
  });

  it('are bound by the rate published for their months', async () => {
    await expect(check('yubei-2021', 12, '0.0345')).resolves.toMatchObject({ code: null, rateCap: '0.0345' });
    await expect(check('yubei-2021', 12, '0.0346')).resolves.toMatchObject({
      code: 'RATE_ABOVE_CAP',
      field: 'annualRate',
      rateCap: '0.0345',
    });
    await expect(check('yubei-2021', 24, '0.0395')).resolves.toMatchObject({ code: null, rateCap: '0.0395' });
  });

  it('are equal to the rate where the plan says so', async () => {
    await expect(check('horqin-banner', 12, '0.06')).resolves.toMatchObject({ code: null });
    await expect(check('horqin-banner', 12, '0.05')).resolves.toMatchObject({ code: 'RATE_NOT_EQUAL' });
  });

  it('never go beyond what was asked for', async () => {
    await expect(check('yubei-2021', 25, '0.03')).resolves.toMatchObject({
      code: 'TERM_ABOVE_MAX',
      field: 'termMonths',
    });
    await expect(check('yubei-2021', 12, '0.03', '30000.01')).resolves.toMatchObject({
      code: 'AMOUNT_ABOVE_REQUEST',
      field: 'amount',
    });
  });

  it('come with a guide of the bounds', async () => {
    const { guide } = await check('yubei-2021', 12, '0.03');
    expect(guide).toEqual({
      amountMax: '30000.00',
      termMonthsMin: 1,
      termMonthsMax: 24,
      relation: 'max',
      rateCaps: [
        { maxMonths: 12, rate: '0.0345' },
        { maxMonths: 24, rate: '0.0395' },
      ],
    });
  });

  it('are nobody else’s to look at', async () => {
    const terms = { amount: '1.00', termMonths: 1, annualRate: '0.01' };
    const other = database.persistence.reads.checkTerms(
      bank('bachu-2024'),
      loans['yubei-2021']?.loanId ?? '',
      terms,
      '2024-03-01',
    );
    await expect(other).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
