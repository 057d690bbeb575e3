import { RefusedError, type Actor } from '@bangdai/contracts';
import type { DeskDecision, FundEntryBody } from '@bangdai/contracts/http';
import {
  compareMoney,
  fundDepositEntry,
  fundInterestEntry,
  isCivilDate,
  isMoney,
  shanghaiDateOf,
} from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { violatedConstraint } from '../database/database.js';
import type { DeskTask } from '../desk/task-desk.js';
import { bookNew } from '../ledger/ledger.writer.js';
import { announce } from '../messages/live-feed.js';
import { openSystemTask } from '../subjects/system-task.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import { fundRules } from './fund-position.js';
import { assessFund } from './fund-top-up.js';
import { fundSubject, moveFund, wakeQueue, type FundRecord } from './fund.writer.js';

interface Entry {
  id: string;
  fund_id: string;
  county: string;
  bank: string;
  kind: 'deposit' | 'interest';
  amount: string;
  received_on: string;
  voucher_no: string;
  state: string;
  recorded_by: string;
}

const titles = { deposit: '复核补偿金到账', interest: '复核补偿金利息' } as const;

/**
 * Finance says what arrived on an account; nothing counts before the county office has confirmed it.
 * @throws RefusedError `NOT_FOUND` | `BAD_AMOUNT` | `BAD_DATE` | `DUPLICATE_RECEIPT` | `DECISION_NOT_ALLOWED`
 */
export async function recordFundEntry(
  context: StoreContext,
  actor: Actor,
  fund: FundRecord,
  commandId: string,
  body: FundEntryBody,
): Promise<string> {
  const { kind, amount, receivedOn, voucherNo, bank = fund.bank } = body;
  if (!isMoney(amount) || compareMoney(amount, '0.00') <= 0) throw new RefusedError('BAD_AMOUNT');
  if (!isCivilDate(receivedOn) || receivedOn > shanghaiDateOf(Date.now())) throw new RefusedError('BAD_DATE');
  try {
    return await context.database.transaction(async (db) => {
      const known = await db.maybe<{ id: string }>('select id from fund_entry where command_id = $1', [
        commandId,
      ]);
      if (known !== null) return known.id;
      await checkKind(db, context, fund, { kind, bank, receivedOn });
      const { id } = await db.one<{ id: string }>(
        `insert into fund_entry (fund_id, county, bank, kind, amount, received_on, voucher_no, command_id, recorded_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id`,
        [fund.id, fund.county, bank, kind, amount, receivedOn, voucherNo, commandId, actor.id],
      );
      await askOffice(db, context, actor, fund, { id, kind, amount, voucherNo, commandId });
      return id;
    });
  } catch (error) {
    if (violatedConstraint(error) === 'fund_voucher_once') throw new RefusedError('DUPLICATE_RECEIPT');
    throw error;
  }
}

/** Interest belongs to the account that bore it, and to the fund only where the pack leaves it there. */
async function checkKind(
  db: Db,
  context: StoreContext,
  fund: FundRecord,
  { kind, bank, receivedOn }: { kind: Entry['kind']; bank: string; receivedOn: string },
): Promise<void> {
  await db.one('select 1 from bank where county = $1 and code = $2', [fund.county, bank]);
  if (kind !== 'interest') return;
  const { interest } = await fundRules(db, context, fund.county, receivedOn);
  if (bank !== fund.bank || interest === 'toCounty') throw new RefusedError('DECISION_NOT_ALLOWED');
}

async function askOffice(
  db: Db,
  context: StoreContext,
  actor: Actor,
  fund: FundRecord,
  entry: { id: string; kind: Entry['kind']; amount: string; voucherNo: string; commandId: string },
): Promise<void> {
  const { id, kind, amount, voucherNo, commandId } = entry;
  const at = new Date().toISOString();
  const subject = fundSubject(fund);
  const data = { kind, amount, voucherNo };
  const told = systemEvent('fundEntryRecorded', data, { lane: 'people', actor, commandId });
  await appendTimeline(db, subject, at, [told]);
  await openSystemTask(db, context, subject, {
    ...{ kind: 'fundEntry', cause: id, title: `${titles[kind]} ${voucherNo}`, role: 'countyOffice' },
    ...{ place: '', bank: null, amount, at, outcomes: ['approve', 'return'] },
  });
  await announce(db, { topic: 'fund', id: fund.id, county: fund.county });
}

/**
 * The second person: what is confirmed is booked at once, meets what was due and wakes the queue; what is returned may
 * be recorded anew under the same voucher.
 * @throws RefusedError `SAME_PERSON` | `REASON_REQUIRED`
 */
export async function decideFundEntry(
  db: Db,
  context: StoreContext,
  actor: Actor,
  task: DeskTask,
  { decision, commandId, reasonGiven }: DeskDecision,
): Promise<void> {
  const entry = await db.one<Entry>('select * from fund_entry where id = $1 for update', [task.cause]);
  if (entry.recorded_by === actor.id) throw new RefusedError('SAME_PERSON');
  const isConfirmed = decision === 'approve';
  if (!isConfirmed && !reasonGiven) throw new RefusedError('REASON_REQUIRED');
  await db.run(
    `update fund_entry set state = $2, decided_by = $3, decided_at = now() where id = $1 and state = 'recorded'`,
    [entry.id, isConfirmed ? 'confirmed' : 'returned', actor.id],
  );
  if (isConfirmed) await takeIn(db, context, entry);
  const { kind, amount, voucher_no: voucherNo } = entry;
  const told = systemEvent(
    'fundEntryConfirmed',
    { kind, amount, voucherNo },
    { lane: 'people', actor, decision, commandId },
  );
  await appendTimeline(db, { kind: 'fund', id: entry.fund_id }, new Date().toISOString(), [told]);
  await announce(db, { topic: 'fund', id: entry.fund_id, county: entry.county });
}

async function takeIn(db: Db, context: StoreContext, entry: Entry): Promise<void> {
  const { county, bank, kind, amount, received_on: on, voucher_no: voucherNo } = entry;
  const fund = await accountAt(db, county, bank);
  const subjectNo = fundSubject(fund).no;
  await moveFund(db, fund, { key: `entry/${entry.id}`, kind, amount, on, subjectNo });
  const booking = { id: entry.id, county, bank, on, amount };
  await bookNew(db, kind === 'deposit' ? fundDepositEntry(booking) : fundInterestEntry(booking), {
    ...{ key: `fundEntry/${entry.id}`, county, subject: 'fund', subjectNo },
    ...{ subjectId: fund.id, loanId: null, documentNo: voucherNo },
  });
  await assessFund(db, context, fund, shanghaiDateOf(Date.now()));
  await wakeQueue(db, fund);
}

/** A bank's own account opens with its first deposit; from then on it answers for that bank's loans and waiting claims. */
async function accountAt(db: Db, county: string, bank: string): Promise<FundRecord> {
  const opened = await db.run(
    `insert into fund (county, bank, balance, size) values ($1, $2, 0, 0) on conflict (county, bank) do nothing`,
    [county, bank],
  );
  const fund = await db.one<FundRecord>('select * from fund where county = $1 and bank = $2 for update', [
    ...[county, bank],
  ]);
  if (opened === 1)
    await db.run('update claim set fund_bank = $2 where county = $1 and bank = $2 and queued', [
      county,
      bank,
    ]);
  return fund;
}
