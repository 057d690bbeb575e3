import type { CorrectedFacts, CorrectedReceipt, FeedCorrection, Verdict } from '@bangdai/contracts';
import {
  addDays,
  addMoney,
  addMonths,
  compareMoney,
  isCivilDate,
  isMoney,
  maxDate,
  minMoney,
  subtractMoney,
  type Money,
} from '@bangdai/domain';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { lockPaidClaim, type ClaimRecord } from '../compensations/claim.record.js';
import { approvedOn } from '../loans/disbursement.activities.js';
import type { LoanRecord } from '../loans/loan.record.js';
import { weighRecovery } from './recovery-correction.js';

/** A receipt that counts: booked and not reversed. */
export interface LiveReceipt {
  id: string;
  receipt_no: string;
  paid_on: string;
  principal: Money;
  interest: Money;
  booked_principal: Money;
  held: Money;
  correction_id: string | null;
}

export interface Weighed extends Verdict {
  facts: CorrectedFacts | null;
  /** The receipt that is reversed, and how its replacement divides. */
  receipt: LiveReceipt | null;
  division: { principal: Money; held: Money } | null;
}

const refused = (code: string): Weighed => ({
  ...{ accepted: false, code, reasons: [code] },
  ...{ facts: null, receipt: null, division: null },
});

/** What the loan would be with the correction, by what stands on record now (lifecycle §9). */
export async function weigh(
  db: Db,
  context: StoreContext,
  loan: LoanRecord,
  correction: FeedCorrection,
  on: string,
): Promise<Weighed> {
  const claim = await lockPaidClaim(db, loan.id);
  if (claim !== null) return weighCompensated(db, context, loan, claim, correction, on);
  switch (correction.kind) {
    case 'repayment':
      return weighReceipt(db, context, loan, correction, on);
    case 'disbursement':
      return weighDisbursement(db, context, loan, correction, on);
    case 'lateRepayment': {
      const code = await refusalOfReceipt(db, loan, correction.repayment, on, null);
      return code === null ? unchanged(loan) : refused(code);
    }
    case 'lateDisbursement': {
      const { disbursedOn } = correction.disbursed;
      const isRight = isCivilDate(disbursedOn) && disbursedOn <= on && disbursedOn >= loan.applied_on;
      return isRight ? unchanged(loan) : refused('BAD_DATE');
    }
  }
}

/** Once the fund has paid, the receipts of its claim can be put right; loan and figures it was paid for stand. */
async function weighCompensated(
  db: Db,
  context: StoreContext,
  loan: LoanRecord,
  claim: ClaimRecord,
  correction: FeedCorrection,
  on: string,
): Promise<Weighed> {
  if (correction.kind !== 'repayment') return refused('DECISION_NOT_ALLOWED');
  const weighed = await weighRecovery(db, context, loan, claim, correction, on);
  if (weighed.code !== null) return refused(weighed.code);
  const facts = { ...factsOf(loan), balance: weighed.balance, settledOn: null };
  return { ...{ accepted: true, code: null, reasons: [] }, facts, receipt: null, division: null };
}

/** A held feed changes nothing before it is booked. */
function unchanged(loan: LoanRecord): Weighed {
  return { accepted: true, code: null, reasons: [], facts: factsOf(loan), receipt: null, division: null };
}

function factsOf(loan: LoanRecord): CorrectedFacts {
  return {
    principal: loan.principal ?? '0.00',
    balance: loan.balance ?? '0.00',
    disbursedOn: loan.disbursed_on ?? '',
    maturesOn: loan.matures_on ?? '',
    overdueSince: loan.overdue_since,
    settledOn: loan.settled_on,
  };
}

async function weighReceipt(
  db: Db,
  context: StoreContext,
  loan: LoanRecord,
  { receiptNo, replacement }: Extract<FeedCorrection, { kind: 'repayment' }>,
  on: string,
): Promise<Weighed> {
  const receipt = await db.maybe<LiveReceipt>(
    `select id, receipt_no, paid_on, principal, interest, booked_principal, held, correction_id from repayment
     where loan_id = $1 and receipt_no = $2 and booked and reversed_on is null`,
    [loan.id, receiptNo],
  );
  if (receipt === null) return refused('NOT_FOUND');
  // The renewal's own disbursement is what would have to be corrected.
  if (receiptNo.startsWith('renewal/')) return refused('DECISION_NOT_ALLOWED');
  if (await isHeldReturned(db, loan, receipt)) return refused('HELD_MONEY_RETURNED');
  const code = replacement === null ? null : await refusalOfReceipt(db, loan, replacement, on, receipt);
  if (code !== null) return refused(code);
  const open = addMoney(loan.balance ?? '0.00', receipt.booked_principal);
  const principal = minMoney(replacement?.principal ?? '0.00', open);
  const held = subtractMoney(replacement?.principal ?? '0.00', principal);
  const balance = subtractMoney(open, principal);
  const isPaidOff = compareMoney(balance, '0.00') === 0;
  const paidOffOn = isPaidOff
    ? await lastPaymentOf(db, loan, receipt, compareMoney(principal, '0.00') > 0 ? replacement : null)
    : null;
  const facts = { ...factsOf(loan), balance, settledOn: paidOffOn };
  const overdueSince = overdueOf(context, loan, facts, on);
  return {
    ...{ accepted: true, code: null, reasons: [] },
    ...{ facts: { ...facts, overdueSince }, receipt, division: { principal, held } },
  };
}

