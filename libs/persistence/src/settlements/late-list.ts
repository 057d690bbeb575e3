import type { InboxKind, SubsidyListLine } from '@bangdai/contracts';
import { addDays, shanghaiDateOf } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { writeForecast } from '../intake/settlement.intake.js';
import { announce } from '../messages/live-feed.js';
import { openSystemTask } from '../subjects/system-task.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import { SETTLEMENT_COLUMNS, settlementSubject, type SettlementRecord } from './settlement.record.js';

/** A list as the relay has it. */
export interface ListInInbox {
  id: string;
  kind: InboxKind;
  county: string;
  payload: unknown;
  received_at: string;
}

/** Days for which a list waits for its settlement to be opened: the schedule catches up on a day that it missed. */
const DAYS_TO_WAIT = 30;

interface ListBody {
  bank: string;
  settleOn: string;
  lines: SubsidyListLine[];
}

/**
 * A list that no settlement waits for yet. Sent before its day it is a forecast, kept apart: it pays nobody, the final
 * list replaces it (lifecycle §4). From the day on it is that list, and waits until the settlement is opened.
 * @returns null for what is no such list
 */
export async function takeEarlyList(db: Db, entry: ListInInbox): Promise<'delivered' | 'waiting' | null> {
  if (entry.kind !== 'subsidyListReceived') return null;
  const { bank, settleOn, lines } = entry.payload as ListBody;
  const { county } = entry;
  const opened = await db.maybe(
    'select 1 from settlement where county = $1 and bank = $2 and settle_on::text = $3',
    [county, bank, settleOn],
  );
  if (opened !== null) return null;
  const receivedOn = shanghaiDateOf(Date.parse(entry.received_at));
  if (settleOn > receivedOn) {
    await writeForecast(db, { county, bank, settleOn }, lines);
    return 'delivered';
  }
  return addDays(settleOn, DAYS_TO_WAIT) >= receivedOn ? 'waiting' : null;
}

/**
 * A bank's list that comes after its settlement was closed. It moves no money: what is held or was not reported in time
 * is compared with it in the next settlement; of what is paid a different figure is a task, since a paid line changes by
 * a corrected feed alone, whose difference is an adjustment line of the next quarter (lifecycle §§4, 9, 11).
 * @returns false for what is no such list
 */
export async function keepLateList(db: Db, context: StoreContext, entry: ListInInbox): Promise<boolean> {
  if (entry.kind !== 'subsidyListReceived') return false;
  const { bank, settleOn, lines } = entry.payload as ListBody;
  const settlement = await db.maybe<SettlementRecord>(
    `select ${SETTLEMENT_COLUMNS} from settlement
     where county = $1 and bank = $2 and settle_on::text = $3 and stage in ('closed', 'rejected') for update`,
    [entry.county, bank, settleOn],
  );
  if (settlement === null) return false;
  const stored = await storeList(db, settlement.id, lines, true);
  const differing = await paidOtherwise(db, settlement.id);
  const subject = settlementSubject(settlement);
  const event = systemEvent('subsidyListLate', { lines: String(stored) }, { lane: 'bank' });
  await appendTimeline(db, subject, entry.received_at, [event]);
  if (differing > 0)
    await openSystemTask(db, context, subject, {
      ...{ kind: 'undelivered', cause: entry.id, role: 'countyOffice', place: '', bank: settlement.bank },
      title: `银行迟到清单与已付贴息不一致：${differing} 笔，请银行更正还款报送`,
      ...{ amount: null, at: entry.received_at, outcomes: ['handled'] },
    });
  await announce(db, { topic: 'settlement', id: settlement.id, county: settlement.county });
  return true;
}

/** The last list in time holds, and beside it the last one that was late; a list in time replaces both. */
export async function storeList(
  db: Db,
  settlementId: string,
  lines: readonly SubsidyListLine[],
  late: boolean,
): Promise<number> {
  await db.run('delete from subsidy_list_line where settlement_id = $1 and (late or not $2)', [
    settlementId,
    late,
  ]);
  return db.run(
    `insert into subsidy_list_line (settlement_id, loan_no, nights, interest, subsidy, late)
     select $1, "loanNo", sum(nights), sum(interest), sum(subsidy), $3
     from jsonb_to_recordset($2::jsonb) as x("loanNo" text, nights int, interest numeric, subsidy numeric) group by "loanNo"`,
    [settlementId, JSON.stringify(lines), late],
  );
}

/** Loans of which the settlement paid another sum than the late list says; one that the list has not counts as nothing said. */
async function paidOtherwise(db: Db, settlementId: string): Promise<number> {
  const { loans } = await db.one<{ loans: number }>(
    `select count(*)::int as loans from subsidy_list_line b
     join (select loan_no, sum(subsidy) as paid from settlement_line
       where settlement_id = $1 and state in ('paid', 'failed') and sequence = 0 and carried_from is null group by loan_no) s
       on s.loan_no = b.loan_no
     where b.settlement_id = $1 and b.late and s.paid <> b.subsidy`,
    [settlementId],
  );
  return loans;
}
