import type { LoanActivities, Verdict } from '@bangdai/contracts';
import {
  addMonths,
  compareMoney,
  Decimal,
  disbursementEntry,
  isCivilDate,
  isMoney,
  minMoney,
  rateCap,
  repaymentEntry,
  shanghaiDateOf,
  subtractMoney,
} from '@bangdai/domain';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { bookNew, causeOf } from '../ledger/ledger.writer.js';
import { markApplied, recallVerdict } from '../subjects/applied-change.js';
import { appendTimeline } from '../subjects/timeline.writer.js';
import { replanHousehold } from '../subsidy/replan-household.js';
import { hasHeadroom } from './application.activities.js';
import { documentKeys } from './document.reader.js';
import { subjectOf, writeLoanChange } from './loan-change.writer.js';
import { lockHouseholdAndLoan, lockLoan, type LoanRecord } from './loan.record.js';

type Input = Parameters<LoanActivities['recordDisbursement']>[0];
type Disbursed = Input['disbursed'];

const accepted: Verdict = { accepted: true, code: null, reasons: [] };

/** Books the money that left the bank, or writes on the history why the report cannot be taken. */
export async function recordDisbursement(
  context: StoreContext,
  { change, disbursed }: Input,
): Promise<Verdict> {
  return context.database.transaction(async (db) => {
    const loan = await lockHouseholdAndLoan(db, change.loanId);
    const known = await recallVerdict<Verdict>(db, loan.id, [change.changeId]);
    if (known !== null) return known;
    if (loan.contract_no !== null && loan.contract_no === disbursed.contractNo) return accepted;
    const code = await refusalOf(db, context, loan, disbursed, change.at);
    if (code !== null) return refuse(db, loan, change.changeId, change.at, code, disbursed);
    await takeDisbursement(db, loan, disbursed);
    await writeLoanChange(db, context, change, accepted);
    await replanHousehold(db, context, loan.household_id);
    return accepted;
  });
}

async function refuse(
  db: Db,
  loan: LoanRecord,
  changeId: string,
  at: string,
  code: string,
  disbursed: Disbursed,
): Promise<Verdict> {
  const verdict: Verdict = { accepted: false, code, reasons: [code] };
  await markApplied(db, loan.id, changeId, verdict);
  const { contractNo, amount, annualRate, disbursedOn, maturesOn } = disbursed;
  const data = { contractNo, amount, annualRate, disbursedOn, maturesOn };
  const empty = { actor: null, stepKey: null, decision: null, commandId: null, dueOn: null };
  await appendTimeline(db, subjectOf(loan), at, [
    { kind: 'disbursementRefused', lane: 'bank', ...empty, code, data },
  ]);
  return verdict;
}

async function refusalOf(
  db: Db,
  context: StoreContext,
  loan: LoanRecord,
  disbursed: Disbursed,
  at: string,
): Promise<string | null> {
  if (loan.disbursed_on !== null) return 'ALREADY_DISBURSED';
  if (loan.stage !== 'approved') return 'NOT_APPROVED';
  if (!isMoney(disbursed.amount) || compareMoney(disbursed.amount, '0.00') <= 0) return 'BAD_AMOUNT';
  if (!areDatesRight(loan, disbursed, at)) return 'BAD_DATE';
  if (disbursed.disbursedOn < (await approvedOn(db, loan))) return 'NOT_APPROVED';
  if (compareMoney(disbursed.amount, loan.approved_amount ?? loan.requested_amount) > 0)
    return 'AMOUNT_ABOVE_APPROVED';
  const missing = await missingDocument(db, context, loan, disbursed);
  if (missing) return 'DOCUMENT_MISSING';
  const rateFault = rateRefusal(context, loan, disbursed);
  if (rateFault !== null) return rateFault;
  const needsRoom = loan.request_type !== 'renewal';
  if (needsRoom && !(await hasHeadroom(db, context, loan, disbursed.amount, disbursed.disbursedOn)))
    return 'LEVERAGE_EXCEEDED';
  return null;
}

/** Maturity after disbursement and within the approved months; nothing dated in the future. */
function areDatesRight(loan: LoanRecord, { disbursedOn, maturesOn }: Disbursed, at: string): boolean {
  if (!isCivilDate(disbursedOn) || !isCivilDate(maturesOn) || maturesOn <= disbursedOn) return false;
  if (disbursedOn > shanghaiDateOf(Date.parse(at)) || disbursedOn < loan.applied_on) return false;
  return maturesOn <= addMonths(disbursedOn, loan.approved_months ?? loan.requested_months);
}

