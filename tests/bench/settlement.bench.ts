import { afterAll, beforeAll, it } from '@jest/globals';
import {
  createTestDatabase,
  importRows,
  inventedPortfolio,
  type TestDatabase,
} from '@bangdai/persistence/testing';
import { Pool } from 'pg';
import { BareSql } from './bare-sql.js';
import { interleaved, report, seconds } from './figures.js';

/** The settlement's three statements by themselves, without HTTP, engine and bank. */
const office = {
  id: '00000000-0000-4000-8000-000000000002',
  role: 'countyOffice',
  county: 'bachu-2024',
  place: '',
  bank: null,
};
const { county } = office;
const bank = 'main';
const loans = 7952;
const settleDays = ['2024-03-20', '2024-06-20', '2024-09-20'];

let database: TestDatabase;
let pool: Pool;
let bare: BareSql;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new Pool({ connectionString: database.adminUrl, max: 2 });
  bare = new BareSql(pool);
  const importId = await importRows(database.persistence, office, inventedPortfolio(loans));
  const { imported } = await database.persistence.programme.importPortfolioRows({ importId });
  if (imported !== loans) throw new Error(`${imported} of ${loans} loans imported`);
  await bare.createClaims();
}, 180_000);

afterAll(async () => {
  await pool?.end();
  await database?.drop();
}, 60_000);

interface Settled {
  lines: number;
  open: number;
  compare: number;
}

async function settle(settleOn: string): Promise<Settled> {
  const { settlements } = database.persistence;
  const from = performance.now();
  const { settlementId, lines } = await settlements.openSettlement({
    county,
    bank,
    settleOn,
    openedBy: 'system',
  });
  const opened = performance.now();
  const { rows: list } = await pool.query(
    `select loan_no as "loanNo", nights, interest::text, subsidy::text from settlement_line where settlement_id = $1`,
    [settlementId],
  );
  await settlements.storeSubsidyList(settlementId, list);
  const compared = performance.now();
  const figures = await settlements.compareSubsidyLines({ settlementId });
  if (figures.disputed > 0) throw new Error(`${figures.disputed} lines disputed`);
  return { lines, open: (opened - from) / 1000, compare: (performance.now() - compared) / 1000 };
}

it('7,952 loans are settled by sets', async () => {
  const ours: Settled[] = [];
  const figures = await interleaved(
    (turn) => seconds(() => bare.settle(county, bank, settleDays[turn]!)),
    async (turn) => {
      const settled = await settle(settleDays[turn]!);
      ours.push(settled);
      return settled.open + settled.compare;
    },
  );
  const parts = ours.map(({ lines, open, compare }) => `${lines} lines: ${ms(open)} + ${ms(compare)}`);
  report({
    ...{ group: 'settlement', unit: 's', better: 'less', goal: 0.5, goalOn: 'ours' },
    ...{ name: 'opened and compared with the bank’s list', ...figures },
    note: `opened + compared: ${parts.join('; ')}; floor: one statement computes, inserts and sums the same claims`,
  });
}, 120_000);

const ms = (duration: number): string => `${Math.round(duration * 1000)} ms`;
