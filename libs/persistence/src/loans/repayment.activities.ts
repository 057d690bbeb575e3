import type { LoanActivities } from '@bangdai/contracts';
import {
  addMoney,
  compareMoney,
  isCivilDate,
  isMoney,
  minMoney,
  repaymentEntry,
  shanghaiDateOf,
  subtractMoney,
} from '@bangdai/domain';
import { tellClaim } from '../funds/fund.writer.js';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { bookNew, causeOf } from '../ledger/ledger.writer.js';
import { markApplied, recallVerdict } from '../subjects/applied-change.js';
import { appendTimeline } from '../subjects/timeline.writer.js';
import { replannedWithAdjustments } from '../subsidy/adjust-lines.js';
import { askForReturn } from './held-money.js';
import { subjectOf, writeLoanChange } from './loan-change.writer.js';
import { lockHouseholdAndLoan, type LoanRecord } from './loan.record.js';

type Input = Parameters<LoanActivities['recordRepayment']>[0];
export type RepaymentVerdict = Awaited<ReturnType<LoanActivities['recordRepayment']>>;

/** One receipt as it came in: `at` is the instant, `changeId` unique within the loan. */
interface Receipt {
  repayment: Input['repayment'];
  at: string;
  changeId: string;
}

/** How one receipt divides: what lowers the balance, what is held for return. */
interface Division {
  principal: string;
  interest: string;
  held: string;
  booked: boolean;
  code: string | null;
}

/**
 * Books a receipt once. Above the balance the rest is held for return (accepted, code OVERPAYMENT); on a loan without
 * balance all of it is held (refused, LOAN_CLOSED). Both stand in the ledger: the money did arrive.
 */
export async function recordRepayment(context: StoreContext, input: Input): Promise<RepaymentVerdict> {
  const { repayment, changeIfOpen: open, changeIfSettled: settled } = input;
  return context.database.transaction(async (db) => {
    const loan = await lockHouseholdAndLoan(db, input.loanId);
    const known = await recallVerdict<RepaymentVerdict>(db, loan.id, [open.changeId, settled.changeId]);
    if (known !== null) return known;
    const receipt = { repayment, at: open.at, changeId: open.changeId };
    const code = await refusalOf(db, loan, receipt);
    if (code !== null) return refuse(db, loan, receipt, code, false);
    const claimNo = await claimPaidFor(db, loan);
    if (claimNo !== null) return handToClaim(db, loan, receipt, claimNo);
    const division = divide(loan.balance ?? '0.00', repayment);
    if (!division.booked) return hold(db, context, loan, receipt, division);
    const take = async () => {
      await storeReceipt(db, context, loan, receipt, division);
      return applyRepayment(db, context, loan, input, division);
    };
    if (compareMoney(division.principal, '0.00') === 0) return take();
    const cause = {
      householdId: loan.household_id,
      from: repayment.paidOn,
      cause: `receipt/${repayment.receiptNo}`,
    };
    return replannedWithAdjustments(db, context, cause, take);
  });
}

/** The claim that was paid for the loan, which may not have heard of it yet; a loan paid off owes nobody anything. */
async function claimPaidFor(db: Db, { id, balance }: LoanRecord): Promise<string | null> {
  if (compareMoney(balance ?? '0.00', '0.00') === 0) return null;
  const claim = await db.maybe<{ claim_no: string }>(
    `select claim_no from claim where loan_id = $1 and paid_on is not null order by created_at desc limit 1`,
    [id],
  );
  return claim?.claim_no ?? null;
}