/** The day since which the bank may pay out: of the last approval, or of the suspension that was cleared after it. */
export async function approvedOn(db: Db, loan: Pick<LoanRecord, 'id' | 'applied_on'>): Promise<string> {
  const { day } = await db.one<{ day: string | null }>(
    `select (max(at) at time zone 'Asia/Shanghai')::date as day from timeline
     where subject_id = $1 and kind in ('approved', 'suspensionCleared')`,
    [loan.id],
  );
  return day ?? loan.applied_on;
}

/** The bank's report names the contract, which stands for the document; what else the pack asks for must be on file. */
async function missingDocument(
  db: Db,
  context: StoreContext,
  loan: LoanRecord,
  { contractNo }: Disbursed,
): Promise<boolean> {
  const { disbursement } = packOf(context, loan.scheme_key, loan.pack_version);
  const onFile = new Set(await documentKeys(db, context, loan.id));
  if (contractNo.trim() !== '') onFile.add('contract');
  return disbursement.requires.some((key) => !onFile.has(key));
}

/** The cap is that of the contract date, which is the day of disbursement; nor may the rate exceed the approved one. */
function rateRefusal(context: StoreContext, loan: LoanRecord, disbursed: Disbursed): string | null {
  const { annualRate, disbursedOn, maturesOn } = disbursed;
  const pack = packOf(context, loan.scheme_key, loan.pack_version);
  const { rateCap: cap, error } = rateCap(
    pack,
    loan.product,
    disbursedOn,
    disbursedOn,
    maturesOn,
    context.rates,
  );
  if (error === 'REFERENCE_RATE_MISSING') return error;
  const rate = new Decimal(annualRate);
  if (cap !== null) {
    if (pack.products[loan.product]?.rate.relation === 'equal')
      return rate.equals(cap) ? null : 'RATE_NOT_EQUAL';
    if (rate.greaterThan(cap)) return 'RATE_ABOVE_CAP';
  }
  return loan.approved_rate !== null && rate.greaterThan(loan.approved_rate) ? 'RATE_ABOVE_CAP' : null;
}

async function takeDisbursement(db: Db, loan: LoanRecord, disbursed: Disbursed): Promise<void> {
  const { contractNo, amount, annualRate, disbursedOn, maturesOn } = disbursed;
  const renewed = loan.request_type === 'renewal' ? 1 : 0;
  await db.run(
    `update loan set contract_no = $2, principal = $3, balance = $3, annual_rate = $4, disbursed_on = $5, matures_on = $6,
       original_matures_on = $6,
       renewals_used = coalesce((select p.renewals_used from loan p where p.id = loan.previous_loan_id), 0) + $7
     where id = $1`,
    [loan.id, contractNo, amount, annualRate, disbursedOn, maturesOn, renewed],
  );
  const entry = disbursementEntry({
    id: loan.id,
    county: loan.county,
    on: disbursedOn,
    bank: loan.bank,
    loanId: loan.id,
    amount,
  });
  await bookNew(db, entry, causeOf(subjectOf(loan), `disbursement/${loan.id}`, contractNo));
  if (renewed === 1) await payOffPrevious(db, loan, disbursed);
}

/**
 * A renewal pays off the old loan on the same day: its money is booked here, under the lock of the one household that
 * both belong to. The old loan's workflow is told by a signal and then changes its stage.
 */
async function payOffPrevious(db: Db, loan: LoanRecord, { disbursedOn, amount }: Disbursed): Promise<void> {
  if (loan.previous_loan_id === null) return;
  const old = await lockLoan(db, loan.previous_loan_id);
  const paid = minMoney(amount, old.balance ?? '0.00');
  if (compareMoney(paid, '0.00') === 0) return;
  const balance = subtractMoney(old.balance ?? '0.00', paid);
  const receiptNo = `renewal/${loan.loan_no}`;
  await db.run(
    `insert into repayment (county, bank, receipt_no, loan_id, inbox_id, paid_on, principal, interest, booked_principal, booked)
     values ($1, $2, $3, $4, $3, $5, $6, 0, $6, true)`,
    [old.county, old.bank, receiptNo, old.id, disbursedOn, paid],
  );
  await db.run('update loan set balance = $2, settled_on = $3 where id = $1', [
    ...[old.id, balance, compareMoney(balance, '0.00') === 0 ? disbursedOn : null],
  ]);
  const on = disbursedOn;
  const { county, bank } = old;
  const entry = repaymentEntry({
    id: old.id,
    county,
    on,
    bank,
    loanId: old.id,
    principal: paid,
    interest: '0.00',
  });
  await bookNew(db, entry, causeOf(subjectOf(old), `repayment/${county}/${bank}/${receiptNo}`, receiptNo));
}
