import { RefusedError, type Actor } from '@bangdai/contracts';
import type { Db } from '../database/database.js';
import { Conditions } from './conditions.js';
import { addScope, OPEN } from './task-conditions.js';

/**
 * One county, one step, and nothing that is filled in case by case: what a step asks for with its approval (papers, a
 * meeting, an opinion, the bank's terms, signed figures) is never given for a hundred households at once.
 * @throws RefusedError `BULK_MIXED`
 */
export async function requireBatch(db: Db, actor: Actor, taskIds: readonly string[]): Promise<void> {
  const where = new Conditions();
  where.add(taskIds, (ids) => `t.id = any(${ids})`);
  where.raw(OPEN);
  addScope(where, actor);
  const { kinds, plain } = await db.one<{ kinds: number; plain: boolean | null }>(
    `select count(distinct (t.county, t.step_key, t.kind))::int as kinds,
       bool_and(t.kind = 'review' and t.subject = 'loan' and not t.needs_meeting and not t.requires_detail
         and t.requires = '[]' and not starts_with(t.role, 'bank')) as plain
     from task t where ${where.sql}`,
    where.params,
  );
  if (kinds > 1 || plain === false) throw new RefusedError('BULK_MIXED');
}
