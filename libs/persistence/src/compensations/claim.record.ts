import type { CompensationChange, Verdict } from '@bangdai/contracts';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { lockHouseholdAndLoan, type LoanRecord } from '../loans/loan.record.js';
import { announce } from '../messages/live-feed.js';
import { storeMessages } from '../messages/outbox.writer.js';
import { markApplied } from '../subjects/applied-change.js';
import { withLateness } from '../subjects/lateness.js';
import type { Subject } from '../subjects/subject.js';
import { closeTasks, openTasks } from '../subjects/task.writer.js';
import { appendTimeline } from '../subjects/timeline.writer.js';

export interface ClaimRecord {
  id: string;
  claim_no: string;
  county: string;
  loan_id: string;
  bank: string;
  place: string;
  cause: string;
  proofs: string[];
  filed_on: string | null;
  stage: string;
  principal: string;
  interest_unpaid: string;
  insurance_paid: string | null;
  shares: Record<string, string> | null;
  fund_paid: string | null;
  figures_hash: string | null;
  /** Whether an amount is determined and not yet paid; `frozen_amount` is what it holds of the fund. */
  frozen: boolean;
  frozen_amount: string;
  queued: boolean;
  /** This loan's part of the household's cap on the day of filing; null without a cap. */
  pool_part: string | null;
  /** Account of the fund that the claim is counted on. */
  fund_bank: string | null;
  loss_base: string | null;
  uncovered: string | null;
  surplus: string;
  /** What the insurer paid, up to the loss. */
  insurance_counted: string | null;
  recovered: string;
  paid_on: string | null;
}

const CLAIM_COLUMNS = `id, claim_no, county, loan_id, bank, place, cause, proofs, filed_on, stage, principal, interest_unpaid,
  insurance_paid, shares, fund_paid, figures_hash, frozen, frozen_amount, queued, pool_part, fund_bank, loss_base, uncovered,
  surplus, recovered, paid_on, (loss_base - net_loss)::numeric(18,2)::text as insurance_counted`;

/** Household, loan and claim are locked in this order everywhere; the fund comes last. */
export async function lockClaim(db: Db, claimId: string): Promise<{ claim: ClaimRecord; loan: LoanRecord }> {
  const { loan_id } = await db.one<{ loan_id: string }>('select loan_id from claim where id = $1', [claimId]);
  const loan = await lockHouseholdAndLoan(db, loan_id);
  const claim = await db.one<ClaimRecord>(`select ${CLAIM_COLUMNS} from claim where id = $1 for update`, [
    claimId,
  ]);
  return { claim, loan };
}

/** The claim that was paid for a loan whose row the caller has locked; null where none was. */
export const lockPaidClaim = (db: Db, loanId: string): Promise<ClaimRecord | null> =>
  db.maybe<ClaimRecord>(
    `select ${CLAIM_COLUMNS} from claim where loan_id = $1 and paid_on is not null order by created_at desc limit 1 for update`,
    [loanId],
  );

export function claimSubject(claim: Pick<ClaimRecord, 'id' | 'claim_no' | 'county' | 'loan_id'>): Subject {
  return { kind: 'claim', id: claim.id, no: claim.claim_no, county: claim.county, loanId: claim.loan_id };
}

/** Stages in which nobody has to decide any more. */
const ENDED = new Set<string>(['refused', 'withdrawn', 'closed']);

async function cancelDesks(db: Db, { id, county }: ClaimRecord, at: string): Promise<void> {
  const open = await db.rows<{ taskId: string }>(
    `select id as "taskId" from task where subject_id = $1 and kind = 'review' and status in ('open', 'claimed')`,
    [id],
  );
  const cancelled = { outcome: 'cancelled', decision: null, actorId: null } as const;
  await closeTasks(
    db,
    county,
    open.map((task) => ({ ...task, ...cancelled })),
    at,
  );
}

/** False, and nothing written, when the change is on record. */
export async function writeClaimChange(
  db: Db,
  { calendar }: StoreContext,
  claim: ClaimRecord,
  change: CompensationChange,
  verdict: Verdict | null = null,
): Promise<boolean> {
  if (!(await markApplied(db, claim.id, change.changeId, verdict))) return false;
  const subject = claimSubject(claim);
  const code = verdict === null || verdict.accepted ? null : verdict.code;
  await db.run('update claim set stage = $2, pending_step = $3, code = coalesce($4, code) where id = $1', [
    claim.id,
    change.stage,
    change.pendingStep,
    code,
  ]);
  const events = change.events.map((event) =>
    code === null ? event : { ...event, code: event.code ?? code },
  );
  await appendTimeline(db, subject, change.at, await withLateness(db, events, change.closeTasks, change.at));
  await closeTasks(db, claim.county, change.closeTasks, change.at);
  if (ENDED.has(change.stage)) await cancelDesks(db, claim, change.at);
  await openTasks(db, subject, change.openTasks, calendar, claim.principal);
  await storeMessages(db, subject, change.messages);
  await announce(db, { topic: 'claim', id: claim.id, county: claim.county });
  return true;
}
