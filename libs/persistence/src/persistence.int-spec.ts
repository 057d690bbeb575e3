import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from './testing/index.js';

describe('persistence', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  }, 60_000);

  afterAll(async () => {
    await database?.drop();
  });

  it('has a county for each pack, a second time the same', async () => {
    await database.persistence.ensureCounties();
    const actor = { id: 'x', role: 'supervisor', county: '*', place: '', bank: null };
    const counties = await database.persistence.reads.counties(actor);
    expect(counties.map(({ code }) => code)).toEqual([
      ...new Set(database.packs.all().map(({ schemeKey }) => schemeKey)),
    ]);
  });

  it('migrates again without effect', async () => {
    const { migrate } = await import('./index.js');
    expect(await migrate({ adminUrl: database.adminUrl, applicationUrl: database.databaseUrl })).toEqual([]);
    const client = new pg.Client({ connectionString: database.databaseUrl });
    await client.connect();
    await expect(client.query('create table x (id int)')).rejects.toThrow('permission denied');
    await client.end();
  });
});
