import type { CompensationActivities, CompensationFigures, Verdict } from '@bangdai/contracts';
import { RefusedError } from '@bangdai/contracts';
import { compareMoney, isMoney, shanghaiDateOf, type ClaimFigures } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import type { LoanRecord } from '../loans/loan.record.js';
import { recallVerdict } from '../subjects/applied-change.js';
import { compensationRule, decide, storeFigures } from './claim.figures.js';
import { proposeListing } from './debtor-listing.js';
import { lockClaim, writeClaimChange, type ClaimRecord } from './claim.record.js';
import { freeze, wakeQueue, type FundRecord } from '../funds/fund.writer.js';

type Input<Name extends keyof CompensationActivities> = Parameters<CompensationActivities[Name]>[0];
export type ClaimVerdict = Awaited<ReturnType<CompensationActivities['registerClaim']>>;

/** The checks of lifecycle §5 in their order; an insurer still to answer, or a fund that is short, is no refusal. */
export async function registerClaim(
  context: StoreContext,
  input: Input<'registerClaim'>,
): Promise<ClaimVerdict> {
  const { changeIfAdmitted: yes, changeIfRefused: no } = input;
  return context.database.transaction(async (db) => {
    const { claim, loan } = await lockClaim(db, input.claimId);
    const known = await recallVerdict<ClaimVerdict>(db, claim.id, [yes.changeId, no.changeId]);
    if (known !== null) return known;
    const { decision, input: facts } = await decide(db, context, claim, loan, input.filedOn);
    const missing = compensationRule(context, loan).proofs.some((proof) => !claim.proofs.includes(proof));
    const refusal = decision.decision === 'refused' ? decision.reason : null;
    const verdict = verdictOf(closedLoan(loan) ?? refusal ?? (missing ? 'DOCUMENT_MISSING' : null));
    const answer = { ...verdict, pendingInsurance: verdict.accepted && decision.decision === 'pending' };
    await db.run(
      'update claim set filed_on = $2, principal = $3, interest_unpaid = $4, pool_part = $5 where id = $1',
      [claim.id, input.filedOn, facts.principalOutstanding, facts.interestUnpaid, facts.poolPart ?? null],
    );
    if (verdict.accepted && 'lossBase' in decision) await storeFigures(db, claim, decision, facts);
    await writeClaimChange(db, context, claim, verdict.accepted ? yes : no, answer);
    if (verdict.code === 'CAUSE_EXCLUDED') await proposeListing(db, context, claim, loan, no.at);
    return answer;
  });
}

/** A loan that is paid off has lost nothing. */
export const closedLoan = ({ balance, settled_on: settledOn }: LoanRecord): 'LOAN_CLOSED' | null =>
  settledOn !== null || compareMoney(balance ?? '0.00', '0.00') === 0 ? 'LOAN_CLOSED' : null;

function verdictOf(code: string | null): Verdict {
  return code === null
    ? { accepted: true, code: null, reasons: [] }
    : { accepted: false, code, reasons: [code] };
}

/** @throws RefusedError `BAD_AMOUNT` */
export async function recordInsurance(
  context: StoreContext,
  { claimId, paid, change }: Input<'recordInsurance'>,
): Promise<void> {
  if (!isMoney(paid) || paid.startsWith('-')) throw new RefusedError('BAD_AMOUNT');
  await context.database.transaction(async (db) => {
    const { claim, loan } = await lockClaim(db, claimId);
    if (!(await writeClaimChange(db, context, claim, change))) return;
    await db.run('update claim set insurance_paid = $2 where id = $1', [claim.id, paid]);
    const settled = { ...claim, insurance_paid: paid };
    const filedOn = claim.filed_on ?? shanghaiDateOf(Date.parse(change.at));
    const { decision, input } = await decide(db, context, settled, loan, filedOn);
    if ('lossBase' in decision) await storeFigures(db, claim, decision, input);
  });
}

/**
 * Fixes the figures under the fund's row lock. A fund that is short pays nothing in part: the claim waits, first filed
 * first paid. What is determined is frozen, so that two claims cannot count on the same money; determined again, it is
 * frozen anew.
 * @throws RefusedError `LOAN_CLOSED` when the borrower paid all meanwhile, else the reason that stands against it now
 */
export async function determineCompensation(
  context: StoreContext,
  { claimId, at }: Input<'determineCompensation'>,
): Promise<{ queued: boolean; figures: CompensationFigures }> {
  return context.database.transaction(async (db) => {
    const { claim, loan } = await lockClaim(db, claimId);
    const closed = closedLoan(loan);
    if (closed !== null) throw new RefusedError(closed);
    const filedOn = claim.filed_on ?? shanghaiDateOf(Date.parse(at));
    const { decision, input, fund } = await decide(db, context, claim, loan, filedOn);
    if (!('lossBase' in decision)) throw new RefusedError(decision.reason);
    const fundShare = decision.shares['fund'] ?? '0.00';
    const isOvertaking = !claim.frozen && (await hasEarlierInQueue(db, fund, claim, fundShare));
    const queued = decision.decision === 'queued' || isOvertaking;
    const figuresHash = await storeFigures(db, claim, decision, input);
    await takeOrQueue(db, fund, claim, queued ? null : fundShare, shanghaiDateOf(Date.parse(at)));
    return { queued, figures: figuresOf(decision, queued ? '0.00' : fundShare, figuresHash) };
  });
}

/** A claim that leaves the queue makes way for the next one; one that is short gives back what it held. */
async function takeOrQueue(
  db: Db,
  fund: FundRecord,
  claim: ClaimRecord,
  amount: string | null,
  on: string,
): Promise<void> {
  await freeze(db, fund, claim, amount ?? '0.00', on);
  await db.run('update claim set queued = $2, frozen = not $2, fund_bank = $3 where id = $1', [
    ...[claim.id, amount === null, fund.bank],
  ]);
  if (amount !== null && claim.queued) await wakeQueue(db, fund, claim.id);
}

export const figuresOf = (
  figures: ClaimFigures,
  fundPaid: string,
  figuresHash: string,
): CompensationFigures => {
  const { lossBase, insurancePaid, netLoss, shares, uncoveredByScheme } = figures;
  return { lossBase, insurancePaid, netLoss, shares, uncoveredByScheme, fundPaid, figuresHash };
};

async function hasEarlierInQueue(
  db: Db,
  fund: FundRecord,
  claim: ClaimRecord,
  fundShare: string,
): Promise<boolean> {
  if (compareMoney(fundShare, '0.00') === 0) return false;
  const { earlier } = await db.one<{ earlier: boolean }>(
    `select exists (select 1 from claim where county = $1 and fund_bank = $2 and queued and id <> $3
       and (filed_on, claim_no) < (coalesce($4::date, 'infinity'), $5)) as earlier`,
    [claim.county, fund.bank, claim.id, claim.filed_on, claim.claim_no],
  );
  return earlier;
}
