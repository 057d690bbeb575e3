import type { Db } from '../database/database.js';

/** What a change already written had answered; a repeated activity gets it again instead of a second effect. */
export async function recallVerdict<Verdict>(
  db: Db,
  subjectId: string,
  changeIds: string[],
): Promise<Verdict | null> {
  const known = await db.maybe<{ verdict: Verdict }>(
    `select verdict from applied_change
     where subject_id = $1 and change_id = any($2) and verdict is not null limit 1`,
    [subjectId, changeIds],
  );
  return known?.verdict ?? null;
}

/** False when this change was written before: then nothing else may be written for it. */
export async function markApplied(
  db: Db,
  subjectId: string,
  changeId: string,
  verdict: unknown = null,
): Promise<boolean> {
  const inserted = await db.run(
    `insert into applied_change (subject_id, change_id, verdict) values ($1, $2, $3::jsonb) on conflict do nothing`,
    [subjectId, changeId, verdict === null ? null : JSON.stringify(verdict)],
  );
  return inserted === 1;
}
