import { RefusedError, type ImportDecision, type TaskDraft, type TimelineEntry } from '@bangdai/contracts';
import { shanghaiDateOf } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { importSubject } from '../intake/import.intake.js';
import { announce } from '../messages/live-feed.js';
import { markApplied } from '../subjects/applied-change.js';
import { closeTasks, openTasks } from '../subjects/task.writer.js';
import { appendTimeline } from '../subjects/timeline.writer.js';

/** Working days for a look at a file; then it is called to mind. */
const SLA_WORKING_DAYS = 5;

interface Batch {
  id: string;
  county: string;
  as_of: string;
}

interface Part {
  bank: string;
  role: string;
  task_id: string;
  balance: string;
}

async function lockBatch(db: Db, importId: string): Promise<Batch> {
  return db.one<Batch>('select id, county, as_of from import_batch where id = $1 for update', [importId]);
}

/** One task for each bank of the file at the side that did not upload it; opened again, they stay as they are. */
export async function openImportTasks(
  { database, calendar }: StoreContext,
  { importId, at }: { importId: string; at: string },
): Promise<void> {
  await database.transaction(async (db) => {
    const batch = await lockBatch(db, importId);
    const parts = await db.rows<Part>(
      `select bank, role, task_id, balance from import_confirmation where import_id = $1 and state = 'waiting' order by bank`,
      [importId],
    );
    for (const part of parts) {
      await openTasks(db, importSubject(batch), [draftOf(batch, part, at)], calendar, part.balance);
    }
    await announce(db, { topic: 'import', id: importId, county: batch.county });
  });
}

const draftOf = ({ county }: Batch, { bank, role, task_id }: Part, at: string): TaskDraft => ({
  taskId: task_id,
  kind: 'confirmImport',
  stepKey: 'confirmImport',
  title: '确认存量贷款导入',
  role,
  county,
  place: '',
  bank,
  slaWorkingDays: SLA_WORKING_DAYS,
  dueOn: null,
  openedOn: shanghaiDateOf(Date.parse(at)),
  outcomes: ['approve', 'return'],
  requires: [],
  requiresDetail: false,
  needsMeeting: false,
});

/** @throws RefusedError `TASK_DONE` when somebody answered before */
export async function recordImportDecision(
  { database }: StoreContext,
  { importId, command, at }: { importId: string; command: ImportDecision; at: string },
): Promise<void> {
  const { commandId, taskId, decision, actor } = command;
  await database.transaction(async (db) => {
    const batch = await lockBatch(db, importId);
    if (!(await markApplied(db, importId, commandId))) return;
    const answered = await db.run(
      `update import_confirmation set state = $3, decided_by = $4, decided_at = $5, command_id = $6
       where import_id = $1 and task_id = $2 and state = 'waiting'`,
      [importId, taskId, decision === 'approve' ? 'confirmed' : 'returned', actor.id, at, commandId],
    );
    if (answered === 0) throw new RefusedError('TASK_DONE');
    await db.run(
      `update import_batch set state = 'running' where id = $1 and state = 'confirming'
         and not exists (select 1 from import_confirmation where import_id = $1 and state = 'waiting')`,
      [importId],
    );
    await closeTasks(db, batch.county, [{ taskId, outcome: 'done', decision, actorId: actor.id }], at);
    await appendTimeline(db, importSubject(batch), at, [eventOf(command)]);
    await announce(db, { topic: 'import', id: importId, county: batch.county });
  });
}

const eventOf = ({ commandId, decision, actor }: ImportDecision): TimelineEntry => ({
  kind: decision === 'approve' ? 'importConfirmed' : 'importReturned',
  lane: 'people',
  actor,
  stepKey: 'confirmImport',
  decision,
  code: null,
  commandId,
  dueOn: null,
  data: {},
});

/** Done, or returned when nobody agreed to any of it. */
export async function finishImport(
  { database }: StoreContext,
  { importId, at }: { importId: string; at: string },
): Promise<void> {
  await database.transaction(async (db) => {
    const { county } = await db.one<{ county: string }>(
      `update import_batch set finished_at = coalesce(finished_at, $2), state = case
         when exists (select 1 from import_confirmation where import_id = $1)
           and not exists (select 1 from import_confirmation where import_id = $1 and state = 'confirmed') then 'returned'
         else 'done' end
       where id = $1 returning county`,
      [importId, at],
    );
    await announce(db, { topic: 'import', id: importId, county });
  });
}
