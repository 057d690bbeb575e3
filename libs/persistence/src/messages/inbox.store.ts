import type { InboxEntry, InboxKind, InboxStore } from '@bangdai/contracts';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { openSystemTask } from '../subjects/system-task.js';
import { backOffSeconds, errorCodeOf } from './retry.js';

interface InboxRow {
  id: string;
  source: string;
  event_id: string;
  kind: InboxKind;
  county: string;
  subject_no: string;
  payload: unknown;
  received_at: string;
  attempts: number;
}

const COLUMNS = 'id, source, event_id, kind, county, subject_no, payload, received_at, attempts';

function entryOf(row: InboxRow): InboxEntry {
  const { id, source, kind, county, payload } = row;
  return {
    id,
    source,
    eventId: row.event_id,
    kind,
    county,
    subjectNo: row.subject_no,
    payload,
    receivedAt: row.received_at,
  };
}

/** Facts from outside: stored before anything else, delivered in order per subject. */
export class InboxRepository implements InboxStore {
  constructor(private readonly context: StoreContext) {}

  async get(inboxId: string): Promise<InboxEntry> {
    return this.context.database.read(async (db) =>
      entryOf(await db.one<InboxRow>(`select ${COLUMNS} from inbox where id = $1`, [inboxId])),
    );
  }

  async drain(
    limit: number,
    deliver: (entry: InboxEntry) => Promise<'delivered' | 'waiting' | 'undeliverable'>,
  ): Promise<number> {
    let delivered = 0;
    for (let i = 0; i < limit; i += 1) {
      const outcome = await this.context.database.transaction((db) => this.deliverNext(db, deliver));
      if (outcome === null) return delivered;
      if (outcome === 'delivered') delivered += 1;
    }
    return delivered;
  }

  /** One entry per transaction: what was delivered stays delivered if the next one fails. Null when none is due. */
  private async deliverNext(
    db: Db,
    deliver: (entry: InboxEntry) => Promise<'delivered' | 'waiting' | 'undeliverable'>,
  ): Promise<string | null> {
    const row = await db.maybe<InboxRow>(
      `select ${COLUMNS} from inbox i where state in ('received', 'waiting') and next_attempt_at <= now()
         and not exists (select 1 from inbox e where e.county = i.county and e.subject_no = i.subject_no
           and e.seq < i.seq and e.state in ('received', 'waiting'))
       order by seq limit 1 for update skip locked`,
    );
    if (row === null) return null;
    try {
      const outcome = await deliver(entryOf(row));
      await this.settle(db, row, outcome, null);
      return outcome;
    } catch (error) {
      this.context.logger.warn(
        { inboxId: row.id, code: errorCodeOf(error) },
        'inbox entry could not be delivered',
      );
      await this.settle(db, row, 'waiting', errorCodeOf(error));
      return 'waiting';
    }
  }

  private async settle(db: Db, row: InboxRow, outcome: string, lastError: string | null): Promise<void> {
    await db.run(
      `update inbox set state = $2, attempts = attempts + 1, last_error = $3,
         next_attempt_at = now() + make_interval(secs => $4),
         settled_at = case when $2 = 'waiting' then null else now() end
       where id = $1`,
      [row.id, outcome, lastError, backOffSeconds(row.attempts)],
    );
    if (outcome === 'undeliverable') await this.tellPerson(db, row);
  }

  private async tellPerson(db: Db, row: InboxRow): Promise<void> {
    const loan = await db.maybe<{ id: string; place: string; bank: string }>(
      `select id, place, bank from loan where county = $1 and loan_no = $2`,
      [row.county, row.subject_no],
    );
    this.context.logger.error(
      { inboxId: row.id, kind: row.kind, county: row.county },
      'inbox entry has no receiver',
    );
    if (loan === null) return;
    await openSystemTask(
      db,
      this.context,
      { kind: 'loan', id: loan.id, no: row.subject_no, county: row.county, loanId: loan.id },
      {
        kind: 'undelivered',
        cause: row.id,
        title: '外部报送无法入账，请核实',
        role: 'countyOffice',
        place: loan.place,
        bank: loan.bank,
        amount: null,
        at: new Date().toISOString(),
      },
    );
  }
}
