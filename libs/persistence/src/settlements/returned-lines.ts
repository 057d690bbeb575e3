import { shanghaiDateOf, subsidyPaymentEntry, subtractMoney, sumMoney } from '@bangdai/domain';
import { yearOfOrder } from '../budget/budget.js';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { bookNew, causeOf } from '../ledger/ledger.writer.js';
import { announce } from '../messages/live-feed.js';
import { markApplied } from '../subjects/applied-change.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import { failedLinesOf, keepFailureTasks } from './failed-lines.js';
import { lockSettlement, settlementSubject, type SettlementRecord } from './settlement.record.js';

/** A line whose money an account sent back, with the order that had paid it. */
export interface ReturnedLine {
  loan_id: string;
  /** Null once the account is mended and a later order is to pay the line. */
  order_no: string | null;
  subsidy: string;
  clawback_id: string | null;
}

/** Columns of `settlement_line s` that make a ReturnedLine. */
export const RETURNED = 's.loan_id, s.order_no, s.subsidy, s.clawback_id';

/**
 * Lines of the order whose account refused the money leave the state `from`. What takes back from the same household
 * goes with them: it had lowered the sum that was refused.
 */
export function failLines(
  db: Db,
  settlementId: string,
  { orderNo, loanNos, from }: { orderNo: string; loanNos: readonly string[]; from: 'claimed' | 'paid' },
): Promise<ReturnedLine[]> {
  return db.rows<ReturnedLine>(
    `update settlement_line s set state = 'failed' from loan l
     where s.settlement_id = $1 and s.order_no = $2 and s.state = $3 and l.id = s.loan_id
       and (s.loan_no = any($4) or s.subsidy < 0 and l.household_id in (
         select household_id from loan o join settlement_line f on f.loan_id = o.id
         where f.settlement_id = $1 and f.order_no = $2 and f.loan_no = any($4)))
     returning ${RETURNED}`,
    [settlementId, orderNo, from, loanNos],
  );
}

/**
 * What takes back from a household stands and falls with the lines whose sum it lowers: it makes the same step as they did.
 * @param lines those that made it; only takings of their orders, where they still have one
 */
export function moveTakings(
  db: Db,
  settlementId: string,
  { from, set }: { from: string; set: string },
  lines: readonly ReturnedLine[],
): Promise<ReturnedLine[]> {
  const loanIds = lines.map(({ loan_id }) => loan_id);
  const orders = lines.flatMap(({ order_no }) => order_no ?? []);
  return db.rows<ReturnedLine>(
    `update settlement_line s set ${set} from loan l
     where s.settlement_id = $1 and l.id = s.loan_id and s.subsidy < 0 and ${from}
       and l.household_id in (select household_id from loan where id = any($2))
       and (cardinality($3::text[]) = 0 or s.order_no = any($3)) returning ${RETURNED}`,
    [settlementId, loanIds, orders],
  );
}

/**
 * What accounts refused is back in the money of the year it was paid from: the payment with its sides changed, one entry
 * an order, dated on the day it was known. `key` names the report once for all.
 */
export async function bookReturned(
  db: Db,
  settlement: SettlementRecord,
  lines: readonly ReturnedLine[],
  { on, key }: { on: string; key: string },
): Promise<void> {
  const { id, county } = settlement;
  for (const orderNo of new Set(lines.flatMap(({ order_no }) => order_no ?? []))) {
    const own = lines.filter(({ order_no }) => order_no === orderNo);
    const year = await yearOfOrder(db, orderNo);
    const entry = subsidyPaymentEntry({
      ...{ id, county, on, year },
      lines: sharesOf(own.filter(({ clawback_id }) => clawback_id === null)).map(negated),
      setOff: sharesOf(own.filter(({ clawback_id }) => clawback_id !== null)),
    });
    await bookNew(db, entry, causeOf(settlementSubject(settlement), `returned/${orderNo}${key}`, orderNo));
  }
}

interface Share {
  loanId: string;
  amount: string;
}

function sharesOf(lines: readonly ReturnedLine[]): Share[] {
  return [...new Set(lines.map(({ loan_id }) => loan_id))].map((loanId) => ({
    loanId,
    amount: sumMoney(lines.filter(({ loan_id }) => loan_id === loanId).map(({ subsidy }) => subsidy)),
  }));
}

const negated = ({ loanId, amount }: Share): Share => ({ loanId, amount: subtractMoney('0.00', amount) });

/**
 * An account refused its line after the order was booked as paid, however late: the line is the town's again, its money
 * back in the books (lifecycle §4). A line that another order has paid since is not touched.
 */
export async function recordRefusedLines(
  context: StoreContext,
  {
    settlementId,
    orderNo,
    changeId,
    at,
  }: { settlementId: string; orderNo: string; changeId: string; at: string },
): Promise<{ failed: number }> {
  return context.database.transaction(async (db) => {
    const settlement = await lockSettlement(db, settlementId);
    if (!(await markApplied(db, settlementId, changeId)))
      return { failed: await failedNow(db, settlementId) };
    const loanNos = await failedLinesOf(db, orderNo);
    const lines = await failLines(db, settlementId, { orderNo, loanNos, from: 'paid' });
    if (lines.length === 0) return { failed: await failedNow(db, settlementId) };
    await bookReturned(db, settlement, lines, { on: shanghaiDateOf(Date.parse(at)), key: `/${changeId}` });
    await keepFailureTasks(db, context, settlement, at);
    const event = systemEvent('linesFailed', { orderNo, lines: String(lines.length) });
    await appendTimeline(db, settlementSubject(settlement), at, [event]);
    await announce(db, { topic: 'settlement', id: settlementId, county: settlement.county });
    return { failed: await failedNow(db, settlementId) };
  });
}

/** Lines whose money came back and whose account is not mended yet. */
export async function failedNow(db: Db, settlementId: string): Promise<number> {
  const { failed } = await db.one<{ failed: number }>(
    `select count(*)::int as failed from settlement_line where settlement_id = $1 and state = 'failed'`,
    [settlementId],
  );
  return failed;
}
