import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import {
  activeLoan,
  createTestDatabase,
  importRows,
  inventedPortfolio,
  villageActor,
  type TestDatabase,
} from '../testing/index.js';

const name = '古丽米热·麦麦提明';
const idNumber = '659999198506120038';
const secrets = [
  name,
  '古丽米热',
  '19912345678',
  '6230520000000098765',
  '母亲患病需要照顾',
  '王某某来电反映',
];

describe('personal data', () => {
  let database: TestDatabase;
  let owner: pg.Client;
  let loanId: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = new pg.Client({ connectionString: database.adminUrl });
    await owner.connect();
    const { idCheckCharacter } = await import('@bangdai/domain');
    const valid = idNumber.slice(0, 17) + idCheckCharacter(idNumber.slice(0, 17));
    secrets.push(valid, valid.slice(6, 14));
    const loan = await activeLoan(
      database.persistence,
      { on: '2024-02-01' },
      {
        name,
        idNumber: valid,
        phone: '19912345678',
        account: '6230520000000098765',
        purposeText: '母亲患病需要照顾',
      },
    );
    loanId = loan.loanId;
    const { intake, idempotency } = database.persistence;
    await intake.storeCommandText('cmd-text', loanId, { reason: '王某某来电反映', contact: '19912345678' });
    const scan = {
      key: 'idCard',
      fileName: `${name}.jpg`,
      mimeType: 'image/jpeg',
      bytes: Buffer.from(`scan of ${name}`),
    };
    await intake.storeDocument(villageActor('bachu-2024'), loanId, scan);
    await idempotency.begin('actor', 'POST /x', 'key', 'hash');
    await idempotency.finish('actor', 'POST /x', 'key', 200, { name });
    const rows = inventedPortfolio(3).map((row) => ({ ...row, name, phone: '19912345678' }));
    await importRows(database.persistence, villageActor('bachu-2024', ''), rows);
  }, 60_000);

  afterAll(async () => {
    await owner?.end();
    await database?.drop();
  });

  it('stands in no column of any table in clear', async () => {
    const { rows: tables } = await owner.query(
      `select table_name from information_schema.tables where table_schema = 'public'`,
    );
    const found: string[] = [];
    for (const { table_name } of tables) {
      const { rows } = await owner.query(
        `select t::text as line, (to_jsonb(t))::text as json from "${table_name}" t`,
      );
      for (const { line, json } of rows) {
        for (const secret of secrets) {
          const hex = Buffer.from(secret).toString('hex');
          if ([line, json].some((text) => text.includes(secret) || text.includes(hex)))
            found.push(`${table_name}: ${secret}`);
        }
      }
    }
    expect(found).toEqual([]);
  });

  it('is masked on the loan and found by its keyed hashes', async () => {
    const actor = villageActor('bachu-2024');
    const loan = await database.persistence.reads.getLoan(actor, loanId, '2024-02-02');
    expect(loan).toMatchObject({
      borrower: '古********',
      phoneMasked: '199****5678',
      idNumberMasked: expect.stringMatching(/^659999\*{8}.{4}$/),
    });
    for (const q of [name, secrets[6], secrets[6]?.slice(-4), loan.loanNo.slice(0, 6)]) {
      const { rows } = await database.persistence.reads.listLoans(actor, { limit: 10, q });
      expect(rows.map(({ id }) => id)).toContain(loanId);
    }
  });

  it('does not exist for another village', async () => {
    const { reads, intake } = database.persistence;
    const stranger = villageActor('bachu-2024', '龙兴镇/南山村');
    await expect(reads.getLoan(stranger, loanId, '2024-02-02')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(reads.getHistory(villageActor('yubei-2021'), loanId)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(
      intake.storeClaim(stranger, 'c', loanId, { cause: 'majorIllness', proofs: [] }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await reads.listLoans(stranger, { limit: 10 })).rows).toEqual([]);
  });

  it('reads back what was sealed', async () => {
    const { reads, intake, idempotency } = database.persistence;
    const { documents } = await reads.getLoan(villageActor('bachu-2024'), loanId, '2024-02-02');
    const scan = documents.find(({ fileName }) => fileName !== null);
    const { bytes, fileName } = await intake.getDocument(villageActor('bachu-2024'), scan?.id ?? '');
    expect([Buffer.from(bytes).toString(), fileName]).toEqual([`scan of ${name}`, `${name}.jpg`]);
    await expect(idempotency.begin('actor', 'POST /x', 'key', 'hash')).resolves.toEqual({
      first: false,
      status: 200,
      body: { name },
    });
    await expect(idempotency.begin('actor', 'POST /x', 'key', 'other')).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });
});
