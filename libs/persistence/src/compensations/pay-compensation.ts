import {
  paymentOrderNo,
  RefusedError,
  type CompensationActivities,
  type CompensationFigures,
  type CompensationOrder,
} from '@bangdai/contracts';
import {
  addMoney,
  compareMoney,
  compensationPaymentEntry,
  shanghaiDateOf,
  subtractMoney,
} from '@bangdai/domain';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import type { LoanRecord } from '../loans/loan.record.js';
import { announce } from '../messages/live-feed.js';
import { storeMessages } from '../messages/outbox.writer.js';
import { bookNew, causeOf } from '../ledger/ledger.writer.js';
import { confirmOrder, createOrder } from '../payments/payment-order.writer.js';
import { roleName } from '../reads/labels.js';
import { markApplied } from '../subjects/applied-change.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import { closedLoan, figuresOf } from './claim.activities.js';
import { compensationRule, decide, storeFigures } from './claim.figures.js';
import { bookInsurance } from './claim.ledger.js';
import { claimSubject, lockClaim, type ClaimRecord } from './claim.record.js';
import { lowerToDebtLeft } from './debt-left.js';
import { pursueOpenDebt, takeOutLaterReceipts } from './later-receipts.js';
import { shareReceipt } from './recovery.activities.js';
import { figuresAtPayment, openDue } from '../bank-dues/open-due.js';
import { bookKeptBack, keepBack } from '../bank-dues/return-due.js';
import { assessFund } from '../funds/fund-top-up.js';
import { freeze, lockFundOf, moveFund } from '../funds/fund.writer.js';

type Input<Name extends keyof CompensationActivities> = Parameters<CompensationActivities[Name]>[0];

/**
 * The fund's share goes to the bank; the other parties pay theirs by themselves. The claim is computed again as the loan
 * stands now: never more than was determined, nothing at all when the borrower paid it off (lifecycle §5).
 * @throws RefusedError `NOT_DETERMINED`
 */
export async function orderCompensationPayment(
  context: StoreContext,
  { claimId, at }: Input<'orderCompensationPayment'>,
): Promise<CompensationOrder> {
  return context.database.transaction(async (db) => {
    const { claim, loan } = await lockClaim(db, claimId);
    const standing = await standingOrder(db, claim);
    if (standing !== null) return standing;
    if (!claim.frozen) throw new RefusedError('NOT_DETERMINED');
    const nothing = { orderNo: '', amount: '0.00' };
    if (closedLoan(loan) !== null) return { ...nothing, withdrawn: true };
    const recomputed = await recompute(db, context, claim, loan, at);
    const amount = recomputed?.fundPaid ?? claim.fund_paid ?? '0.00';
    if (compareMoney(amount, '0.00') === 0) return { ...nothing, nothingDue: true, recomputed };
    return { ...(await orderOf(db, context, claim, loan, amount)), recomputed };
  });
}

/** The order that is under way or done: asked for again it stays as it was sent. */
async function standingOrder(db: Db, claim: ClaimRecord): Promise<CompensationOrder | null> {
  return db.maybe<CompensationOrder>(
    `select order_no as "orderNo", amount from payment_order
     where subject_id = $1 and kind = 'compensation' and state <> 'REJECTED'`,
    [claim.id],
  );
}

/** Null when the figures hold. A loss that grew since is not paid beyond what was determined and signed. */
async function recompute(
  db: Db,
  context: StoreContext,
  claim: ClaimRecord,
  loan: LoanRecord,
  at: string,
): Promise<CompensationFigures | null> {
  const filedOn = claim.filed_on ?? shanghaiDateOf(Date.parse(at));
  const { decision, input, fund } = await decide(db, context, claim, loan, filedOn);
  if (!('lossBase' in decision)) return null;
  const fundPaid = decision.shares['fund'] ?? '0.00';
  const isLess = compareMoney(fundPaid, claim.fund_paid ?? '0.00') < 0;
  if (!isLess || compareMoney(decision.lossBase, claim.loss_base ?? '0.00') >= 0) return null;
  const figuresHash = await storeFigures(db, claim, decision, input);
  await freeze(db, fund, claim, fundPaid, shanghaiDateOf(Date.parse(at)));
  const data = { before: claim.fund_paid ?? '0.00', fundPaid, netLoss: decision.netLoss };
  await appendTimeline(db, claimSubject(claim), at, [systemEvent('compensationRecomputed', data)]);
  return figuresOf(decision, fundPaid, figuresHash);
}

async function orderOf(
  db: Db,
  context: StoreContext,
  claim: ClaimRecord,
  loan: LoanRecord,
  amount: string,
): Promise<{ orderNo: string; amount: string }> {
  const pack = packOf(context, loan.scheme_key, loan.pack_version);
  const bank = await db.one<{ name: string }>('select name from bank where county = $1 and code = $2', [
    claim.county,
    claim.bank,
  ]);
  const order = await createOrder(db, {
    kind: 'compensation',
    county: claim.county,
    bank: claim.bank,
    subject: claimSubject(claim),
    orderNo: (sequence) => paymentOrderNo('compensation', claim.county, claim.claim_no, sequence),
    payer: roleName(pack, 'fund'),
    payee: bank.name,
    purpose: `风险补偿 ${claim.claim_no}`,
    amount,
    lines: 1,
  });
  const left = await keepBack(db, claim, order);
  if (left === order.amount) return order;
  const told = `（已抵扣多拨款 ${subtractMoney(order.amount, left)} 元）`;
  await db.run('update payment_order set amount = $2, purpose = purpose || $3 where order_no = $1', [
    ...[order.orderNo, left, told],
  ]);
  return { ...order, amount: left };
}

