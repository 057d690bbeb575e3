import { CounterpartRefusedError, type OutboxStore } from '@bangdai/contracts';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { closeSystemTasks, openSystemTask } from '../subjects/system-task.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import { fixedMessage, OUTBOX_COLUMNS, type Outgoing, type OutboxRow } from './message-body.js';
import { subjectOfMessage } from './message-subject.js';
import { backOffSeconds, errorCodeOf } from './retry.js';

/** The next due message of any subject whose earlier messages are all over. */
const NEXT = `select ${OUTBOX_COLUMNS} from outbox o where o.state = 'pending' and o.next_attempt_at <= now()
  and not exists (select 1 from outbox e where e.subject_id = o.subject_id and e.seq < o.seq and e.state = 'pending')`;

/**
 * Messages to counterparts, in order per subject. A message that a counterpart refused for good is over and becomes a
 * person's task; one that could not be handed over keeps its place, and after a day of failures a person is told too
 * (lifecycle §10). Notices to households go to their village.
 */
export class OutboxRepository implements OutboxStore {
  constructor(private readonly context: StoreContext) {}

  async drain(limit: number, deliver: (message: Outgoing) => Promise<void>): Promise<number> {
    let delivered = 0;
    for (let i = 0; i < limit; i += 1) {
      const outcome = await this.deliverNext(deliver);
      if (outcome === null) return delivered;
      if (outcome) delivered += 1;
    }
    return delivered;
  }

  /** Null when none is due. What is to be said is fixed and committed before it leaves. */
  private async deliverNext(deliver: (message: Outgoing) => Promise<void>): Promise<boolean | null> {
    const { database } = this.context;
    const fixed = await database.transaction((db) => this.fixNext(db));
    if (fixed === null) return null;
    return database.transaction(async (db) => {
      const row = await db.maybe<OutboxRow>(`${NEXT} and o.id = $1 for update of o skip locked`, [fixed]);
      // Another relay has it in hand.
      return row === null ? false : this.deliverOne(db, row, deliver);
    });
  }

  /** A message that cannot even be composed is put off like one that cannot be handed over. */
  private async fixNext(db: Db): Promise<string | null> {
    const row = await db.maybe<OutboxRow>(`${NEXT} order by o.seq limit 1 for update of o skip locked`);
    if (row === null) return null;
    if (row.recipient === 'household') return row.id;
    try {
      await fixedMessage(db, this.context, row);
    } catch (error) {
      await this.putOff(db, row, error);
    }
    return row.id;
  }

  private async deliverOne(
    db: Db,
    row: OutboxRow,
    deliver: (message: Outgoing) => Promise<void>,
  ): Promise<boolean> {
    if (row.recipient === 'household') return this.handToVillage(db, row);
    try {
      await deliver(await fixedMessage(db, this.context, row));
    } catch (error) {
      if (error instanceof CounterpartRefusedError) await this.giveUp(db, row, error);
      else await this.putOff(db, row, error);
      return false;
    }
    await db.run(
      `update outbox set state = 'delivered', delivered_at = now(), attempts = attempts + 1 where id = $1`,
      [row.id],
    );
    if (row.attempts > 0) await this.closeTask(db, row);
    return true;
  }

  /**
   * Households have no address on the platform: their village prints the notice, serves it and marks it served. A loan
   * that came to its end meanwhile needs no notice any more.
   */
  private async handToVillage(db: Db, row: OutboxRow): Promise<boolean> {
    const subject = await subjectOfMessage(db, row);
    if (subject.ended) {
      await db.run(`update outbox set state = 'undelivered', last_error = 'LOAN_CLOSED' where id = $1`, [
        row.id,
      ]);
      return false;
    }
    await openSystemTask(db, this.context, subject, {
      kind: 'householdNotice',
      cause: row.id,
      title: householdTitles[row.kind] ?? '打印并送达通知',
      role: 'village',
      ...{ place: subject.place, bank: null, amount: null, at: new Date().toISOString() },
      outcomes: ['servedOnPaper'],
    });
    await db.run(
      `update outbox set state = 'handed', delivered_at = now(), attempts = attempts + 1 where id = $1`,
      [row.id],
    );
    await this.tell(db, row, 'noticeHanded', null);
    return true;
  }

  /** Repeating would not help: the later ones go, and a person settles this one. */
  private async giveUp(db: Db, row: OutboxRow, error: unknown): Promise<void> {
    const code = errorCodeOf(error);
    this.context.logger.warn({ outboxId: row.id, kind: row.kind, code }, 'message was refused');
    await db.run(
      `update outbox set state = 'undelivered', attempts = attempts + 1, last_error = $2 where id = $1`,
      [row.id, code],
    );
    await this.tell(db, row, 'messageUndelivered', code);
    await this.openTask(db, row);
  }

  /** Tried again with growing gaps; a day of failures, counted from the first one, also becomes a person's task. */
  private async putOff(db: Db, row: OutboxRow, error: unknown): Promise<void> {
    const code = errorCodeOf(error);
    this.context.logger.warn({ outboxId: row.id, kind: row.kind, code }, 'message could not be delivered');
    await db.run(
      `update outbox set attempts = attempts + 1, last_error = $2, first_failed_at = coalesce(first_failed_at, now()),
         next_attempt_at = now() + make_interval(secs => $3) where id = $1`,
      [row.id, code, backOffSeconds(row.attempts)],
    );
    if (row.stale) await this.openTask(db, row);
  }

  private async tell(db: Db, row: OutboxRow, kind: string, code: string | null): Promise<void> {
    const subject = await subjectOfMessage(db, row);
    const event = systemEvent(kind, { message: row.kind }, { code });
    await appendTimeline(db, subject, new Date().toISOString(), [event]);
  }

  private async openTask(db: Db, row: OutboxRow): Promise<void> {
    const subject = await subjectOfMessage(db, row);
    await openSystemTask(db, this.context, subject, {
      kind: 'undelivered',
      cause: row.id,
      title: '通知未能送达，请联系对方',
      role: 'countyOffice',
      ...{ place: subject.place, bank: row.bank, amount: null, at: new Date().toISOString() },
      outcomes: ['resend', 'servedOnPaper'],
    });
  }

  private async closeTask(db: Db, row: OutboxRow): Promise<void> {
    const subject = await subjectOfMessage(db, row);
    await closeSystemTasks(db, subject, { kind: 'undelivered', cause: row.id }, 'delivered');
  }
}

const householdTitles: Record<string, string> = {
  maturityNotice: '打印并送达到期提醒',
  writtenNotice: '打印并送达书面到期通知',
  rejectionNotice: '打印并送达不予贷款通知',
  publicityPosting: '打印并张贴公示',
};
