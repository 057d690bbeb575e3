import { CounterpartRefusedError, type BankMessage, type OutboxStore } from '@bangdai/contracts';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { openSystemTask } from '../subjects/system-task.js';
import { bankTermsOf } from './bank-terms.js';
import { backOffSeconds, errorCodeOf } from './retry.js';

type Outgoing = BankMessage & { bank: string; to: 'bank' | 'household' };

interface OutboxRow {
  id: string;
  kind: string;
  county: string;
  bank: string;
  recipient: 'bank' | 'household';
  loan_id: string | null;
  loan_no: string | null;
  subject_id: string;
  data: Record<string, string>;
  attempts: number;
  /** Day in Shanghai on which the change that causes the message was written. */
  requested_on: string;
  stale: boolean;
}

interface PersonRow {
  id: string;
  name_enc: Buffer;
  id_number_enc: Buffer;
  phone_enc: Buffer;
  account_enc: Buffer;
}

/** Messages to counterparts; what names the person is added at the last moment, and for the bank alone. */
export class OutboxRepository implements OutboxStore {
  constructor(private readonly context: StoreContext) {}

  async drain(limit: number, deliver: (message: Outgoing) => Promise<void>): Promise<number> {
    let delivered = 0;
    for (let i = 0; i < limit; i += 1) {
      const outcome = await this.context.database.transaction((db) => this.deliverNext(db, deliver));
      if (outcome === null) return delivered;
      if (outcome) delivered += 1;
    }
    return delivered;
  }

  private async deliverNext(db: Db, deliver: (message: Outgoing) => Promise<void>): Promise<boolean | null> {
    const row = await db.maybe<OutboxRow>(
      `select id, kind, county, bank, recipient, loan_id, loan_no, subject_id, data, attempts,
         (created_at at time zone 'Asia/Shanghai')::date::text as requested_on, created_at < now() - interval '24 hours' as stale
       from outbox o where state = 'pending' and next_attempt_at <= now()
         and not exists (select 1 from outbox e where e.subject_id = o.subject_id and e.seq < o.seq and e.state = 'pending')
       order by seq limit 1 for update skip locked`,
    );
    if (row === null) return null;
    try {
      await deliver(await this.messageOf(db, row));
    } catch (error) {
      await this.postpone(db, row, error);
      return false;
    }
    await db.run(
      `update outbox set state = 'delivered', delivered_at = now(), attempts = attempts + 1 where id = $1`,
      [row.id],
    );
    return true;
  }

  private async messageOf(db: Db, row: OutboxRow): Promise<Outgoing> {
    const { id, kind, county, bank } = row;
    const added =
      row.recipient === 'bank' && row.loan_id !== null ? await this.forBank(db, row, row.loan_id) : {};
    return {
      id,
      kind,
      county,
      bank,
      to: row.recipient,
      loanNo: row.loan_no,
      data: { ...row.data, ...added },
    };
  }

  private async forBank(db: Db, row: OutboxRow, loanId: string): Promise<Record<string, string>> {
    const terms =
      row.kind === 'disbursementRequest' ? await bankTermsOf(db, this.context, loanId, row.requested_on) : {};
    return { ...terms, ...(await this.personOf(db, loanId)) };
  }

  private async personOf(db: Db, loanId: string): Promise<Record<string, string>> {
    const row = await db.one<PersonRow>(
      `select p.id, p.name_enc, p.id_number_enc, p.phone_enc, p.account_enc
       from person p join loan l on l.person_id = p.id where l.id = $1`,
      [loanId],
    );
    const open = (column: string, sealed: Buffer) =>
      this.context.vault.open({ table: 'person', column, rowId: row.id }, sealed);
    return {
      name: open('name', row.name_enc),
      idNumber: open('id_number', row.id_number_enc),
      phone: open('phone', row.phone_enc),
      account: open('account', row.account_enc),
    };
  }

  /** Tried again with growing gaps; refused, or failing for a day, it also becomes a person's task (lifecycle §10). */
  private async postpone(db: Db, row: OutboxRow, error: unknown): Promise<void> {
    const code = errorCodeOf(error);
    this.context.logger.warn({ outboxId: row.id, kind: row.kind, code }, 'message could not be delivered');
    await db.run(
      `update outbox set attempts = attempts + 1, last_error = $2, next_attempt_at = now() + make_interval(secs => $3)
       where id = $1`,
      [row.id, code, backOffSeconds(row.attempts)],
    );
    if (row.loan_id === null || !(row.stale || error instanceof CounterpartRefusedError)) return;
    const loan = await db.one<{ place: string }>('select place from loan where id = $1', [row.loan_id]);
    await openSystemTask(
      db,
      this.context,
      { kind: 'loan', id: row.loan_id, no: row.loan_no ?? '', county: row.county, loanId: row.loan_id },
      {
        kind: 'undelivered',
        cause: row.id,
        title: '通知未能送达，请联系对方',
        role: 'countyOffice',
        place: loan.place,
        bank: row.bank,
        amount: null,
        at: new Date().toISOString(),
      },
    );
  }
}
