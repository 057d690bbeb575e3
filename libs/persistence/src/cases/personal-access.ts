import type { Actor } from '@bangdai/contracts';
import type { Db } from '../database/database.js';

/** Who opened a person's full data, when and in which paper; nobody can take the line back. */
export async function notePersonalAccess(db: Db, actor: Actor, loanId: string, what: string): Promise<void> {
  await db.run('insert into personal_access (actor_id, actor_role, loan_id, what) values ($1, $2, $3, $4)', [
    actor.id,
    actor.role,
    loanId,
    what,
  ]);
}
