import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { activeLoan, createTestDatabase, type TestDatabase } from '../testing/index.js';

describe('ledger', () => {
  let database: TestDatabase;
  let application: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    application = new pg.Client({ connectionString: database.databaseUrl });
    await application.connect();
    await activeLoan(database.persistence, { on: '2024-02-01' });
  }, 60_000);

  afterAll(async () => {
    await application?.end();
    await database?.drop();
  });

  const entry = (key: string, lines: number) =>
    application.query(
      `insert into journal_entry (key, county, booked_on, kind, lines, subject_no)
       values ($1, 'bachu-2024', '2024-02-01', 'test', $2, 'T') returning id`,
      [key, lines],
    );
  const posting = (id: string, line: number, debit: string, credit: string) =>
    application.query(
      `insert into posting (entry_id, line_no, account, debit, credit)
       values ($1, $2, (select name from account limit 1), $3, $4)`,
      [id, line, debit, credit],
    );

  it('refuses an entry at commit that does not balance', async () => {
    await application.query('begin');
    const { rows } = await entry('unbalanced', 2);
    await posting(rows[0].id, 1, '10.00', '0');
    await posting(rows[0].id, 2, '0', '9.99');
    await expect(application.query('commit')).rejects.toThrow('does not balance');
  });

  it('refuses an entry without lines', async () => {
    await expect(entry('empty', 2)).rejects.toThrow('does not balance');
  });

  it('refuses a line that is added to a finished entry', async () => {
    const { rows } = await application.query('select id, lines from journal_entry limit 1');
    await expect(posting(rows[0].id, rows[0].lines + 1, '1.00', '0')).rejects.toThrow('no further line');
  });

  it.each(['journal_entry', 'posting', 'timeline', 'review', 'refusal'])(
    'lets the application neither change nor delete rows of %s',
    async (table) => {
      await expect(application.query(`delete from ${table}`)).rejects.toThrow('permission denied');
      const column = {
        journal_entry: 'kind',
        posting: 'account',
        timeline: 'kind',
        review: 'decision',
        refusal: 'code',
      }[table];
      await expect(application.query(`update ${table} set ${column} = 'x'`)).rejects.toThrow(
        'permission denied',
      );
      await expect(application.query(`truncate ${table} cascade`)).rejects.toThrow('permission denied');
    },
  );

  it('keeps even the owner from changing what was booked', async () => {
    const owner = new pg.Client({ connectionString: database.adminUrl });
    await owner.connect();
    await expect(owner.query(`update posting set debit = debit + 1 where debit > 0`)).rejects.toThrow(
      'append-only',
    );
    await owner.end();
  });
});
