import {
  bankReturnEntry,
  compareMoney,
  minMoney,
  subtractMoney,
  sumMoney,
  type Money,
} from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { ClaimRecord } from '../compensations/claim.record.js';
import type { Db } from '../database/database.js';
import { assessFund } from '../funds/fund-top-up.js';
import { lockFundOf, moveFund, wakeQueue } from '../funds/fund.writer.js';
import { bookNew, causeOf } from '../ledger/ledger.writer.js';
import { announce } from '../messages/live-feed.js';
import type { Subject } from '../subjects/subject.js';
import { closeSystemTasks } from '../subjects/system-task.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import { duesToSetOff, isNothing, leftOf, readDue, storeReturn, type BankDue } from './bank-due.record.js';

export const subjectOfDue = (due: BankDue): Subject => ({
  ...{ kind: due.subject, id: due.subject_id, no: due.subject_no, county: due.county, loanId: due.loan_id },
});

/** A treasury pays no order of nothing: so much of a payment always goes out. */
const LEAST_ORDER = '0.01';

/**
 * What the bank still owes is kept back from what it is to be paid now, the fund's own part only: guarantors are paid back
 * by the bank itself. Reserved with the order, booked with its payment.
 * @returns what the order pays
 */
export async function keepBack(
  db: Db,
  claim: ClaimRecord,
  { orderNo, amount }: { orderNo: string; amount: Money },
): Promise<Money> {
  let left = amount;
  const fundBank = claim.fund_bank ?? claim.bank;
  for (const due of await duesToSetOff(db, { county: claim.county, bank: claim.bank, fundBank })) {
    const owed = (await leftOf(db, due))['fund'] ?? '0.00';
    const kept = minMoney(owed, subtractMoney(left, LEAST_ORDER));
    if (compareMoney(kept, '0.00') <= 0) continue;
    await storeReturn(db, due, { parties: { fund: kept }, orderNo, on: null });
    left = subtractMoney(left, kept);
  }
  return left;
}

/** The order is paid: what it kept back has come back to the fund. @returns what was kept back of it */
export async function bookKeptBack(
  db: Db,
  context: StoreContext,
  orderNo: string,
  on: string,
  at: string,
): Promise<Money> {
  const kept = await db.rows<{ due_id: string; amount: Money }>(
    `update bank_due_return set returned_on = $2 where order_no = $1 and returned_on is null returning due_id, amount`,
    [orderNo, on],
  );
  for (const { due_id: id, amount } of kept) {
    const due = await readDue(db, id);
    await bookReturn(db, context, due, { parties: { fund: amount }, on, at, setOffFrom: orderNo });
  }
  return sumMoney(kept.map(({ amount }) => amount));
}

interface Returned {
  parties: Record<string, Money>;
  on: string;
  at: string;
  /** The order that it was kept back from; money that came in when absent. */
  setOffFrom?: string;
}

/** Ledger, fund and case in one: free money wakes the queue like any other. */
export async function bookReturn(
  db: Db,
  context: StoreContext,
  due: BankDue,
  { parties, on, at, setOffFrom }: Returned,
): Promise<void> {
  const { id, county, bank, fund_bank: fundBank } = due;
  const key = setOffFrom === undefined ? `bankReturned/${id}` : `bankSetOff/${id}/${setOffFrom}`;
  const ofYear = due.year === null ? {} : { year: due.year };
  const entry = { id, county, bank, on, parties, fundBank, ...ofYear, isSetOff: setOffFrom !== undefined };
  await bookNew(db, bankReturnEntry(entry), causeOf(subjectOfDue(due), key, setOffFrom ?? due.order_no));
  const fund = await lockFundOf(db, { county, bank, fund_bank: fundBank });
  const { fund: amount = '0.00' } = parties;
  const movement = { key, kind: 'bankReturn' as const, amount, on, subjectNo: due.subject_no };
  if (await moveFund(db, fund, movement)) {
    await assessFund(db, context, fund, on);
    await wakeQueue(db, fund);
  }
  const data = { amount: sumMoney(Object.values(parties)), on, orderNo: setOffFrom ?? due.order_no };
  const told = setOffFrom === undefined ? 'bankDueReturned' : 'bankDueSetOff';
  await appendTimeline(db, subjectOfDue(due), at, [systemEvent(told, data)]);
  if (isNothing(await leftOf(db, due))) await closeDue(db, due, on);
  await announce(db, { topic: 'fund', id: fund.id, county });
}

async function closeDue(db: Db, due: BankDue, on: string): Promise<void> {
  await db.run('update bank_due set settled_on = $2 where id = $1', [due.id, on]);
  const subject = subjectOfDue(due);
  for (const kind of ['bankDue', 'bankDemand'] as const)
    for (const cause of [due.id, `${due.id}-setOff`])
      await closeSystemTasks(db, subject, { kind, cause }, 'settled');
}
