import type { SettlementActivities, SettlementPaid } from '@bangdai/contracts';
import { subsidyPaymentEntry, type SubsidyShare } from '@bangdai/domain';
import { yearOfOrder } from '../budget/budget.js';
import { settleSetOffs } from '../clawbacks/clawback-money.js';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { book, causeOf } from '../ledger/ledger.writer.js';
import { announce } from '../messages/live-feed.js';
import { storeMessages } from '../messages/outbox.writer.js';
import { confirmOrder } from '../payments/payment-order.writer.js';
import { markApplied } from '../subjects/applied-change.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import { failedLinesOf, keepFailureTasks } from './failed-lines.js';
import { bookReturned, failLines } from './returned-lines.js';
import { lockSettlement, settlementSubject, type SettlementRecord } from './settlement.record.js';

type Payment = Parameters<SettlementActivities['recordSettlementPaid']>[0];

/**
 * Ledger, lines, histories and advice in one transaction, once per order. Lines whose account refused the money are the
 * town's again, the others are paid.
 */
export async function recordSettlementPaid(context: StoreContext, payment: Payment): Promise<SettlementPaid> {
  const { settlementId, orderNo, paidOn } = payment;
  return context.database.transaction(async (db) => {
    const settlement = await lockSettlement(db, settlementId);
    if (await markApplied(db, settlementId, `paid/${orderNo}`)) {
      const amount = await confirmOrder(db, orderNo, paidOn);
      await bookLines(db, settlement, {
        ...{ orderNo, key: `payment/${orderNo}`, on: paidOn },
        year: await yearOfOrder(db, orderNo),
      });
      await markLines(db, context, settlement, payment);
      await settleSetOffs(db, settlement, paidOn);
      await db.run('update settlement set paid_on = $2 where id = $1', [settlementId, paidOn]);
      await tellPaid(db, settlement, payment, amount);
    }
    const { unpaid } = await db.one<{ unpaid: number }>(
      `select count(*)::int as unpaid from settlement_line where settlement_id = $1 and state in ('claimed', 'failed')`,
      [settlementId],
    );
    return { unpaid };
  });
}

async function markLines(
  db: Db,
  context: StoreContext,
  settlement: SettlementRecord,
  { orderNo, paidOn, at }: Payment,
): Promise<void> {
  const loanNos = await failedLinesOf(db, orderNo);
  const failed = await failLines(db, settlement.id, { orderNo, loanNos, from: 'claimed' });
  await appendLoanHistories(db, settlement, orderNo, at);
  await db.run(
    `update settlement_line set state = 'paid' where settlement_id = $1 and order_no = $2 and state = 'claimed'`,
    [settlement.id, orderNo],
  );
  if (failed.length === 0) return;
  await bookReturned(db, settlement, failed, { on: paidOn, key: '' });
  await keepFailureTasks(db, context, settlement, at);
  const event = systemEvent('linesFailed', { orderNo, lines: String(failed.length) });
  await appendTimeline(db, settlementSubject(settlement), at, [event]);
}

async function tellPaid(
  db: Db,
  settlement: SettlementRecord,
  { orderNo, paidOn, at }: Payment,
  amount: string,
): Promise<void> {
  const { id, county, bank, settlement_no: settlementNo, settle_on: settleOn } = settlement;
  const subject = settlementSubject(settlement);
  const data = { settlementNo, settleOn, orderNo, amount, paidOn };
  await appendTimeline(db, subject, at, [systemEvent('paid', { orderNo, amount, paidOn })]);
  await storeMessages(db, subject, [
    { kind: 'settlementAdvice', key: `settlementAdvice/${orderNo}`, to: 'bank', bank, data },
  ]);
  await announce(db, { topic: 'settlement', id, county });
}

interface LinesBooking {
  /** Null: lines that settle each other, without an order. */
  orderNo: string | null;
  key: string;
  year: string;
  on: string;
}

/** One entry for the order: each loan's subsidy in debit, the money of the order's year in credit. */
export async function bookLines(
  db: Db,
  settlement: SettlementRecord,
  { orderNo, key, year, on }: LinesBooking,
): Promise<void> {
  const { id, county, settlement_no: settlementNo } = settlement;
  const { lines, setOff } = await sharesOf(db, id, orderNo);
  const entry = subsidyPaymentEntry({ id, county, on, year, lines, setOff });
  await book(db, entry, causeOf(settlementSubject(settlement), key, orderNo ?? settlementNo));
}

interface Shares {
  lines: SubsidyShare[];
  /** What clawback cases keep back: it settles their receivable and is no subsidy of the loan. */
  setOff: SubsidyShare[];
}

async function sharesOf(db: Db, settlementId: string, orderNo: string | null): Promise<Shares> {
  const rows = await db.rows<SubsidyShare & { kept: string }>(
    `select loan_id as "loanId", coalesce(sum(subsidy) filter (where clawback_id is null), 0)::numeric(18,2)::text as amount,
       coalesce(-sum(subsidy) filter (where clawback_id is not null), 0)::numeric(18,2)::text as kept from settlement_line
     where settlement_id = $1 and order_no is not distinct from $2 and state = 'claimed' group by loan_id order by min(loan_no)`,
    [settlementId, orderNo],
  );
  return {
    lines: rows.map(({ loanId, amount }) => ({ loanId, amount })),
    setOff: rows.map(({ loanId, kept }) => ({ loanId, amount: kept })),
  };
}

export async function appendLoanHistories(
  db: Db,
  settlement: SettlementRecord,
  orderNo: string | null,
  at: string,
): Promise<void> {
  await db.run(
    `insert into timeline (subject, subject_id, at, kind, lane, data)
     select 'loan', loan_id, $2, 'subsidyPaid', 'system',
       jsonb_build_object('settlementNo', $3::text, 'amount', subsidy::text, 'periodFrom', period_from, 'periodTo', period_to)
     from settlement_line where settlement_id = $1 and order_no is not distinct from $4 and state = 'claimed'
     order by loan_no`,
    [settlement.id, at, settlement.settlement_no, orderNo],
  );
}