/** What is collected once the fund has paid belongs to those who bore the loss: the claim gives it out (lifecycle §5). */
async function handToClaim(
  db: Db,
  loan: LoanRecord,
  { repayment, changeId }: Receipt,
  claimNo: string,
): Promise<RepaymentVerdict> {
  const { receiptNo, paidOn: receivedOn, principal: amount, interest, inboxId } = repayment;
  await tellClaim(db, loan.county, claimNo, 'recoveryReceived', {
    ...{ bank: loan.bank, claimNo, receiptNo, receivedOn, amount, interest, repaymentInboxId: inboxId },
  });
  const verdict: RepaymentVerdict = {
    ...{ accepted: true, code: null, reasons: [], balance: loan.balance ?? '0.00', settled: false },
  };
  await markApplied(db, loan.id, changeId, verdict);
  return verdict;
}

/**
 * A receipt for a loan that is paid off and whose workflow has ended: nobody is left to take it, so the relay has it held
 * (LOAN_CLOSED). False where the loan is not paid off.
 */
export async function holdForClosedLoan(
  db: Db,
  context: StoreContext,
  loanId: string,
  repayment: Input['repayment'],
  at: string,
): Promise<boolean> {
  const loan = await lockHouseholdAndLoan(db, loanId);
  if (loan.settled_on === null) return false;
  const receipt = { repayment, at, changeId: `closed/${repayment.receiptNo}/${repayment.inboxId}` };
  const code = await refusalOf(db, loan, receipt);
  if (code !== null) await refuse(db, loan, receipt, code, false);
  else await hold(db, context, loan, receipt, divide('0.00', repayment));
  return true;
}

async function hold(
  db: Db,
  context: StoreContext,
  loan: LoanRecord,
  receipt: Receipt,
  division: Division,
): Promise<RepaymentVerdict> {
  await storeReceipt(db, context, loan, receipt, division);
  return refuse(db, loan, receipt, 'LOAN_CLOSED', true);
}

async function refusalOf(db: Db, loan: LoanRecord, { repayment, at }: Receipt): Promise<string | null> {
  const { receiptNo, paidOn, principal, interest } = repayment;
  if (receiptNo.trim() === '') return 'FIELD_REQUIRED';
  if (!isMoney(principal) || !isMoney(interest) || compareMoney(minMoney(principal, interest), '0.00') < 0)
    return 'BAD_AMOUNT';
  if (compareMoney(addMoney(principal, interest), '0.00') === 0) return 'BAD_AMOUNT';
  if (!isCivilDate(paidOn) || loan.disbursed_on === null || paidOn < loan.disbursed_on) return 'BAD_DATE';
  if (paidOn > shanghaiDateOf(Date.parse(at))) return 'BAD_DATE';
  const taken = await db.maybe(
    `select 1 from repayment where county = $1 and bank = $2 and receipt_no = $3 and reversed_on is null
     union all select 1 from recovery where county = $1 and bank = $2 and receipt_no = $3 and reversed_on is null`,
    [loan.county, loan.bank, receiptNo],
  );
  return taken === null ? null : 'DUPLICATE_RECEIPT';
}

function divide(balance: string, { principal, interest }: Input['repayment']): Division {
  if (compareMoney(balance, '0.00') === 0) {
    return {
      principal: '0.00',
      interest: '0.00',
      held: addMoney(principal, interest),
      booked: false,
      code: 'LOAN_CLOSED',
    };
  }
  const booked = minMoney(principal, balance);
  const held = subtractMoney(principal, booked);
  const code = compareMoney(held, '0.00') > 0 ? 'OVERPAYMENT' : null;
  return { principal: booked, interest, held, booked: true, code };
}

