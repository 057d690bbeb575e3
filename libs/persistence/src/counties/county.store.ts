import { fundDepositEntry, shanghaiDateOf, type PolicyPack } from '@bangdai/domain';
import { moveFund } from '../funds/fund.writer.js';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { book } from '../ledger/ledger.writer.js';

/** The bank of a county that has not named more than one. */
export const MAIN_BANK = 'main';

/** What a fund starts with where its pack names no size, until the county enters its own figure. */
const UNSTATED_FUND_SIZE = '1000000.00';

/** The newest version of each scheme of the registry, which lists versions oldest first. */
function newestPacks(packs: readonly PolicyPack[]): PolicyPack[] {
  return [...new Map(packs.map((pack) => [pack.schemeKey, pack])).values()];
}

/** A further county is a further pack and nothing else: its rows are made from the pack. */
export async function ensureCounties({ database, packs }: StoreContext): Promise<void> {
  await database.transaction(async (db) => {
    for (const pack of newestPacks(packs.all())) await ensureCounty(db, pack);
  });
}

async function ensureCounty(db: Db, pack: PolicyPack): Promise<void> {
  const code = pack.schemeKey;
  const name = typeof pack.region['name'] === 'string' ? pack.region['name'] : pack.title.zh;
  const bankName = pack.parties.find(({ role }) => role === 'bank')?.zh ?? '承贷银行';
  await db.run(
    `insert into county (code, name, scheme_key) values ($1, $2, $1) on conflict (code) do update set name = excluded.name`,
    [code, name],
  );
  await db.run(
    `insert into place (county, path, level, name) values ($1, '', 'county', $2) on conflict do nothing`,
    [code, name],
  );
  await db.run(
    `insert into bank (county, code, name, main) values ($1, $2, $3, true) on conflict do nothing`,
    [code, MAIN_BANK, bankName],
  );
  await db.run(
    `insert into counterpart (county, kind, code, name) values ($1, 'bank', $2, $3), ($1, 'treasury', 'treasury', '国库')
     on conflict do nothing`,
    [code, MAIN_BANK, bankName],
  );
  await ensureFund(db, pack);
}

async function ensureFund(db: Db, { schemeKey, fund }: PolicyPack): Promise<void> {
  const size = fund.size ?? fund.minSize ?? UNSTATED_FUND_SIZE;
  const created = await db.run(
    `insert into fund (county, bank, shared, balance, size) values ($1, $2, true, 0, $3) on conflict do nothing`,
    [schemeKey, MAIN_BANK, size],
  );
  if (created === 0) return;
  const on = shanghaiDateOf(Date.now());
  const opening = { key: `opening/${schemeKey}`, kind: 'opening' as const, amount: size, on };
  const subjectNo = `fund/${schemeKey}`;
  await moveFund(db, { county: schemeKey, bank: MAIN_BANK }, { ...opening, subjectNo });
  await bookEndowment(db, schemeKey, size);
}

/** The fund's first deposit stands in the ledger as well, so that its account and its row agree from the first day. */
async function bookEndowment(db: Db, county: string, size: string): Promise<void> {
  const key = `fund/${county}/endowment`;
  const on = shanghaiDateOf(Date.now());
  await book(db, fundDepositEntry({ id: key, county, on, bank: MAIN_BANK, amount: size }), {
    ...{ key, county, subject: 'fund', subjectNo: `fund/${county}` },
    ...{ subjectId: null, loanId: null, documentNo: null },
  });
}
