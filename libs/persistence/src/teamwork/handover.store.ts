import { RefusedError, type Actor, type TimelineKind } from '@bangdai/contracts';
import type { ColleagueView, HandoverStore, HandoverView, TaskTag } from '@bangdai/contracts/http';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { announce } from '../messages/live-feed.js';
import { lockTask } from '../reads/task-claims.js';
import { markApplied } from '../subjects/applied-change.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import { colleagueView, decidersOfOtherSteps, deskPeople, sees, type Colleague } from './colleagues.js';
import { openOpinions, readHandovers } from './handover.reader.js';

interface SharedTask {
  id: string;
  subject: string;
  subject_id: string;
  county: string;
  place: string;
  bank: string | null;
  desk: string;
  step_key: string;
  claimed_by: string | null;
  urged_on: string | null;
}

type Asking = { commandId: string; reason?: string | undefined };

/** 转办, 委派, 加签, 抄送, 催办: each one transaction, once per command, with its line in the history. */
export class HandoverRepository implements HandoverStore {
  constructor(private readonly context: StoreContext) {}

  colleagues(actor: Actor, taskId: string, purpose: 'handOver' | 'ask'): Promise<ColleagueView[]> {
    return this.context.database.transaction(async (db) => {
      const task = await this.task(db, actor, taskId);
      const people = await this.peopleFor(db, actor, task, purpose);
      return people.map((person) => colleagueView(this.context, person));
    });
  }

  async handOver(
    actor: Actor,
    taskId: string,
    command: Asking & { kind: 'transfer' | 'delegate'; to: string },
  ): Promise<void> {
    const { kind, to, commandId, reason } = command;
    await this.once(actor, taskId, commandId, async (db, task) => {
      await this.requireHolder(db, actor, task);
      const [person] = await this.chosen(db, actor, task, 'handOver', [to]);
      await this.insert(db, task, actor, { kind, to, commandId });
      // What was given to somebody stays theirs: no time limit of a claim runs.
      await db.run(`update task set status = 'claimed', claimed_by = $2, claimed_at = null where id = $1`, [
        task.id,
        to,
      ]);
      const told = kind === 'transfer' ? 'taskTransferred' : 'taskDelegated';
      await this.tell(
        db,
        actor,
        task,
        told,
        commandId,
        `${person?.name ?? ''}${reason ? `：${reason}` : ''}`,
      );
    });
  }

  async cosign(actor: Actor, taskId: string, command: Asking & { to: string[] }): Promise<void> {
    const { commandId, reason } = command;
    await this.once(actor, taskId, commandId, async (db, task) => {
      await this.requireHolder(db, actor, task);
      const people = await this.chosen(db, actor, task, 'ask', command.to);
      for (const { id } of people) await this.insert(db, task, actor, { kind: 'cosign', to: id, commandId });
      // Who asks keeps the task, so that it cannot be decided over the heads of those who were asked.
      await db.run(`update task set status = 'claimed', claimed_by = $2, claimed_at = null where id = $1`, [
        task.id,
        actor.id,
      ]);
      const names = people.map(({ name }) => name).join('、');
      await this.tell(db, actor, task, 'taskCosigned', commandId, `${names}${reason ? `：${reason}` : ''}`);
    });
  }

  async reply(
    actor: Actor,
    taskId: string,
    command: { commandId: string; agreed: boolean; opinion: string },
  ): Promise<void> {
    const { commandId, agreed, opinion } = command;
    await this.once(actor, taskId, commandId, async (db, task) => {
      const asked = await db.maybe<{ kind: string; from_staff: string }>(
        `update task_handover set state = 'replied', agreed = $3, reply_command_id = $4, replied_at = now()
         where task_id = $1 and to_staff::text = $2 and state = 'open' returning kind, from_staff`,
        [task.id, actor.id, agreed, commandId],
      );
      if (asked === null) throw new RefusedError('NOT_FOUND');
      if (asked.kind === 'delegate')
        await db.run('update task set claimed_by = $2 where id = $1', [task.id, asked.from_staff]);
      await this.tell(db, actor, task, 'taskOpinionGiven', commandId, opinion, agreed ? 'approve' : 'reject');
    });
  }

  async recall(actor: Actor, taskId: string, commandId: string): Promise<void> {
    await this.once(actor, taskId, commandId, async (db, task) => {
      const taken = await db.rows<{ kind: string }>(
        `update task_handover set state = 'recalled' where task_id = $1 and from_staff::text = $2 and state = 'open'
         returning kind`,
        [task.id, actor.id],
      );
      if (taken.length === 0) throw new RefusedError('NOT_FOUND');
      if (taken.some(({ kind }) => kind === 'delegate'))
        await db.run('update task set claimed_by = $2 where id = $1', [task.id, actor.id]);
      await this.tell(db, actor, task, 'taskRecalled', commandId, '');
    });
  }

  async copy(actor: Actor, taskId: string, command: Asking & { to: string[] }): Promise<void> {
    const { commandId, reason } = command;
    await this.once(actor, taskId, commandId, async (db, task) => {
      const people = await this.chosen(db, actor, task, 'ask', command.to);
      for (const { id } of people)
        await db.run(
          `insert into task_copy (task_id, to_staff, from_staff) values ($1, $2, $3)
           on conflict (to_staff, task_id) do update set read_at = null, from_staff = excluded.from_staff, at = now()`,
          [task.id, id, actor.id],
        );
      const names = people.map(({ name }) => name).join('、');
      await this.tell(db, actor, task, 'taskCopied', commandId, `${names}${reason ? `：${reason}` : ''}`);
    });
  }

