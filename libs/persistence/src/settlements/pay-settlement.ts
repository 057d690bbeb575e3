import { paymentOrderNo, RefusedError, type SettlementActivities } from '@bangdai/contracts';
import { compareMoney, subsidyPaymentEntry, type SubsidyShare } from '@bangdai/domain';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { book, causeOf } from '../ledger/ledger.writer.js';
import { announce } from '../messages/live-feed.js';
import { storeMessages } from '../messages/outbox.writer.js';
import { confirmOrder, createOrder } from '../payments/payment-order.writer.js';
import { roleName } from '../reads/labels.js';
import { markApplied } from '../subjects/applied-change.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import { figuresOf, lockSettlement, settlementSubject, type SettlementRecord } from './settlement.record.js';

/** @throws RefusedError `NOTHING_TO_SETTLE` when no line is payable */
export async function orderSubsidyPayment(
  context: StoreContext,
  { settlementId }: { settlementId: string; at: string },
): Promise<{ orderNo: string; amount: string }> {
  return context.database.transaction(async (db) => {
    const settlement = await lockSettlement(db, settlementId);
    const { total, lines, disputed, excluded } = await figuresOf(db, settlementId);
    if (compareMoney(total, '0.00') === 0) throw new RefusedError('NOTHING_TO_SETTLE');
    const pack = packOf(context, settlement.scheme_key, settlement.pack_version);
    return createOrder(db, {
      kind: 'subsidy',
      county: settlement.county,
      bank: settlement.bank,
      subject: settlementSubject(settlement),
      orderNo: (sequence) => paymentOrderNo('subsidy', settlement.county, settlement.settlement_no, sequence),
      payer: roleName(pack, 'finance'),
      payee: settlement.payee === 'bank' ? await bankName(db, settlement) : '借款人（打卡发放）',
      purpose: `贴息 ${settlement.period_from} 至 ${settlement.settle_on}`,
      amount: total,
      lines: lines - disputed - excluded,
    });
  });
}

async function bankName(db: Db, { county, bank }: SettlementRecord): Promise<string> {
  const row = await db.one<{ name: string }>('select name from bank where county = $1 and code = $2', [
    county,
    bank,
  ]);
  return row.name;
}

type Payment = Parameters<SettlementActivities['recordSettlementPaid']>[0];

/** Ledger, lines, histories and advice in one transaction, once per order. */
export async function recordSettlementPaid({ database }: StoreContext, payment: Payment): Promise<void> {
  const { settlementId, orderNo, paidOn, at } = payment;
  await database.transaction(async (db) => {
    const settlement = await lockSettlement(db, settlementId);
    if (!(await markApplied(db, settlementId, `paid/${orderNo}`))) return;
    const amount = await confirmOrder(db, orderNo, paidOn);
    await bookLines(db, settlement, orderNo, paidOn);
    await appendLoanHistories(db, settlement, at);
    await db.run(`update settlement_line set state = 'paid' where settlement_id = $1 and state = 'claimed'`, [
      settlementId,
    ]);
    await db.run('update settlement set paid_on = $2 where id = $1', [settlementId, paidOn]);
    await tellPaid(db, settlement, payment, amount);
  });
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

/** One entry for the order: each loan's subsidy in debit, the money of the year of payment in credit. */
async function bookLines(
  db: Db,
  settlement: SettlementRecord,
  orderNo: string,
  paidOn: string,
): Promise<void> {
  const { id, county } = settlement;
  const lines = await db.rows<SubsidyShare>(
    `select loan_id as "loanId", sum(subsidy)::text as amount from settlement_line
     where settlement_id = $1 and state = 'claimed' group by loan_id order by min(loan_no)`,
    [id],
  );
  const entry = subsidyPaymentEntry({ id, county, on: paidOn, year: paidOn.slice(0, 4), lines });
  await book(db, entry, causeOf(settlementSubject(settlement), `payment/${orderNo}`, orderNo));
}

async function appendLoanHistories(db: Db, settlement: SettlementRecord, at: string): Promise<void> {
  await db.run(
    `insert into timeline (subject, subject_id, at, kind, lane, data)
     select 'loan', loan_id, $2, 'subsidyPaid', 'system',
       jsonb_build_object('settlementNo', $3::text, 'amount', subsidy::text, 'periodFrom', period_from, 'periodTo', period_to)
     from settlement_line where settlement_id = $1 and state = 'claimed' order by loan_no`,
    [settlement.id, at, settlement.settlement_no],
  );
}
