import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { Actor, CounterpartKey } from '@bangdai/contracts';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../testing/index.js';

const county = 'bachu-2024';
const admin: Actor = { id: 'a', role: 'systemAdmin', county, place: '', bank: null };
const bank: CounterpartKey = { county, kind: 'bank', code: 'main' };
const treasury: CounterpartKey = { county, kind: 'treasury', code: 'treasury' };
const secret = (): string => randomBytes(32).toString('base64');
const inDays = (days: number): Date => new Date(Date.now() + days * 86_400_000);

describe('secrets of banks and treasuries', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  }, 60_000);
  afterAll(async () => database?.drop());

  it('belong to one counterpart of one county', async () => {
    const { secrets } = database.persistence;
    const own = secret();
    await secrets.set(admin, bank, own, inDays(7));
    expect(await secrets.accepted(bank)).toEqual([own]);
    expect(await secrets.accepted(treasury)).toEqual([]);
    expect(await secrets.accepted({ ...bank, county: 'yubei-2021' })).toEqual([]);
  });

  it('overlap until the day named, the newest first', async () => {
    const { secrets } = database.persistence;
    const [first, second, third] = [secret(), secret(), secret()];
    await secrets.set(admin, treasury, first, inDays(7));
    const state = await secrets.set(admin, treasury, second, inDays(7));
    expect(state).toMatchObject({ accepted: 2, previousValidUntil: expect.any(String) });
    expect(JSON.stringify(state)).not.toContain(second);
    expect(await secrets.accepted(treasury)).toEqual([second, first]);
    // Known to be lost: those before it end at once, whatever was agreed.
    await secrets.set(admin, treasury, third, new Date());
    expect(await secrets.accepted(treasury)).toEqual([third]);
  });

  it('never come back, and are set for the own county alone', async () => {
    const { secrets } = database.persistence;
    const own = secret();
    await secrets.set(admin, bank, own, inDays(1));
    await secrets.set(admin, bank, secret(), inDays(1));
    await expect(secrets.set(admin, bank, own, inDays(1))).rejects.toMatchObject({ code: 'FIELD_INVALID' });
    const other = { ...admin, county: 'yubei-2021' };
    await expect(secrets.set(other, bank, secret(), inDays(1))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const unknown = { ...bank, code: 'nobody' };
    await expect(secrets.set(admin, unknown, secret(), inDays(1))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('lie sealed in the database', async () => {
    const { secrets } = database.persistence;
    const own = secret();
    await secrets.set(admin, bank, own, inDays(1));
    const owner = new pg.Client({ connectionString: database.adminUrl });
    await owner.connect();
    const { rows } = await owner
      .query('select s::text as line from counterpart_secret s')
      .finally(() => owner.end());
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(own).toString('hex'));
  });
});