async function storeReceipt(
  db: Db,
  context: StoreContext,
  loan: LoanRecord,
  { repayment, at }: Receipt,
  division: Division,
): Promise<void> {
  const { receiptNo, inboxId, paidOn, principal, interest } = repayment;
  await db.run(
    `insert into repayment (county, bank, receipt_no, loan_id, inbox_id, paid_on, principal, interest, booked_principal, held, booked, code)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      ...[loan.county, loan.bank, receiptNo, loan.id, inboxId, paidOn, principal, interest],
      ...[division.principal, division.held, division.booked, division.code],
    ],
  );
  const { county, bank, id } = loan;
  const { principal: lowered, interest: earned, held } = division;
  const key = await receiptKey(db, loan, receiptNo);
  await bookNew(
    db,
    repaymentEntry({ id, county, on: paidOn, bank, loanId: id, principal: lowered, interest: earned, held }),
    causeOf(subjectOf(loan), key, receiptNo),
  );
  await askForReturn(db, context, loan, { receiptNo, amount: held, at });
}

/** A receipt that was taken back by a correction may come again under its number, for the loan that it was meant for. */
async function receiptKey(db: Db, { county, bank }: LoanRecord, receiptNo: string): Promise<string> {
  const { before } = await db.one<{ before: number }>(
    `select count(*)::int as before from repayment where county = $1 and bank = $2 and receipt_no = $3 and reversed_on is not null
       and correction_id is null`,
    [county, bank, receiptNo],
  );
  return `repayment/${county}/${bank}/${receiptNo}${before === 0 ? '' : `/again-${before}`}`;
}

/** Receipts may come in another order than they were paid in: the loan is paid off on the day of the last. */
async function lastPaidOn(db: Db, loan: LoanRecord, paidOn: string): Promise<string> {
  const { last } = await db.one<{ last: string }>(
    `select greatest(max(paid_on), $2::date) as last from repayment
     where loan_id = $1 and booked and booked_principal > 0 and reversed_on is null`,
    [loan.id, paidOn],
  );
  return last;
}

async function applyRepayment(
  db: Db,
  context: StoreContext,
  loan: LoanRecord,
  { repayment, changeIfOpen, changeIfSettled }: Input,
  division: Division,
): Promise<RepaymentVerdict> {
  const balance = subtractMoney(loan.balance ?? '0.00', division.principal);
  const settled = compareMoney(balance, '0.00') === 0;
  // Paid off before the first day overdue, only told later: the household was never late (lifecycle §3).
  await db.run(
    `update loan set balance = $2, settled_on = $3,
       overdue_since = case when $3::date < overdue_since then null else overdue_since end
     where id = $1`,
    [loan.id, balance, settled ? await lastPaidOn(db, loan, repayment.paidOn) : null],
  );
  const verdict: RepaymentVerdict = { accepted: true, code: division.code, reasons: [], balance, settled };
  const change = settled ? changeIfSettled : changeIfOpen;
  await writeLoanChange(db, context, change, verdict);
  if (settled) await tellOpenClaim(db, loan, repayment.paidOn);
  return verdict;
}

/** A claim that is not yet ordered has nothing left to claim; one under payment is recomputed there (lifecycle §5). */
async function tellOpenClaim(db: Db, { id, county }: LoanRecord, settledOn: string): Promise<void> {
  const claim = await db.maybe<{ claim_no: string }>(
    `select claim_no from claim where loan_id = $1 and paid_on is null and stage not in ('refused', 'withdrawn', 'closed')`,
    [id],
  );
  if (claim !== null) await tellClaim(db, county, claim.claim_no, 'loanSettled', { settledOn });
}

async function refuse(
  db: Db,
  loan: LoanRecord,
  { repayment, at, changeId }: Receipt,
  code: string,
  held: boolean,
): Promise<RepaymentVerdict> {
  const balance = loan.balance ?? '0.00';
  const settled = loan.settled_on !== null;
  const verdict: RepaymentVerdict = { accepted: false, code, reasons: [code], balance, settled };
  await markApplied(db, loan.id, changeId, verdict);
  const { receiptNo, paidOn, principal, interest } = repayment;
  const data = {
    receiptNo,
    paidOn,
    principal,
    interest,
    ...(held ? { held: addMoney(principal, interest) } : {}),
  };
  const empty = { actor: null, stepKey: null, decision: null, commandId: null, dueOn: null };
  await appendTimeline(db, subjectOf(loan), at, [
    { kind: 'repaymentRefused', lane: 'bank', ...empty, code, data },
  ]);
  return verdict;
}
