import { paymentOrderNo, RefusedError } from '@bangdai/contracts';
import { compareMoney, shanghaiDateOf, subtractMoney } from '@bangdai/domain';
import { availableBudget } from '../budget/budget.js';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { createOrder } from '../payments/payment-order.writer.js';
import { roleName } from '../reads/labels.js';
import { closeDisputeTasks } from './dispute-tasks.js';
import { settleWithoutOrder } from './settle-without-order.js';
import { lockSettlement, settlementSubject, type SettlementRecord } from './settlement.record.js';
import { UNPAID, unpaidOf } from './unpaid-lines.js';

/** An order of this settlement that the treasury has not answered yet. */
async function standingOrder(
  db: Db,
  settlementId: string,
): Promise<{ orderNo: string; amount: string } | null> {
  return db.maybe(
    `select order_no as "orderNo", amount from payment_order
     where subject_id = $1 and kind = 'subsidy' and state not in ('CONFIRMED', 'REJECTED')`,
    [settlementId],
  );
}

/**
 * Orders the lines that no order has paid; what is disputed is held over. With less money than lines the oldest loans
 * come first, as far as the money reaches, and the rest waits (lifecycle §4).
 * @throws RefusedError `NOTHING_TO_SETTLE` when no line is payable | `BUDGET_SHORT`
 */
export async function orderSubsidyPayment(
  context: StoreContext,
  input: OrderInput,
): Promise<{ orderNo: string; amount: string }> {
  const order = await orderLines(context, input);
  if (order !== null) return order;
  await settleWithoutOrder(context, input);
  throw new RefusedError('NOTHING_TO_SETTLE');
}

interface OrderInput {
  settlementId: string;
  at: string;
  payInPart?: boolean;
}

/** Null when what takes back leaves nothing to pay. */
async function orderLines(
  context: StoreContext,
  { settlementId, at, payInPart = false }: OrderInput,
): Promise<{ orderNo: string; amount: string } | null> {
  return context.database.transaction(async (db) => {
    const settlement = await lockSettlement(db, settlementId);
    const standing = await standingOrder(db, settlementId);
    if (standing !== null) return standing;
    await db.run(
      `update settlement_line s set order_no = null from payment_order o
       where s.settlement_id = $1 and s.state = 'claimed' and o.order_no = s.order_no and o.state = 'REJECTED'`,
      [settlementId],
    );
    const { total } = await unpaidOf(db, settlementId, null);
    if (compareMoney(total, '0.00') <= 0) return null;
    const limit = await limitOf(db, context, settlement, { total, at, payInPart });
    await db.run(
      `update settlement_line set state = 'held' where settlement_id = $1 and state = 'disputed'`,
      [settlementId],
    );
    await closeDisputeTasks(db, settlement, at);
    const unpaid = await unpaidOf(db, settlementId, limit);
    return createSubsidyOrder(db, context, settlement, { ...unpaid, limit, year: yearOf(at) });
  });
}

const yearOf = (at: string): number => Number(shanghaiDateOf(Date.parse(at)).slice(0, 4));

/** Whether the county pays out of what has arrived; a pack may say that its appropriation is not kept here. */
export function isBounded(
  context: StoreContext,
  { scheme_key, pack_version, product }: Pick<SettlementRecord, 'scheme_key' | 'pack_version' | 'product'>,
): boolean {
  return packOf(context, scheme_key, pack_version).subsidy[product]?.appropriation !== 'notKept';
}

/** Null: no bound. @throws RefusedError `BUDGET_SHORT` with what is missing, when not even one line can be paid, or all are wanted */
async function limitOf(
  db: Db,
  context: StoreContext,
  settlement: SettlementRecord,
  { total, at, payInPart }: { total: string; at: string; payInPart: boolean },
): Promise<string | null> {
  if (!isBounded(context, settlement)) return null;
  const { id, county } = settlement;
  const available = await availableBudget(db, county, yearOf(at));
  if (compareMoney(total, available) <= 0) return null;
  const { lines } = payInPart ? await unpaidOf(db, id, available) : { lines: 0 };
  if (lines === 0) throw new RefusedError('BUDGET_SHORT', [subtractMoney(total, available)]);
  return available;
}

/**
 * What a decision to pay would meet; asked before it is written.
 * @throws RefusedError `BUDGET_SHORT` with the sum that is missing | `NOTHING_TO_SETTLE` when all that is left waits for
 *   mended accounts
 */
export async function checkBudget(
  db: Db,
  context: StoreContext,
  settlement: SettlementRecord,
  at: string,
  payInPart: boolean,
): Promise<void> {
  const { total, lines } = await unpaidOf(db, settlement.id, null);
  const failed = await db.maybe(
    `select 1 from settlement_line where settlement_id = $1 and state = 'failed' limit 1`,
    [settlement.id],
  );
  if (lines === 0 && failed !== null) throw new RefusedError('NOTHING_TO_SETTLE');
  await limitOf(db, context, settlement, { total, at, payInPart });
}

async function createSubsidyOrder(
  db: Db,
  context: StoreContext,
  settlement: SettlementRecord,
  { lines, total, limit, year }: { lines: number; total: string; limit: string | null; year: number },
): Promise<{ orderNo: string; amount: string }> {
  const pack = packOf(context, settlement.scheme_key, settlement.pack_version);
  const { orders } = await db.one<{ orders: number }>(
    `select count(*)::int as orders from payment_order where subject_id = $1 and kind = 'subsidy'`,
    [settlement.id],
  );
  const order = await createOrder(db, {
    kind: 'subsidy',
    county: settlement.county,
    bank: settlement.bank,
    subject: settlementSubject(settlement),
    orderNo: (sequence) => paymentOrderNo('subsidy', settlement.county, settlement.settlement_no, sequence),
    payer: roleName(pack, 'finance'),
    payee: settlement.payee === 'bank' ? await bankName(db, settlement) : '借款人（打卡发放）',
    purpose: `贴息 ${settlement.period_from} 至 ${settlement.settle_on}`,
    amount: total,
    lines,
    sequence: orders + 1,
    budgetYear: year,
  });
  await db.run(
    `with unpaid as (${UNPAID})
     update settlement_line s set order_no = $3 from unpaid u
     where s.settlement_id = $1 and s.loan_id = u.loan_id and s.period_from = u.period_from
       and ($2::numeric is null or u.upto <= $2::numeric)`,
    [settlement.id, limit, order.orderNo],
  );
  return order;
}

async function bankName(db: Db, { county, bank }: SettlementRecord): Promise<string> {
  const row = await db.one<{ name: string }>('select name from bank where county = $1 and code = $2', [
    county,
    bank,
  ]);
  return row.name;
}
