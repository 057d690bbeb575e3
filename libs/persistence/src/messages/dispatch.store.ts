import type { CounterpartKey, CounterpartPaper, DispatchStore, PaymentStatus } from '@bangdai/contracts';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { orderSubject, paymentPaper } from '../payments/payment-tasks.js';
import type { Subject } from '../subjects/subject.js';
import { openSystemTask, type SystemTask } from '../subjects/system-task.js';
import { subjectOfMessage } from './message-subject.js';

type PaperTask = Pick<SystemTask, 'cause' | 'title' | 'role' | 'amount' | 'outcomes'>;

/** What was handed to counterparts without a machine, and what came back. */
export class DispatchRepository implements DispatchStore {
  constructor(private readonly context: StoreContext) {}

  numberFor(counterpart: CounterpartKey, key: string): Promise<number> {
    return this.context.database.transaction((db) => numberFor(db, counterpart, key));
  }

  async handPaper(counterpart: CounterpartKey, paper: CounterpartPaper): Promise<void> {
    await this.context.database.transaction(async (db) => {
      const key = keyOf(paper);
      const known = await db.maybe(`select 1 from counterpart_dispatch where ${OF} and key = $4`, [
        ...[counterpart.county, counterpart.kind, counterpart.code, key],
      ]);
      if (known !== null) return;
      await numberFor(db, counterpart, key);
      const { subject, task } = await paperTask(db, counterpart, paper);
      const bank = counterpart.kind === 'bank' ? counterpart.code : null;
      await openSystemTask(db, this.context, subject, {
        ...{ kind: 'counterpartPaper', place: '', bank, at: new Date().toISOString(), ...task },
      });
    });
  }

  /** A report with the amount that was ordered counts before others; of several the last. */
  async resultOf({ county, kind, code }: CounterpartKey, key: string): Promise<PaymentStatus | null> {
    const row = await this.context.database.read((db) =>
      db.maybe<{ outcome: 'paid' | 'rejected' | null; paid_on: string; amount: string }>(
        `select i.payload->>'outcome' as outcome, i.payload->>'paidOn' as paid_on, i.payload->>'amount' as amount
         from counterpart_dispatch d left join payment_order o on o.order_no = d.key
         left join inbox i on i.county = d.county and i.subject_no = d.key and i.kind = 'paymentReported'
         where d.county = $1 and d.kind = $2 and d.code = $3 and d.key = $4
         order by (i.payload->>'amount' = o.amount::text) desc nulls last, i.seq desc nulls last limit 1`,
        [county, kind, code, key],
      ),
    );
    if (row === null) return null;
    if (row.outcome === null) return { state: 'accepted', paidOn: null };
    return { state: row.outcome, paidOn: row.paid_on, amount: row.amount };
  }

  async lastArrival({ county, kind, code }: CounterpartKey): Promise<number> {
    const { last } = await this.context.database.read((db) =>
      db.one<{ last: number }>(
        `select coalesce(max(number), 0)::int as last from counterpart_arrival where ${OF}`,
        [county, kind, code],
      ),
    );
    return last;
  }

  async recordArrival(
    { county, kind, code }: CounterpartKey,
    { number, name, sha256, rows, refused }: Parameters<DispatchStore['recordArrival']>[1],
  ): Promise<void> {
    await this.context.database.read((db) =>
      db.run(
        `insert into counterpart_arrival (county, kind, code, number, name, sha256, rows, refused)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
        [county, kind, code, number, name, sha256, rows, refused],
      ),
    );
  }
}

const OF = 'county = $1 and kind = $2 and code = $3';

/** Gapless: the counterpart's row is locked while its next number is taken. */
async function numberFor(db: Db, { county, kind, code }: CounterpartKey, key: string): Promise<number> {
  await db.one(`select 1 from counterpart where ${OF} for update`, [county, kind, code]);
  await db.run(
    `insert into counterpart_dispatch (county, kind, code, number, key)
     select $1, $2, $3, coalesce(max(number), 0) + 1, $4 from counterpart_dispatch where ${OF}
     on conflict (county, kind, code, key) do nothing`,
    [county, kind, code, key],
  );
  const { number } = await db.one<{ number: number }>(
    `select number from counterpart_dispatch where ${OF} and key = $4`,
    [county, kind, code, key],
  );
  return number;
}

function keyOf(paper: CounterpartPaper): string {
  if (paper.kind === 'payment') return paper.order.orderNo;
  return paper.kind === 'message' ? paper.message.id : `subsidy-list/${paper.settleOn}`;
}

async function paperTask(
  db: Db,
  { county, code }: CounterpartKey,
  paper: CounterpartPaper,
): Promise<{ subject: Subject; task: PaperTask }> {
  if (paper.kind === 'payment') {
    const subject = await orderSubject(db, paper.order.orderNo);
    return { subject, task: { ...paymentPaper(paper.order.orderNo), amount: subject.amount } };
  }
  if (paper.kind === 'message') {
    const row = await db.one<{ subject_id: string; loan_id: string | null }>(
      'select subject_id, loan_id from outbox where id = $1',
      [paper.message.id],
    );
    const task = { cause: paper.message.id, title: '打印并送交银行', role: 'countyOffice', amount: null };
    return { subject: await subjectOfMessage(db, row), task: { ...task, outcomes: ['servedOnPaper'] } };
  }
  const settlement = await db.one<{ id: string; no: string }>(
    'select id, settlement_no as no from settlement where county = $1 and bank = $2 and settle_on = $3',
    [county, code, paper.settleOn],
  );
  const subject: Subject = { kind: 'settlement', ...settlement, county, loanId: null };
  const task = { cause: `list-${paper.settleOn}`, title: '报送贴息清单', role: 'bank', amount: null };
  return { subject, task: { ...task, outcomes: ['handedIn'] } };
}
