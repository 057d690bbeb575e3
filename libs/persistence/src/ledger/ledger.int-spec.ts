import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fundDepositEntry } from '@bangdai/domain';
import { BlindIndex, createKeyRing, FieldCipher } from '@bangdai/platform';
import pg from 'pg';
import { Database } from '../database/database.js';
import { migrate } from '../database/migrate.js';
import { createPersistence } from '../persistence.js';
import { testKeys } from '../testing/test-database.js';
import { activeLoan, createTestDatabase, type TestDatabase } from '../testing/index.js';
import { book, reverse, type Cause } from './ledger.writer.js';

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

  it.each(['account', 'journal_entry', 'posting', 'timeline', 'review', 'refusal'])(
    'lets the application neither change nor delete rows of %s',
    async (table) => {
      await expect(application.query(`delete from ${table}`)).rejects.toThrow('permission denied');
      const column = {
        account: 'kind',
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

  it('keeps even the owner from changing or emptying what was booked', async () => {
    const owner = new pg.Client({ connectionString: database.adminUrl });
    await owner.connect();
    for (const change of [
      'update posting set debit = debit + 1 where debit > 0',
      'truncate posting',
      'truncate journal_entry cascade',
    ])
      // prettier-ignore
      await expect(owner.query(change)).rejects.toThrow('append-only');
    await owner.end();
  });

  it('does not let the application run as a role that could change the books', async () => {
    const options = { cipher: new FieldCipher(createKeyRing([testKeys.data])), blindIndex: new BlindIndex(testKeys.index) }; // prettier-ignore
    const { packs, adminUrl } = database;
    const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
    await expect(
      createPersistence({ ...options, databaseUrl: adminUrl, packs, calendar: packs.calendar, logger }),
    ).rejects.toThrow('may change account, journal_entry, posting');
    await expect(migrate({ adminUrl, applicationUrl: adminUrl })).rejects.toThrow('name another role');
  });

  it('connects as a role that owns nothing and is no superuser', async () => {
    const { rows } = await application.query(
      `select current_user as name, rolsuper as super, (select count(*)::int from pg_tables where tableowner = current_user) as owned
       from pg_roles where rolname = current_user`,
    );
    expect(rows).toEqual([{ name: 'bangdai_app', super: false, owned: 0 }]);
  });

  describe('reversal', () => {
    const context = () => new Database(database.persistence.dataSource);
    const cause = (key: string): Cause => ({
      ...{ key, county: 'bachu-2024', subject: 'fund', subjectNo: 'T' },
      ...{ subjectId: null, loanId: null, documentNo: null },
    });
    const deposit = (key: string) =>
      context().transaction((db) =>
        book(
          db,
          fundDepositEntry({ id: key, county: 'bachu-2024', on: '2024-02-01', bank: 'main', amount: '7.00' }),
          cause(key),
        ),
      );
    const undo = (key: string, by: string) =>
      context().transaction((db) => reverse(db, key, '2024-02-05', cause(by)));

    it('mirrors an entry on a day of its own, once', async () => {
      expect(await deposit('deposit/1')).toBe(true);
      expect(await deposit('deposit/1')).toBe(false);
      expect(await undo('deposit/1', 'undo/1')).toBe(true);
      expect(await undo('deposit/1', 'undo/1')).toBe(false);
      await expect(undo('deposit/1', 'undo/1-again')).rejects.toThrow('reversed_once');
      const { rows } = await application.query(
        `select e.kind, e.booked_on::text as "on", p.account, p.debit, p.credit from journal_entry e join posting p on p.entry_id = e.id
         where e.key = 'undo/1' order by line_no`,
      );
      expect(rows).toEqual([
        { kind: 'reversal', on: '2024-02-05', account: 'county/bachu-2024/riskFund/main', debit: '0.00', credit: '7.00' }, // prettier-ignore
        { kind: 'reversal', on: '2024-02-05', account: 'county/bachu-2024/fundCapital/main', debit: '7.00', credit: '0.00' }, // prettier-ignore
      ]);
    });

    it('is refused at commit when it is no mirror', async () => {
      await deposit('deposit/2');
      await application.query('begin');
      const { rows } = await application.query(
        `insert into journal_entry (key, county, booked_on, kind, lines, subject_no, reverses)
         select 'undo/2', county, booked_on, 'reversal', 2, 'T', id from journal_entry where key = 'deposit/2' returning id`,
      );
      for (const [line, debit, credit] of [
        [1, '6.00', '0'],
        [2, '0', '6.00'],
      ] as const)
        // prettier-ignore
        await application.query(
          `insert into posting (entry_id, line_no, account, debit, credit) values ($1, $2, 'county/bachu-2024/riskFund/main', $3, $4)`,
          [rows[0].id, line, debit, credit],
        );
      await expect(application.query('commit')).rejects.toThrow('no mirror');
    });

    it('says when there is nothing to undo', async () => {
      await expect(undo('never/booked', 'undo/3')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });
  });
});