  async markRead(actor: Actor, taskId: string): Promise<void> {
    await this.context.database.read((db) =>
      db.run(
        'update task_copy set read_at = now() where task_id = $1 and to_staff::text = $2 and read_at is null',
        [taskId, actor.id],
      ),
    );
  }

  async urge(actor: Actor, taskId: string, command: Asking & { on: string }): Promise<void> {
    const { commandId, reason, on } = command;
    await this.once(actor, taskId, commandId, async (db, task) => {
      if (task.urged_on !== null && task.urged_on >= on) throw new RefusedError('ALREADY_URGED');
      await db.run('update task set urged_on = $2 where id = $1', [task.id, on]);
      await this.tell(db, actor, task, 'taskUrged', commandId, reason ?? '');
    });
  }

  async setTags(actor: Actor, taskId: string, tags: TaskTag[]): Promise<void> {
    await this.context.database.transaction(async (db) => {
      const task = await this.task(db, actor, taskId);
      if (task.desk !== actor.role) throw new RefusedError('WRONG_ROLE');
      await db.run('update task set tags = $2 where id = $1', [task.id, [...new Set(tags)]]);
      await announce(db, { topic: 'task', id: task.id, county: task.county });
    });
  }

  async requireAnswered(taskId: string): Promise<void> {
    const open = await this.context.database.read((db) => openOpinions(db, taskId));
    if (open > 0) throw new RefusedError('CONSULTATION_OPEN');
  }

  list(actor: Actor, taskId: string): Promise<HandoverView[]> {
    return this.context.database.read((db) => readHandovers(db, this.context, actor, taskId));
  }

  /** Who stands in for somebody passes nothing on (no second hop). */
  private async once(
    actor: Actor,
    taskId: string,
    commandId: string,
    work: (db: Db, task: SharedTask) => Promise<void>,
  ): Promise<void> {
    if (actor.onBehalfOf !== undefined) throw new RefusedError('STAND_IN_SCOPE');
    await this.context.database.transaction(async (db) => {
      const task = await this.task(db, actor, taskId);
      if (!(await markApplied(db, task.subject_id, `share/${commandId}`))) return;
      await work(db, task);
      await announce(db, { topic: 'task', id: task.id, county: task.county });
    });
  }

  private async task(db: Db, actor: Actor, taskId: string): Promise<SharedTask> {
    await lockTask(db, actor, taskId);
    return db.one<SharedTask>(
      `select id, subject, subject_id, county, place, bank, desk, step_key, claimed_by::text as claimed_by, urged_on
       from task where id = $1`,
      [taskId],
    );
  }

  /** Of this desk, held by nobody else, and no opinion outstanding. */
  private async requireHolder(db: Db, actor: Actor, task: SharedTask): Promise<void> {
    if (task.desk !== actor.role) throw new RefusedError('WRONG_ROLE');
    if (task.claimed_by !== null && task.claimed_by !== actor.id) throw new RefusedError('TASK_TAKEN');
    if ((await openOpinions(db, task.id)) > 0) throw new RefusedError('CONSULTATION_OPEN');
  }

  private async peopleFor(
    db: Db,
    actor: Actor,
    task: SharedTask,
    purpose: 'handOver' | 'ask',
  ): Promise<Colleague[]> {
    const people = (await deskPeople(db, task.county, actor.id)).filter((person) => sees(person, task));
    if (purpose === 'ask') return people;
    // Whoever decided another step could do nothing with it (`SAME_PERSON`).
    const barred = await decidersOfOtherSteps(db, task.subject_id, task.step_key);
    return people.filter(({ id, role }) => role === task.desk && !barred.has(id));
  }

  /** @throws RefusedError `FIELD_INVALID` when one of them is no person for it */
  private async chosen(
    db: Db,
    actor: Actor,
    task: SharedTask,
    purpose: 'handOver' | 'ask',
    ids: readonly string[],
  ): Promise<Colleague[]> {
    const people = await this.peopleFor(db, actor, task, purpose);
    const wanted = people.filter(({ id }) => ids.includes(id));
    if (wanted.length !== new Set(ids).size)
      throw new RefusedError('FIELD_INVALID', [], [{ pointer: '/to', code: 'FIELD_INVALID' }]);
    return wanted;
  }

  private async insert(
    db: Db,
    task: SharedTask,
    actor: Actor,
    { kind, to, commandId }: { kind: HandoverView['kind']; to: string; commandId: string },
  ): Promise<void> {
    await db.run(
      `insert into task_handover (task_id, kind, from_staff, to_staff, command_id, state) values ($1, $2, $3, $4, $5, $6)`,
      [task.id, kind, actor.id, to, commandId, kind === 'transfer' ? 'done' : 'open'],
    );
  }

  /** The line of the history and, encrypted under the command's id, what was said. */
  private async tell(
    db: Db,
    actor: Actor,
    task: SharedTask,
    kind: TimelineKind,
    commandId: string,
    text: string,
    decision: string | null = null,
  ): Promise<void> {
    if (text !== '') {
      const place = { table: 'command_text', column: 'text', rowId: `${commandId}/remark` };
      await db.run(
        `insert into command_text (command_id, key, subject_id, text_enc) values ($1, 'remark', $2, $3) on conflict do nothing`,
        [commandId, task.subject_id, this.context.vault.seal(place, text)],
      );
    }
    const told = { lane: 'people' as const, actor, stepKey: task.step_key, commandId, decision };
    await appendTimeline(db, { kind: task.subject, id: task.subject_id }, new Date().toISOString(), [
      systemEvent(kind, {}, told),
    ]);
  }
}
