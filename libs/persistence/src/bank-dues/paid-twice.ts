import { RefusedError, type Actor } from '@bangdai/contracts';
import {
  addDays,
  bankPaidTwiceEntry,
  compareMoney,
  formatMoney,
  parseMoney,
  shanghaiDateOf,
  subtractMoney,
  type Money,
} from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { assessFund } from '../funds/fund-top-up.js';
import { lockFund, moveFund } from '../funds/fund.writer.js';
import { bookNew, causeOf } from '../ledger/ledger.writer.js';
import { announce } from '../messages/live-feed.js';
import { openSystemTask } from '../subjects/system-task.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import { readDue, type BankDue } from './bank-due.record.js';
import { subjectOfDue } from './return-due.js';

const DAYS_TO_RETURN = 30;

interface DoubleCase {
  county: string;
  order_no: string;
  /** How often the treasury says it paid. */
  times: number;
  amount: Money;
  bank: string;
  kind: 'subsidy' | 'compensation';
  subject_id: string;
  paid_on: string;
}

/**
 * The night's comparison found an order paid more than once. What is beyond the one payment leaves the account that it was
 * paid from and is owed by the bank; once per order.
 * @returns the case's id
 */
export async function openPaidTwice(
  db: Db,
  context: StoreContext,
  actor: Actor,
  commandId: string,
  caseId: string,
): Promise<string> {
  const double = await readCase(db, actor, caseId);
  const known = await db.maybe<{ id: string }>(
    `select id from bank_due where order_no = $1 and cause = 'paidTwice'`,
    [double.order_no],
  );
  if (known !== null) return known.id;
  const amount = formatMoney(parseMoney(double.amount).times(double.times - 1));
  const due = await insert(db, double, { amount, commandId });
  await book(db, context, due);
  await ask(db, context, actor, due, commandId);
  return due.id;
}

/** @throws RefusedError `DECISION_NOT_ALLOWED` for a case that is no order paid twice */
async function readCase(db: Db, actor: Actor, caseId: string): Promise<DoubleCase> {
  const { county, kind, source, ref, found } = await db.one<Record<string, string>>(
    `select county, kind, source, ref, found from reconciliation_case where id = $1 and county = $2 for update`,
    [caseId, actor.county],
  );
  if (kind !== 'doubleAtCounterpart' || source !== 'treasury') throw new RefusedError('DECISION_NOT_ALLOWED');
  const order = await db.maybe<Omit<DoubleCase, 'times'>>(
    `select county, order_no, amount, bank, kind, subject_id, paid_on from payment_order
     where county = $1 and order_no = $2 and state = 'CONFIRMED'`,
    [county, ref],
  );
  const times = Number(found);
  if (order === null || !Number.isInteger(times) || times < 2) throw new RefusedError('DECISION_NOT_ALLOWED');
  return { ...order, times };
}

async function insert(
  db: Db,
  { county, order_no, bank, kind, subject_id, paid_on }: DoubleCase,
  { amount, commandId }: { amount: Money; commandId: string },
): Promise<BankDue> {
  const isFund = kind === 'compensation';
  const fund = await lockFund(db, county, bank);
  if (isFund && compareMoney(amount, subtractMoney(fund.balance, fund.frozen)) > 0)
    throw new RefusedError('FUND_INSUFFICIENT');
  const today = shanghaiDateOf(Date.now());
  const { id } = await db.one<{ id: string }>(
    `insert into bank_due (county, bank, fund_bank, claim_id, settlement_id, order_no, cause, year, shares, amount, opened_on, due_on,
       command_id) values ($1, $2, $3, $4, $5, $6, 'paidTwice', $7, $8::jsonb, $9, $10, $11, $12) returning id`,
    [
      ...[county, bank, fund.bank, isFund ? subject_id : null, isFund ? null : subject_id, order_no],
      ...[
        isFund ? null : paid_on.slice(0, 4),
        JSON.stringify(isFund ? { fund: amount } : { treasury: amount }),
      ],
      ...[amount, paid_on, addDays(today, DAYS_TO_RETURN), commandId],
    ],
  );
  return readDue(db, id);
}

async function book(db: Db, context: StoreContext, due: BankDue): Promise<void> {
  const { id, county, bank, shares: parties, fund_bank: fundBank, opened_on: on, year, order_no } = due;
  const key = `paidTwice/${id}`;
  const entry = { id, county, bank, on, parties, fundBank, ...(year === null ? {} : { year }) };
  await bookNew(db, bankPaidTwiceEntry(entry), causeOf(subjectOfDue(due), key, order_no));
  const { fund: amount } = parties;
  if (amount === undefined) return;
  const fund = await lockFund(db, county, fundBank);
  const movement = {
    key,
    kind: 'compensation' as const,
    amount: `-${amount}`,
    on,
    subjectNo: due.subject_no,
  };
  await moveFund(db, fund, movement);
  await assessFund(db, context, fund, shanghaiDateOf(Date.now()));
}

async function ask(
  db: Db,
  context: StoreContext,
  actor: Actor,
  due: BankDue,
  commandId: string,
): Promise<void> {
  const { id: cause, amount, bank, due_on: dueOn, order_no: orderNo } = due;
  const at = new Date().toISOString();
  const subject = subjectOfDue(due);
  const told = { lane: 'people' as const, actor, commandId, dueOn };
  await appendTimeline(db, subject, at, [systemEvent('bankPaidTwice', { amount, orderNo }, told)]);
  const task = { cause, place: '', bank, amount, at, dueOn };
  // Only what is the fund's can be kept back from a payment of the fund.
  const outcomes = due.year === null ? ['repaid', 'setOff'] : ['repaid'];
  await openSystemTask(db, context, subject, {
    ...{ ...task, kind: 'bankDue', title: '向银行追回重复拨付款', role: 'finance', outcomes },
  });
  await openSystemTask(db, context, subject, {
    ...{ ...task, kind: 'bankDemand', title: '退回重复拨付款', role: 'bank', outcomes: ['returned'] },
  });
  await announce(db, { topic: 'reconciliation', id: cause, county: due.county });
}
