import { RefusedError, type Actor } from '@bangdai/contracts';
import type { DeskDecision } from '@bangdai/contracts/http';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import type { DeskTask } from '../desk/task-desk.js';
import type { LoanRecord } from '../loans/loan.record.js';
import { openSystemTask } from '../subjects/system-task.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import { claimSubject, type ClaimRecord } from './claim.record.js';

/** The cause of a claim by which a bank says that the borrower could pay and will not (glossary). */
const MALICIOUS = 'maliciousDefault';

/**
 * A malicious default is not compensated; the borrower is proposed for the list that the pack names. Nobody is listed on
 * one person's word: the county office decides.
 */
export async function proposeListing(
  db: Db,
  context: StoreContext,
  claim: ClaimRecord,
  loan: LoanRecord,
  at: string,
): Promise<void> {
  if (claim.cause !== MALICIOUS) return;
  const { maliciousAction: list } = packOf(context, loan.scheme_key, loan.pack_version).overdue;
  const listed = await db.maybe(
    `select 1 from debtor_listing where person_id = $1 and county = $2 and state in ('proposed', 'listed')`,
    [loan.person_id, claim.county],
  );
  if (listed !== null) return;
  await db.run(
    `insert into debtor_listing (county, person_id, claim_id, list, proposed_by) select $1, $2, id, $3, filed_by from claim where id = $4`,
    [claim.county, loan.person_id, list, claim.id],
  );
  const subject = claimSubject(claim);
  await appendTimeline(db, subject, at, [systemEvent('debtorProposed', { list })]);
  await openSystemTask(db, context, subject, {
    ...{ kind: 'debtorListing', cause: claim.id, title: '恶意拖欠：是否列入名单', role: 'countyOffice' },
    ...{ place: claim.place, bank: claim.bank, amount: claim.principal, at },
    outcomes: ['approve', 'return'],
  });
}

/** @throws RefusedError `SAME_PERSON` | `REASON_REQUIRED` when it is not founded */
export async function decideListing(
  db: Db,
  _context: StoreContext,
  actor: Actor,
  task: DeskTask,
  { decision, commandId, reasonGiven }: DeskDecision,
): Promise<void> {
  const listing = await db.one<{ id: string; list: string; proposed_by: string }>(
    `select id, list, proposed_by from debtor_listing where claim_id = $1 and state = 'proposed' for update`,
    [task.subjectId],
  );
  if (listing.proposed_by === actor.id) throw new RefusedError('SAME_PERSON');
  const isFounded = decision === 'approve';
  if (!isFounded && !reasonGiven) throw new RefusedError('REASON_REQUIRED');
  await db.run('update debtor_listing set state = $2, decided_by = $3, decided_at = now() where id = $1', [
    ...[listing.id, isFounded ? 'listed' : 'dropped', actor.id],
  ]);
  const kind = isFounded ? 'debtorListed' : 'debtorDropped';
  const told = systemEvent(kind, { list: listing.list }, { lane: 'people', actor, decision, commandId });
  await appendTimeline(db, { kind: 'claim', id: task.subjectId }, new Date().toISOString(), [told]);
}

/** Whether anybody of the household stands on the county's list of those who could pay and would not. */
export async function isListed(db: Db, county: string, householdId: string): Promise<boolean> {
  const row = await db.maybe(
    `select 1 from debtor_listing d join loan l on l.person_id = d.person_id
     where d.county = $1 and d.state = 'listed' and l.household_id = $2 limit 1`,
    [county, householdId],
  );
  return row !== null;
}
