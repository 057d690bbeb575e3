import type { Db } from '../database/database.js';

/** Keys of all that is on file: uploads, what the form lists, what reviewers listed. */
export async function documentKeys(db: Db, loanId: string): Promise<string[]> {
  const rows = await db.rows<{ key: string }>(
    `select key from document where loan_id = $1
     union select jsonb_array_elements_text(documents) from application where loan_id = $1
     union select jsonb_array_elements_text(documents) from review where subject_id = $1
     order by 1`,
    [loanId],
  );
  return rows.map(({ key }) => key);
}