/** What was above the balance went back to the borrower: taken back as well, it would be gone twice. */
async function isHeldReturned(
  db: Db,
  { county, bank }: LoanRecord,
  { receipt_no, held }: LiveReceipt,
): Promise<boolean> {
  if (compareMoney(held, '0.00') === 0) return false;
  const returned = await db.maybe('select 1 from journal_entry where key = $1', [
    `heldReturned/${county}/${bank}/${receipt_no}`,
  ]);
  return returned !== null;
}

async function refusalOfReceipt(
  db: Db,
  loan: LoanRecord,
  { receiptNo, paidOn, principal, interest }: CorrectedReceipt,
  on: string,
  replaced: LiveReceipt | null,
): Promise<string | null> {
  if (receiptNo.trim() === '') return 'FIELD_REQUIRED';
  if (!isMoney(principal) || !isMoney(interest) || compareMoney(minMoney(principal, interest), '0.00') < 0)
    return 'BAD_AMOUNT';
  if (compareMoney(addMoney(principal, interest), '0.00') === 0) return 'BAD_AMOUNT';
  if (!isCivilDate(paidOn) || paidOn > on || loan.disbursed_on === null || paidOn < loan.disbursed_on)
    return 'BAD_DATE';
  if (replaced !== null && isSame(replaced, { receiptNo, paidOn, principal, interest }))
    return 'NOTHING_TO_CORRECT';
  if (replaced?.receipt_no === receiptNo) return null;
  const taken = await db.maybe(
    'select 1 from repayment where county = $1 and bank = $2 and receipt_no = $3 and reversed_on is null',
    [loan.county, loan.bank, receiptNo],
  );
  return taken === null ? null : 'DUPLICATE_RECEIPT';
}

function isSame(receipt: LiveReceipt, other: CorrectedReceipt): boolean {
  return (
    receipt.receipt_no === other.receiptNo &&
    receipt.paid_on === other.paidOn &&
    compareMoney(receipt.principal, other.principal) === 0 &&
    compareMoney(receipt.interest, other.interest) === 0
  );
}

/** The day on which the last money came that brought the balance to zero. */
async function lastPaymentOf(
  db: Db,
  loan: LoanRecord,
  without: LiveReceipt,
  replacement: CorrectedReceipt | null,
): Promise<string> {
  const { last } = await db.one<{ last: string | null }>(
    `select max(paid_on) as last from repayment
     where loan_id = $1 and id <> $2 and booked and reversed_on is null and booked_principal > 0`,
    [loan.id, without.id],
  );
  const others = last ?? loan.disbursed_on ?? without.paid_on;
  return replacement === null ? others : maxDate(others, replacement.paidOn);
}

async function weighDisbursement(
  db: Db,
  context: StoreContext,
  loan: LoanRecord,
  correction: Extract<FeedCorrection, { kind: 'disbursement' }>,
  on: string,
): Promise<Weighed> {
  const { disbursedOn } = correction;
  const maturesOn = correction.maturesOn ?? loan.matures_on ?? '';
  if (!isCivilDate(disbursedOn) || !isCivilDate(maturesOn)) return refused('BAD_DATE');
  if (disbursedOn === loan.disbursed_on && maturesOn === loan.matures_on)
    return refused('NOTHING_TO_CORRECT');
  const { first } = await db.one<{ first: string | null }>(
    'select min(paid_on) as first from repayment where loan_id = $1 and booked and reversed_on is null',
    [loan.id],
  );
  const isRight =
    disbursedOn <= on &&
    disbursedOn <= (first ?? disbursedOn) &&
    maturesOn > disbursedOn &&
    // An extension moved the maturity for its own reasons; the contract's is then no longer the one to correct.
    (maturesOn === loan.matures_on || loan.matures_on === loan.original_matures_on) &&
    (loan.taken_over_on === null
      ? isWithinApproval(loan, disbursedOn, maturesOn)
      : disbursedOn <= loan.taken_over_on);
  if (!isRight) return refused('BAD_DATE');
  if (loan.taken_over_on === null && disbursedOn < (await approvedOn(db, loan)))
    return refused('NOT_APPROVED');
  const facts = { ...factsOf(loan), disbursedOn, maturesOn };
  const overdueSince = overdueOf(context, loan, facts, on);
  return {
    ...{ accepted: true, code: null, reasons: [] },
    ...{ facts: { ...facts, overdueSince }, receipt: null, division: null },
  };
}

/** A loan of former days was approved elsewhere and keeps its own dates (lifecycle §6); it was out when it was taken over. */
const isWithinApproval = (loan: LoanRecord, disbursedOn: string, maturesOn: string): boolean =>
  disbursedOn >= loan.applied_on &&
  (loan.matures_on !== loan.original_matures_on ||
    maturesOn <= addMonths(disbursedOn, loan.approved_months ?? loan.requested_months));

/**
 * Since when the loan was overdue: not at all when it was paid off in time. A loan that stands open keeps the day it was
 * found overdue on; what is not found yet the loan's own agenda finds.
 */
function overdueOf(
  context: StoreContext,
  loan: LoanRecord,
  facts: CorrectedFacts,
  on: string,
): string | null {
  const { graceDays } = packOf(context, loan.scheme_key, loan.pack_version).overdue;
  const first = addDays(facts.maturesOn, graceDays + 1);
  const keeps = facts.maturesOn === loan.matures_on ? loan.overdue_since : null;
  if (facts.settledOn !== null) return facts.settledOn >= (keeps ?? first) ? (keeps ?? first) : null;
  if (keeps !== null || loan.overdue_since === null) return keeps;
  return first <= on ? first : null;
}