export async function recordCompensationPaid(
  context: StoreContext,
  { claimId, orderNo, paidOn, at }: Input<'recordCompensationPaid'>,
): Promise<void> {
  await context.database.transaction(async (db) => {
    const { claim: signed, loan: known } = await lockClaim(db, claimId);
    if (!(await markApplied(db, signed.id, `paid/${orderNo}`))) return;
    const { loan, receipts } = await takeOutLaterReceipts(db, known, { claimId, paidOn });
    const { claim, overpaid } = await figuresAtPayment(db, context, signed, loan, at);
    const amount = await confirmOrder(db, orderNo, paidOn);
    await takeFromFund(db, claim, orderNo, paidOn);
    await db.run('update claim set paid_on = $2 where id = $1', [claim.id, paidOn]);
    await bookPayment(db, context, { ...claim, shares: signed.shares }, loan, {
      orderNo,
      on: paidOn,
      overpaid,
    });
    await bookKeptBack(db, context, orderNo, paidOn, at);
    await lowerToDebtLeft(db, context, await withGrownDebt(db, claim, loan), loan, paidOn);
    await assessFund(db, context, await lockFundOf(db, claim), paidOn);
    await tellPaid(db, claim, { claimNo: claim.claim_no, orderNo, amount, paidOn }, at);
    await openDue(db, context, claim, { overpaid, orderNo, on: paidOn, at });
    for (const receipt of receipts) await shareReceipt(db, context, { ...receipt, claimId, at });
    if (receipts.length > 0) await pursueOpenDebt(db, loan);
  });
}

/**
 * What was frozen for the claim leaves the fund; the entry of the payment takes it from the frozen account. What the
 * order keeps back of it comes in again by its own entry.
 */
async function takeFromFund(db: Db, claim: ClaimRecord, orderNo: string, on: string): Promise<void> {
  const amount = claim.frozen_amount;
  const fund = await lockFundOf(db, claim);
  await db.run('update fund set frozen = frozen - $3 where county = $1 and bank = $2', [
    ...[fund.county, fund.bank, amount],
  ]);
  await db.run('update claim set frozen = false, frozen_amount = 0 where id = $1', [claim.id]);
  const movement = { key: `compensation/${orderNo}`, kind: 'compensation' as const, amount: `-${amount}` };
  await moveFund(db, fund, { ...movement, on, subjectNo: claim.claim_no });
}

/**
 * A receipt that was taken back after the figures were signed makes the debt larger than they say: what lies above them
 * is not compensated and stays with the bank.
 */
async function withGrownDebt(db: Db, claim: ClaimRecord, loan: LoanRecord): Promise<ClaimRecord> {
  const grown = subtractMoney(loan.balance ?? '0.00', claim.principal);
  if (compareMoney(grown, '0.00') <= 0) return claim;
  const principal = addMoney(claim.principal, grown);
  const uncovered = addMoney(claim.uncovered ?? '0.00', grown);
  await db.run('update claim set principal = $2, uncovered = $3 where id = $1', [
    claim.id,
    principal,
    uncovered,
  ]);
  return { ...claim, principal, uncovered };
}

/** The debt passes to those who paid; what an insurer paid the bank before is no longer owed to it. */
async function bookPayment(
  db: Db,
  context: StoreContext,
  claim: ClaimRecord,
  loan: LoanRecord,
  { orderNo, on, overpaid }: { orderNo: string; on: string; overpaid: Record<string, string> },
): Promise<void> {
  const { id, county, bank, claim_no: claimNo } = claim;
  const booking = { id, county, bank, loanId: loan.id, on };
  const shares = claim.shares ?? {};
  const { lossBase } = compensationRule(context, loan);
  const interest = lossBase === 'principalAndInterest' ? claim.interest_unpaid : '0.00';
  await bookNew(
    db,
    compensationPaymentEntry({
      ...booking,
      ...{ shares, principal: loan.balance ?? '0.00', interest, overpaid, fundBank: claim.fund_bank ?? bank },
    }),
    causeOf(claimSubject(claim), `compensation/${claimNo}@${county}`, orderNo),
  );
  await bookInsurance(db, claim, booking);
}

async function tellPaid(db: Db, claim: ClaimRecord, data: Record<string, string>, at: string): Promise<void> {
  const subject = claimSubject(claim);
  await appendTimeline(db, subject, at, [systemEvent('paid', data)]);
  await storeMessages(db, subject, [
    {
      kind: 'compensationAdvice',
      key: `compensationAdvice/${data['orderNo']}`,
      to: 'bank',
      bank: claim.bank,
      data,
    },
  ]);
  await announce(db, { topic: 'claim', id: claim.id, county: claim.county });
}
