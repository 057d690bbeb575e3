import type { CompensationActivities, CompensationFigures, Verdict } from '@bangdai/contracts';
import { RefusedError } from '@bangdai/contracts';
import { addMoney, fundFreezeEntry, isMoney, shanghaiDateOf } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { book, causeOf } from '../ledger/ledger.writer.js';
import { recallVerdict } from '../subjects/applied-change.js';
import { compensationRule, decide, storeFigures } from './claim.figures.js';
import { claimSubject, lockClaim, writeClaimChange, type ClaimRecord } from './claim.record.js';

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
    const verdict = verdictOf(
      decision.decision === 'refused' ? decision.reason : missing ? 'DOCUMENT_MISSING' : null,
    );
    const answer = { ...verdict, pendingInsurance: verdict.accepted && decision.decision === 'pending' };
    await db.run('update claim set filed_on = $2, principal = $3, interest_unpaid = $4 where id = $1', [
      ...[claim.id, input.filedOn, facts.principalOutstanding, facts.interestUnpaid],
    ]);
    if (verdict.accepted && 'lossBase' in decision) await storeFigures(db, claim, decision);
    await writeClaimChange(db, context, claim, verdict.accepted ? yes : no, answer);
    return answer;
  });
}

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
    const { decision } = await decide(
      db,
      context,
      settled,
      loan,
      claim.filed_on ?? shanghaiDateOf(Date.parse(change.at)),
    );
    if ('lossBase' in decision) await storeFigures(db, claim, decision);
  });
}

/**
 * Fixes the figures under the fund's row lock. A fund that is short pays nothing in part: the claim waits, first filed
 * first paid. What is determined is frozen, so that two claims cannot count on the same money.
 * @throws RefusedError with the reason, when the loan was paid meanwhile
 */
export async function determineCompensation(
  context: StoreContext,
  { claimId, at }: Input<'determineCompensation'>,
): Promise<{ queued: boolean; figures: CompensationFigures }> {
  return context.database.transaction(async (db) => {
    const { claim, loan } = await lockClaim(db, claimId);
    const filedOn = claim.filed_on ?? shanghaiDateOf(Date.parse(at));
    const { decision } = await decide(db, context, claim, loan, filedOn);
    if (!('lossBase' in decision)) throw new RefusedError(decision.reason);
    const queued = decision.decision === 'queued' || (await hasEarlierInQueue(db, claim));
    const figuresHash = await storeFigures(db, claim, decision);
    if (!queued && !claim.frozen) {
      await db.run('update fund set frozen = frozen + $2 where county = $1', [
        claim.county,
        decision.fundPaid,
      ]);
      if (decision.fundPaid !== '0.00') await bookFreeze(db, claim, decision.fundPaid, at);
      await db.run('update claim set frozen = true where id = $1', [claim.id]);
    }
    const { lossBase, insurancePaid, netLoss, shares, uncoveredByScheme } = decision;
    const fundPaid = queued ? '0.00' : decision.fundPaid;
    return {
      queued,
      figures: { lossBase, insurancePaid, netLoss, shares, uncoveredByScheme, fundPaid, figuresHash },
    };
  });
}

async function bookFreeze(db: Db, claim: ClaimRecord, amount: string, at: string): Promise<void> {
  const { id, county, bank } = claim;
  await book(
    db,
    fundFreezeEntry({ id, county, bank, amount, on: shanghaiDateOf(Date.parse(at)) }),
    causeOf(claimSubject(claim), `freeze/${claim.claim_no}@${county}`, null),
  );
}

async function hasEarlierInQueue(db: Db, claim: ClaimRecord): Promise<boolean> {
  const { earlier } = await db.one<{ earlier: boolean }>(
    `select exists (select 1 from claim where county = $1 and stage = 'queued' and not frozen and id <> $2
       and (filed_on, claim_no) < (coalesce($3::date, 'infinity'), $4)) as earlier`,
    [claim.county, claim.id, claim.filed_on, claim.claim_no],
  );
  return earlier;
}

/** Sum that all parties together have still not got back. */
export const totalOf = (amounts: Record<string, string>): string =>
  Object.values(amounts).reduce(addMoney, '0.00');
