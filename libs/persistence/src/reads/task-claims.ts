import { RefusedError, type Actor } from '@bangdai/contracts';
import type { TaskRow } from '@bangdai/contracts/http';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { announce } from '../messages/live-feed.js';
import { Conditions } from './conditions.js';
import { addScope, holdersOf } from './task-conditions.js';
import { readTask } from './task.reader.js';

/** @throws RefusedError `TASK_TAKEN` | `TASK_DONE` | `WRONG_ROLE` */
export async function claimTask(
  context: StoreContext,
  actor: Actor,
  taskId: string,
  today: string,
): Promise<TaskRow> {
  return context.database.transaction(async (db) => {
    const task = await lockTask(db, actor, taskId);
    if (task.desk !== actor.role) throw new RefusedError('WRONG_ROLE');
    requireFree(task, actor);
    await db.run(`update task set status = 'claimed', claimed_by = $2, claimed_at = now() where id = $1`, [
      taskId,
      actor.id,
    ]);
    await announce(db, { topic: 'task', id: taskId, county: task.county });
    return readTask(db, context, actor, taskId, today);
  });
}

/** @throws RefusedError `TASK_TAKEN` when another holds it | `TASK_DONE` | `CONSULTATION_OPEN` while it only awaits an opinion */
export async function releaseTask(
  context: StoreContext,
  actor: Actor,
  taskId: string,
  today: string,
): Promise<TaskRow> {
  return context.database.transaction(async (db) => {
    const task = await lockTask(db, actor, taskId);
    requireFree(task, actor);
    const asked = await db.maybe(
      `select 1 from task_handover where task_id = $1 and state = 'open' limit 1`,
      [taskId],
    );
    if (asked !== null) throw new RefusedError('CONSULTATION_OPEN');
    await db.run(`update task set status = 'open', claimed_by = null, claimed_at = null where id = $1`, [
      taskId,
    ]);
    await announce(db, { topic: 'task', id: taskId, county: task.county });
    return readTask(db, context, actor, taskId, today);
  });
}

function requireFree({ claimed_by }: { claimed_by: string | null }, actor: Actor): void {
  if (claimed_by !== null && !holdersOf(actor).includes(claimed_by)) throw new RefusedError('TASK_TAKEN');
}

/** The open task under a row lock. @throws RefusedError `NOT_FOUND` | `TASK_DONE` */
export async function lockTask(db: Db, actor: Actor, taskId: string) {
  const where = new Conditions();
  where.add(taskId, (id) => `t.id = ${id}`);
  addScope(where, actor);
  const task = await db.one<{ status: string; desk: string; claimed_by: string | null; county: string }>(
    `select t.status, t.desk, t.claimed_by, t.county from task t where ${where.sql} for update`,
    where.params,
  );
  if (task.status === 'done' || task.status === 'cancelled') throw new RefusedError('TASK_DONE');
  return task;
}
