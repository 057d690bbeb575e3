import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadPacks } from '@bangdai/policy-packs';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apply, createTestDatabase, disburse, villageActor, type TestDatabase } from '../testing/index.js';

const terms = { on: '2022-03-01', months: 12, annualRate: '0.03' };
const form = { appliedOn: '2022-02-20', termMonths: 12, documents: ['idCard', 'yubeiAnnex2'] };
const scan = {
  key: 'yubeiAnnex2',
  fileName: '承诺书.pdf',
  mimeType: 'application/pdf',
  bytes: Buffer.from('%PDF'),
};

describe('the papers of an application', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bangdai-papers-'));
  let database: TestDatabase;

  beforeAll(async () => {
    const yubei = loadPacks().versions('yubei-2021')[0];
    const strict = {
      ...yubei,
      schemaVersion: '1.1',
      schemeKey: 'minqin-2025',
      filesRequired: ['yubeiAnnex2'],
    };
    writeFileSync(join(folder, 'minqin.json'), JSON.stringify(strict));
    database = await createTestDatabase({ packs: loadPacks({ extraDirs: [folder] }) });
  }, 60_000);

  afterAll(async () => {
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const papersOf = async (county: string, loanId: string) =>
    (await database.persistence.reads.getLoan(villageActor(county), loanId, '2022-03-02')).documents.map(
      ({ key, sha256, seenBy }) => ({ key, isFile: sha256 !== null, isSeen: seenBy !== undefined }),
    );

  it('count as seen by whoever took them, until a file of them is uploaded', async () => {
    const { persistence } = database;
    const { loan } = await apply(persistence, { county: 'yubei-2021', ...form });
    const marks = await persistence.dataSource.query(
      'select key, uploaded_by, sha256 from document where loan_id = $1 order by key',
      [loan.loanId],
    );
    const by = villageActor('yubei-2021').id;
    expect(marks).toEqual([
      { key: 'idCard', uploaded_by: by, sha256: null },
      { key: 'yubeiAnnex2', uploaded_by: by, sha256: null },
    ]);
    await expect(disburse(persistence, loan, terms)).resolves.toMatchObject({ accepted: true });
    await persistence.intake.storeDocument(villageActor('yubei-2021'), loan.loanId, scan);
    expect(await papersOf('yubei-2021', loan.loanId)).toEqual([
      { key: 'yubeiAnnex2', isFile: true, isSeen: false },
      { key: 'idCard', isFile: false, isSeen: true },
    ]);
  });

  it('do not count without a file where the pack asks for the file', async () => {
    const { persistence } = database;
    const county = 'minqin-2025';
    const { loan } = await apply(persistence, { county, ...form });
    expect(await persistence.intake.documentKeys(loan.loanId, ['yubeiAnnex2', 'sitePhoto'])).toEqual([
      'idCard',
      'sitePhoto',
    ]);
    await expect(disburse(persistence, loan, terms)).resolves.toMatchObject({ code: 'DOCUMENT_MISSING' });
    await persistence.intake.storeDocument(villageActor(county), loan.loanId, scan);
    await expect(disburse(persistence, loan, { ...terms, amount: '29999.00' })).resolves.toMatchObject({
      accepted: true,
    });
  });
});
