import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FieldCipher, createKeyRing } from '@bangdai/platform';
import pg from 'pg';
import {
  apply,
  bankActor,
  createTestDatabase,
  inventedIdNumber,
  loanChange,
  testKeys,
  type TestDatabase,
} from '../testing/index.js';

describe('what an application tells of a person whom the county knows', () => {
  let database: TestDatabase;
  let owner: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = new pg.Client({ connectionString: database.adminUrl });
    await owner.connect();
  }, 60_000);

  afterAll(async () => {
    await owner?.end();
    await database?.drop();
  });

  const one = async (sql: string, params: unknown[] = []) => (await owner.query(sql, params)).rows[0];

  it('changes phone and account only when it is accepted, and a new account is checked by the bank', async () => {
    const { persistence } = database;
    const idNumber = inventedIdNumber();
    const of = {
      idNumber,
      householdNo: `HH-${idNumber}`,
      phone: '19911110000',
      account: '6230520000000000001',
    };
    const first = await apply(persistence, of);
    const onFile = () => contactOf(first.loan.loanId);
    const told = { ...of, phone: '19922220000', account: '6230520000000000002' };
    const refused = await apply(persistence, { ...told, amount: '60000.00' });
    expect(refused.verdict.accepted).toBe(false);
    expect(await onFile()).toEqual({ phone: of.phone, account: of.account });
    await persistence.loans.recordWake(loanChange(first.loan, 'withdrawn', { stage: 'withdrawn' }));
    const { loan, verdict } = await apply(persistence, told);
    expect(verdict.accepted).toBe(true);
    expect(await onFile()).toEqual({ phone: told.phone, account: told.account });
    const changes = await changesOf(loan.loanId);
    expect(changes).toEqual([
      { field: 'account', cause: 'application', review: 'open' },
      { field: 'phone', cause: 'application', review: null },
    ]);
    const [task] = await database.persistence.dataSource.query(
      `select id, desk, bank from task where subject_id = $1 and kind = 'accountReview' and status = 'open'`,
      [loan.loanId],
    );
    expect(task).toMatchObject({ desk: 'bank', bank: 'main' });
    const form = await persistence.desk.readForm(bankActor('bachu-2024'), task.id);
    expect(form.fields.map(({ value }) => value)).toEqual(expect.arrayContaining([of.account, told.account]));
    const answer = { taskId: task.id, commandId: 'account-1', on: '2024-02-02', reasonGiven: true };
    await persistence.desk.decide(bankActor('bachu-2024'), { ...answer, decision: 'return' });
    expect(await onFile()).toEqual({ phone: told.phone, account: of.account });
    expect((await changesOf(loan.loanId)).map(({ cause, review }) => [cause, review])).toEqual([
      ['application', 'rejected'],
      ['accountRejected', null],
      ['application', null],
    ]);
  });

  /** Phone and account as the bank would be told them. */
  const contactOf = async (loanId: string) => {
    const { person_id, phone_enc, account_enc } = await one(
      'select p.id as person_id, phone_enc, account_enc from person p join loan l on l.person_id = p.id where l.id = $1',
      [loanId],
    );
    const cipher = new FieldCipher(createKeyRing([testKeys.data]));
    const read = (column: string, sealed: Buffer) => cipher.decrypt(sealed, `person|${column}|${person_id}`);
    return { phone: read('phone', phone_enc), account: read('account', account_enc) };
  };
  const changesOf = async (
    loanId: string,
  ): Promise<{ field: string; cause: string; review: string | null }[]> =>
    (
      await owner.query(
        `select field, cause, review from person_change where loan_id = $1 order by field, at`,
        [loanId],
      )
    ).rows;
});
