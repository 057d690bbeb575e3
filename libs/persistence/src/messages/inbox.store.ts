import type { InboxEntry, InboxKind, InboxStore } from '@bangdai/contracts';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { holdForClosedLoan } from '../loans/repayment.activities.js';
import { keepLateList, takeEarlyList } from '../settlements/late-list.js';
import type { Subject } from '../subjects/subject.js';
import { closeSystemTasks, openSystemTask } from '../subjects/system-task.js';
import { isOnRecord } from './on-record.js';
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
      const told = await deliver(entryOf(row));
      const outcome = told === 'undeliverable' ? await withoutReceiver(db, this.context, row) : told;
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
    if (outcome === 'delivered' && row.attempts > 0) await this.closeTask(db, row);
  }

  private async closeTask(db: Db, row: InboxRow): Promise<void> {
    const concerned = await findConcerned(db, row.county, row.subject_no, row.payload);
    if (concerned === null) return;
    await closeSystemTasks(db, concerned.subject, { kind: 'undelivered', cause: row.id }, 'delivered');
  }

  /** Money that was reported is never dropped: what nobody waits for becomes a person's task. */
  private async tellPerson(
    db: Db,
    { id, kind, county, subject_no: subjectNo, payload }: InboxRow,
  ): Promise<void> {
    this.context.logger.error({ inboxId: id, kind, county }, 'inbox entry has no receiver');
    const concerned = await findConcerned(db, county, subjectNo, payload);
    if (concerned === null) return;
    const { subject, place, bank } = concerned;
    await openSystemTask(db, this.context, subject, {
      kind: 'undelivered',
      cause: id,
      title: '外部报送无法入账，请核实',
      role: 'countyOffice',
      place,
      bank,
      amount: null,
      at: new Date().toISOString(),
      outcomes: ['resend', 'handled'],
    });
  }
}

/** Nobody waits for it: too early, or known already, or for a person. */
async function withoutReceiver(
  db: Db,
  context: StoreContext,
  row: InboxRow,
): Promise<'waiting' | 'delivered' | 'undeliverable'> {
  if (await awaitsStart(db, row)) return 'waiting';
  const early = await takeEarlyList(db, row);
  if (early !== null) return early;
  const isSettled =
    (await isOnRecord(db, row)) || (await isHeld(db, context, row)) || (await keepLateList(db, context, row));
  return isSettled ? 'delivered' : 'undeliverable';
}

/** Money for a loan that is paid off is held for return, and the bank is asked to give it back (lifecycle §3). */
async function isHeld(db: Db, context: StoreContext, row: InboxRow): Promise<boolean> {
  if (row.kind !== 'repaymentReceived') return false;
  const loan = await db.maybe<{ id: string }>('select id from loan where county = $1 and loan_no = $2', [
    row.county,
    row.subject_no,
  ]);
  if (loan === null) return false;
  const { receiptNo, paidOn, principal, interest } = row.payload as Record<string, string>;
  const repayment = {
    ...{ inboxId: row.id, receiptNo: receiptNo ?? '', paidOn: paidOn ?? '' },
    ...{ principal: principal ?? '', interest: interest ?? '' },
  };
  return holdForClosedLoan(db, context, loan.id, repayment, row.received_at);
}

/** A loan that was imported and whose workflow is still to be started will receive the fact then. */
async function awaitsStart(db: Db, { county, subject_no: subjectNo }: InboxRow): Promise<boolean> {
  const row = await db.maybe(
    'select 1 from loan where county = $1 and loan_no = $2 and not workflow_started',
    [county, subjectNo],
  );
  return row !== null;
}

interface Concerned {
  subject: Subject;
  place: string;
  bank: string | null;
}

/** By loan, claim or order number; a subsidy list by its bank and day. */
async function findConcerned(
  db: Db,
  county: string,
  no: string,
  payload: unknown,
): Promise<Concerned | null> {
  const { bank: sender, settleOn } = payload as { bank?: string; settleOn?: string };
  const row = await db.maybe<{
    kind: Subject['kind'];
    id: string;
    no: string;
    loan_id: string | null;
    place: string;
    bank: string;
  }>(
    `select 'loan' as kind, id, loan_no as no, id as loan_id, place, bank from loan where county = $1 and loan_no = $2
     union all select 'claim', id, claim_no, loan_id, place, bank from claim where county = $1 and claim_no = $2
     union all select 'claim', c.id, c.claim_no, c.loan_id, c.place, c.bank from claim c
       join payment_order o on o.subject_id = c.id where o.county = $1 and o.order_no = $2
     union all select 'settlement', s.id, s.settlement_no, null, '', s.bank from settlement s
       where s.county = $1 and (s.bank = $3 and s.settle_on::text = $4
         or s.id = (select subject_id from payment_order where order_no = $2))
     limit 1`,
    [county, no, sender ?? null, settleOn ?? null],
  );
  if (row === null) return null;
  const subject = { kind: row.kind, id: row.id, no: row.no, county, loanId: row.loan_id };
  return { subject, place: row.place, bank: row.bank };
}
