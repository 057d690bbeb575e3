import { paymentOrderNo, RefusedError, type SettlementActivities } from '@bangdai/contracts';
import { compareMoney } from '@bangdai/domain';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
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

/**
 * One entry for the order: each loan's subsidy in debit (what an adjustment takes back in credit), the treasury in credit. Set-based, as the domain's
 * `subsidyPaymentEntry` books a single loan.
 */
async function bookLines(
  db: Db,
  settlement: SettlementRecord,
  orderNo: string,
  paidOn: string,
): Promise<void> {
  const lines = `select loan_id, sum(subsidy) as subsidy, row_number() over (order by min(loan_no)) as n
    from settlement_line where settlement_id = $1 and state = 'claimed' group by loan_id having sum(subsidy) <> 0`;
  await db.run(
    `insert into account (name, county, kind, owner)
     select 'county/' || $2 || '/subsidyPaid/' || loan_id, $2, 'subsidyPaid', loan_id::text from (${lines}) x
     union all select 'county/' || $2 || '/treasury', $2, 'treasury', '' on conflict do nothing`,
    [settlement.id, settlement.county],
  );
  const entry = await db.maybe<{ id: string }>(
    `insert into journal_entry (key, county, booked_on, kind, lines, subject_no, subject_id)
     select $3, $2, $4::date, 'subsidyPayment', count(*) + 1, $5, $1 from (${lines}) x on conflict (key) do nothing returning id`,
    [settlement.id, settlement.county, `payment/${orderNo}`, paidOn, settlement.settlement_no],
  );
  if (entry === null) return;
  await db.run(
    `with lines as (${lines})
     insert into posting (entry_id, line_no, account, debit, credit)
     select $3::uuid, n, 'county/' || $2 || '/subsidyPaid/' || loan_id, greatest(subsidy, 0), greatest(-subsidy, 0) from lines
     union all select $3::uuid, (select count(*) from lines) + 1, 'county/' || $2 || '/treasury', 0, (select sum(subsidy) from lines)`,
    [settlement.id, settlement.county, entry.id],
  );
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
