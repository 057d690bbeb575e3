import type { CompensationActivities, CompensationChange } from '@bangdai/contracts';
import { shanghaiDateOf } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import type { LoanRecord } from '../loans/loan.record.js';
import { announce } from '../messages/live-feed.js';
import { recordReviewRow } from '../subjects/review.writer.js';
import { bookInsurance } from './claim.ledger.js';
import { claimSubject, lockClaim, writeClaimChange, type ClaimRecord } from './claim.record.js';
import { lowerToDebtLeft } from './debt-left.js';
import { writeOff } from './write-off.js';
import { releaseFund } from '../funds/fund.writer.js';

type Input = Parameters<CompensationActivities['recordClaimReview']>[0];

/** One step of the claim; what it held of the fund is given back when it is refused, withdrawn or sent back. */
export async function recordClaimReview(context: StoreContext, input: Input): Promise<{ settled: boolean }> {
  return context.database.transaction(async (db) => {
    const { claim, loan } = await lockClaim(db, input.claimId);
    const isNew = await writeClaimChange(db, context, claim, input);
    if (isNew && input.review !== null)
      await recordReviewRow(db, claimSubject(claim), input.review, input.at);
    if (isNew && releases(input)) await releaseFund(db, claim, dayOf(input));
    if (isNew && input.stage === 'closed') await writeOff(db, claim, dayOf(input), input.at);
    if (isNew) await writeLoanStage(db, claim, input);
    return { settled: await goesOnUnpaid(db, context, claim, loan, input) };
  });
}

const dayOf = ({ at }: Pick<Input, 'at'>): string => shanghaiDateOf(Date.parse(at));

/** A payment that the treasury rejected is looked at again with its money still set aside. */
function releases({ stage, review }: Input): boolean {
  if (stage === 'refused' || stage === 'withdrawn') return true;
  return stage === 'verifying' && review !== null;
}

/** Where the fund owes nothing no order tells the day: the claim is settled with the fund when it goes on to recovery. */
async function goesOnUnpaid(
  db: Db,
  context: StoreContext,
  claim: ClaimRecord,
  loan: LoanRecord,
  { stage, at }: Input,
): Promise<boolean> {
  if (stage !== 'recovering') return false;
  if (claim.paid_on !== null) return loan.settled_on !== null;
  const paidOn = dayOf({ at });
  await releaseFund(db, claim, paidOn);
  await db.run('update claim set paid_on = $2 where id = $1', [claim.id, paidOn]);
  const { id, county, bank } = claim;
  await bookInsurance(db, claim, { id, county, bank, loanId: loan.id, on: paidOn });
  return lowerToDebtLeft(db, context, claim, loan, paidOn);
}

async function writeLoanStage(
  db: Db,
  { loan_id: loanId, county }: ClaimRecord,
  { loanStage }: CompensationChange,
): Promise<void> {
  if (loanStage === undefined) return;
  await db.run('update loan set stage = $2, updated_at = now() where id = $1', [loanId, loanStage]);
  await announce(db, { topic: 'loan', id: loanId, county });
}
