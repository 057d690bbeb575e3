import { RefusedError, type Actor } from '@bangdai/contracts';
import type { DeskDecision, LossPoolEntryBody } from '@bangdai/contracts/http';
import {
  compareMoney,
  insurancePool,
  isCivilDate,
  isMoney,
  lossPoolDepositEntry,
  lossPoolPaymentEntry,
  shanghaiDateOf,
  type LossPool,
} from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { violatedConstraint } from '../database/database.js';
import type { DeskTask } from '../desk/task-desk.js';
import { bookNew } from '../ledger/ledger.writer.js';
import { announce } from '../messages/live-feed.js';
import { openSystemTask } from '../subjects/system-task.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import { fundSubject, type FundRecord } from './fund.writer.js';

interface Entry {
  id: string;
  county: string;
  kind: 'deposit' | 'cycle';
  amount: string;
  moved_on: string;
  document_no: string;
  recorded_by: string;
}

interface NewEntry {
  county: string;
  rules: LossPool;
  commandId: string;
  entry: LossPoolEntryBody;
}

const once = new Set<string | null>(['loss_pool_document_once', 'loss_pool_cycle_once']);

/** What lies in the pool by the books. */
export async function poolBalance(db: Db, county: string): Promise<string> {
  const { balance } = await db.one<{ balance: string }>(
    'select coalesce(sum(debit - credit), 0)::numeric(18,2)::text as balance from posting where account = $1',
    [`county/${county}/lossPool`],
  );
  return balance;
}

/**
 * Finance says what was paid into the pool, or with which premiums and claims a cycle of the insurer ended; of a loss the
 * pool pays its share (calculations §5). Nothing counts before the county office has confirmed it.
 * @throws RefusedError `BAD_AMOUNT` | `BAD_DATE` | `DUPLICATE_RECEIPT`
 */
export async function recordLossPoolEntry(
  context: StoreContext,
  actor: Actor,
  { county, rules, commandId, entry }: NewEntry,
): Promise<string> {
  const { on, documentNo } = entry;
  if (!isCivilDate(on) || on > shanghaiDateOf(Date.now())) throw new RefusedError('BAD_DATE');
  const figures = figuresOf(rules, entry);
  try {
    return await context.database.transaction(async (db) => {
      const known = await db.maybe<{ id: string }>('select id from loss_pool_entry where command_id = $1', [
        commandId,
      ]);
      if (known !== null) return known.id;
      const { id } = await db.one<{ id: string }>(
        `insert into loss_pool_entry (county, kind, cycle, premiums, claims, loss, insurer, amount, moved_on, document_no,
           command_id, recorded_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id`,
        [
          ...[county, entry.kind, figures.cycle, figures.premiums, figures.claims, figures.loss],
          ...[figures.insurer, figures.amount, on, documentNo, commandId, actor.id],
        ],
      );
      await askOffice(db, context, actor, { id, county, commandId, documentNo, amount: figures.amount });
      return id;
    });
  } catch (error) {
    if (once.has(violatedConstraint(error) ?? null)) throw new RefusedError('DUPLICATE_RECEIPT');
    throw error;
  }
}

function figuresOf(rules: LossPool, entry: LossPoolEntryBody) {
  const none = { cycle: null, premiums: null, claims: null, loss: null, insurer: null };
  if (entry.kind === 'deposit') {
    if (!isMoney(entry.amount) || compareMoney(entry.amount, '0.00') <= 0)
      throw new RefusedError('BAD_AMOUNT');
    return { ...none, amount: entry.amount };
  }
  const { cycle, premiums, claims } = entry;
  if (!isMoney(premiums) || !isMoney(claims)) throw new RefusedError('BAD_AMOUNT');
  const { loss, pool, insurer } = insurancePool(rules, { premiums, claims });
  return { cycle, premiums, claims, loss, insurer, amount: pool };
}

async function askOffice(
  db: Db,
  context: StoreContext,
  actor: Actor,
  entry: { id: string; county: string; commandId: string; documentNo: string; amount: string },
): Promise<void> {
  const { id, commandId, documentNo, amount } = entry;
  const at = new Date().toISOString();
  const subject = fundSubject(await sharedFund(db, entry.county));
  const told = systemEvent(
    'lossPoolRecorded',
    { amount, voucherNo: documentNo },
    { lane: 'people', actor, commandId },
  );
  await appendTimeline(db, subject, at, [told]);
  await openSystemTask(db, context, subject, {
    ...{ kind: 'lossPoolEntry', cause: id, title: `复核风险分散补偿金 ${documentNo}`, role: 'countyOffice' },
    ...{ place: '', bank: null, amount, at, outcomes: ['approve', 'return'] },
  });
}

const sharedFund = (db: Db, county: string): Promise<FundRecord> =>
  db.one<FundRecord>('select * from fund where county = $1 and shared for update', [county]);

/**
 * The second person: what is confirmed is booked at once. A share above what lies in the pool is not confirmed before
 * more has been paid in.
 * @throws RefusedError `SAME_PERSON` | `REASON_REQUIRED` | `FUND_INSUFFICIENT`
 */
export async function decideLossPoolEntry(
  db: Db,
  _context: StoreContext,
  actor: Actor,
  task: DeskTask,
  { decision, commandId, reasonGiven }: DeskDecision,
): Promise<void> {
  const entry = await db.one<Entry>('select * from loss_pool_entry where id = $1 for update', [task.cause]);
  if (entry.recorded_by === actor.id) throw new RefusedError('SAME_PERSON');
  const isConfirmed = decision === 'approve';
  if (!isConfirmed && !reasonGiven) throw new RefusedError('REASON_REQUIRED');
  await db.run(
    `update loss_pool_entry set state = $2, decided_by = $3, decided_at = now() where id = $1 and state = 'recorded'`,
    [entry.id, isConfirmed ? 'confirmed' : 'returned', actor.id],
  );
  const fund = await sharedFund(db, entry.county);
  if (isConfirmed) await move(db, fund, entry);
  const data = { amount: entry.amount, voucherNo: entry.document_no };
  const told = systemEvent('lossPoolConfirmed', data, { lane: 'people', actor, decision, commandId });
  await appendTimeline(db, fundSubject(fund), new Date().toISOString(), [told]);
  await announce(db, { topic: 'fund', id: fund.id, county: entry.county });
}

/** A cycle without a loss moves nothing. */
async function move(db: Db, fund: FundRecord, entry: Entry): Promise<void> {
  const { id, county, kind, amount, moved_on: on } = entry;
  if (compareMoney(amount, '0.00') === 0) return;
  if (kind === 'cycle' && compareMoney(amount, await poolBalance(db, county)) > 0)
    throw new RefusedError('FUND_INSUFFICIENT');
  const booking = { id, county, on, amount };
  const booked = kind === 'deposit' ? lossPoolDepositEntry(booking) : lossPoolPaymentEntry(booking);
  await bookNew(db, booked, {
    ...{ key: `lossPool/${id}`, county, subject: 'fund', subjectNo: fundSubject(fund).no },
    ...{ subjectId: fund.id, loanId: null, documentNo: entry.document_no },
  });
}
