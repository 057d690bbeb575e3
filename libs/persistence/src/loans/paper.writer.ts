import { randomUUID } from 'node:crypto';
import type { Db } from '../database/database.js';

/**
 * "Paper original seen by": one row a paper, of whoever saw it first. A paper that was uploaded needs no such row.
 * @param by staff id
 */
export async function markPapersSeen(
  db: Db,
  loanId: string,
  keys: readonly string[],
  by: string,
  at: string,
): Promise<void> {
  const wanted = [...new Set(keys)];
  if (wanted.length === 0) return;
  await db.run(
    `insert into document (id, loan_id, key, uploaded_by, uploaded_at)
     select x.id, $1, x.key, $4, $5 from unnest($2::uuid[], $3::text[]) as x(id, key)
     where not exists (select 1 from document d where d.loan_id = $1 and d.key = x.key) on conflict do nothing`,
    [loanId, wanted.map(() => randomUUID()), wanted, by, at],
  );
}
