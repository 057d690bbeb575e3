import type { Pool } from 'pg';

/** What the same rows cost without rules, people, ledger or plans: one table, one statement. */
export class BareSql {
  constructor(private readonly pool: Pool) {}

  /** The CSV taken apart and inserted whole, every cell as text. */
  async insertCsv(csv: Buffer): Promise<void> {
    const lines = csv.toString('utf8').trim().split(/\r?\n/);
    const rows = lines.slice(1).map((line) => line.split(','));
    const width = lines[0]!.split(',').length;
    const columns = Array.from({ length: width }, (_, at) => `c${at}`);
    await this.pool.query('drop table if exists bench_row');
    await this.pool.query(`create table bench_row (${columns.map((name) => `${name} text`).join(', ')})`);
    const arrays = columns.map((_, at) => rows.map((cells) => cells[at] ?? ''));
    await this.pool.query(
      `insert into bench_row select * from unnest(${columns.map((_, at) => `$${at + 1}::text[]`).join(', ')})`,
      arrays,
    );
  }

  /** Claims of one interest day computed, inserted and summed by one statement. */
  async settle(county: string, bank: string, settleOn: string): Promise<number> {
    const { rows } = await this.pool.query<{ lines: number }>(
      `with claims as (
         insert into bench_claim select p.loan_id, p.period_from, p.period_to, p.interest, p.subsidy
         from subsidy_plan p join loan l on l.id = p.loan_id
         where p.settle_on = $1 and l.county = $2 and l.bank = $3 and p.subsidy > 0 returning subsidy)
       select count(*)::int as lines, sum(subsidy) from claims`,
      [settleOn, county, bank],
    );
    return rows[0]?.lines ?? 0;
  }

  async createClaims(): Promise<void> {
    await this.pool.query(
      `create table bench_claim (loan_id uuid, period_from date, period_to date, interest numeric(18,2),
         subsidy numeric(18,2), primary key (loan_id, period_from))`,
    );
    await this.pool.query('analyze');
  }
}
