import type { Db } from '../database/database.js';

const LETTERS = { loan: 'L', claim: 'C', clawback: 'B' } as const;

/** Next number of a county and year, `L2024000017`; the counter's row lock makes it gapless per transaction. */
export async function nextNumber(
  db: Db,
  county: string,
  kind: keyof typeof LETTERS,
  year: string,
): Promise<string> {
  const { last } = await db.one<{ last: number }>(
    `insert into loan_counter (county, kind, year, last) values ($1, $2, $3, 1)
     on conflict (county, kind, year) do update set last = loan_counter.last + 1 returning last`,
    [county, kind, Number(year)],
  );
  return `${LETTERS[kind]}${year}${String(last).padStart(6, '0')}`;
}
