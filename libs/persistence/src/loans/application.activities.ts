import type { LoanChange, LoanActivities, Verdict } from '@bangdai/contracts';
import { leverageHeadroom, type RequestType } from '@bangdai/domain';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { applyContact } from '../intake/contact-change.js';
import { recallVerdict } from '../subjects/applied-change.js';
import { eligibilityReasons, hasOtherOpenApplication, verdictOf } from './eligibility.reader.js';
import { subjectOf, writeLoanChange } from './loan-change.writer.js';
import { lockFund } from '../funds/fund.writer.js';
import { positionOf } from '../funds/fund-position.js';
import { outstandingOn } from '../funds/outstanding.js';
import { lockHouseholdAndLoan, type LoanRecord } from './loan.record.js';

type Registering = Parameters<LoanActivities['registerApplication']>[0];
type Rechecking = Parameters<LoanActivities['recheckApproval']>[0];

/** Both applications of a household that come at once wait here for each other: exactly one finds the way free. */
export async function registerApplication(context: StoreContext, input: Registering): Promise<Verdict> {
  const { changeIfEligible: yes, changeIfRefused: no } = input;
  return context.database.transaction(async (db) => {
    const loan = await lockHouseholdAndLoan(db, yes.loanId);
    const known = await recallVerdict<Verdict>(db, loan.id, [yes.changeId, no.changeId]);
    if (known !== null) return known;
    const verdict = await applicationVerdict(db, context, loan);
    await writeVerdict(db, context, verdict, yes, no);
    if (verdict.accepted) await applyContact(db, context, loan, subjectOf(loan), yes.at);
    return verdict;
  });
}

async function applicationVerdict(db: Db, context: StoreContext, loan: LoanRecord): Promise<Verdict> {
  if (await hasOtherOpenApplication(db, loan))
    return { accepted: false, code: 'DUPLICATE_APPLICATION', reasons: [] };
  return verdictOf(
    await eligibilityReasons(db, context, loan, {
      type: loan.request_type as RequestType,
      amount: loan.requested_amount,
      termMonths: loan.requested_months,
      applicationDate: loan.applied_on,
    }),
  );
}

/**
 * State may have changed since the application: everything is looked at again on its own day, but the pack's window and
 * the age stay with the application date (lifecycle §2).
 */
export async function recheckApproval(context: StoreContext, input: Rechecking): Promise<Verdict> {
  const { changeIfCleared: yes, changeIfSuspended: no } = input;
  return context.database.transaction(async (db) => {
    const loan = await lockHouseholdAndLoan(db, input.loanId);
    const known = await recallVerdict<Verdict>(db, loan.id, [yes.changeId, no.changeId]);
    if (known !== null) return known;
    const amount = loan.approved_amount ?? loan.requested_amount;
    const reasons = await eligibilityReasons(db, context, loan, {
      type: loan.request_type as RequestType,
      amount,
      termMonths: loan.approved_months ?? loan.requested_months,
      applicationDate: loan.applied_on,
      checkDate: input.on,
    });
    const short =
      loan.request_type !== 'renewal' && !(await hasHeadroom(db, context, loan, amount, input.on));
    const verdict = verdictOf(short ? [...reasons, 'LEVERAGE_EXCEEDED'] : reasons);
    await writeVerdict(db, context, verdict, yes, no);
    return verdict;
  });
}

async function writeVerdict(
  db: Db,
  context: StoreContext,
  verdict: Verdict,
  yes: LoanChange,
  no: LoanChange,
): Promise<void> {
  await writeLoanChange(db, context, verdict.accepted ? yes : no, verdict);
  const reasons = verdict.accepted ? [] : verdict.reasons.length > 0 ? verdict.reasons : [verdict.code];
  await db.run(`update loan set refusal_reasons = $2::jsonb where id = $1`, [
    yes.loanId,
    JSON.stringify(reasons),
  ]);
}

/**
 * Fund balance × leverage − outstanding of the loans it answers for, converted ones left out, under its row lock
 * (calculations §6); nothing at all below the floor where the pack stops lending there.
 */
export async function hasHeadroom(
  db: Db,
  context: StoreContext,
  loan: LoanRecord,
  request: string,
  on: string,
): Promise<boolean> {
  const { fund: rules } = packOf(context, loan.scheme_key, loan.pack_version);
  const stopsBelowFloor = rules.floor?.stopLending === true;
  if (rules.leverageMax === null && !stopsBelowFloor) return true;
  const fund = await lockFund(db, loan.county, loan.bank);
  const outstanding = await outstandingOn(db, fund);
  if (!leverageHeadroom(rules, { fundBalance: fund.balance, outstanding, request }).allowed) return false;
  if (!stopsBelowFloor) return true;
  return !(await positionOf(db, rules, fund, on)).lendingStopped;
}
