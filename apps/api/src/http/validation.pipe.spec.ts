import { describe, expect, it } from '@jest/globals';
import { ApplicationRequest, BulkDecisionRequest, TaskQuery } from '@bangdai/contracts/http';
import type { ArgumentMetadata } from '@nestjs/common';
import { ValidationPipe } from './validation.pipe.js';

const good = {
  county: 'demo-2026',
  appliedOn: '2026-11-24',
  name: '买买提·艾力',
  idNumber: '659999199104024674',
  phone: '19900000000',
  township: '巴楚镇',
  village: '1村',
  targetGroup: 'liftedPoor',
  amount: '20000.00',
  termMonths: 12,
  purpose: 'breeding',
};

const check = (schema: unknown, value: unknown): Promise<unknown> =>
  new ValidationPipe().transform(value, { type: 'body', schema } as ArgumentMetadata);

describe('validation', () => {
  it('fills what a form leaves out', async () => {
    await expect(check(ApplicationRequest, good)).resolves.toMatchObject({
      product: 'household',
      facts: { rated: true },
    });
    await expect(check(TaskQuery, { limit: '5' })).resolves.toMatchObject({ limit: 5, tab: 'todo' });
  });

  it.each([
    ['a missing field', { ...good, name: undefined }, '/name', 'FIELD_REQUIRED'],
    ['an empty field', { ...good, name: ' ' }, '/name', 'FIELD_REQUIRED'],
    ['money as a number', { ...good, amount: 20000 }, '/amount', 'FIELD_INVALID'],
    ['money with three decimals', { ...good, amount: '20000.001' }, '/amount', 'BAD_AMOUNT'],
    ['a date in another form', { ...good, appliedOn: '24.11.2026' }, '/appliedOn', 'BAD_DATE'],
    ['a day that does not exist', { ...good, appliedOn: '2026-02-30' }, '/appliedOn', 'BAD_DATE'],
    ['an unknown field', { ...good, admin: true }, '/admin', 'FIELD_INVALID'],
    ['a deep fault', { ...good, facts: { rated: 'yes' } }, '/facts/rated', 'FIELD_INVALID'],
  ])('points at %s', async (_what, form, pointer, code) => {
    await expect(check(ApplicationRequest, form)).rejects.toMatchObject({
      code,
      fields: [{ pointer, code }],
    });
  });

  it('names more than 100 tasks by their own code', async () => {
    const taskIds = Array.from({ length: 101 }, (_, at) => `t${at}`);
    await expect(check(BulkDecisionRequest, { taskIds, decision: 'approve' })).rejects.toMatchObject({
      code: 'BULK_TOO_LARGE',
    });
  });
});
