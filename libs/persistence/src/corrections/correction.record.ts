import type { CorrectionStep } from '@bangdai/contracts';
import type { Db } from '../database/database.js';

/** Proposed, or, of a held feed, first held and then proposed by the one who stands for it. */
export async function markProposed(db: Db, county: string, step: CorrectionStep): Promise<void> {
  const { change, correctionId, correction, actorId, commandId } = step;
  const receiptNo = correction.kind === 'repayment' ? correction.receiptNo : null;
  await db.run(
    `insert into correction as c (id, loan_id, county, kind, what, before, state, proposed_by, proposed_at, proposed_command)
     select $1, $2, $3, $4, $5::jsonb, coalesce(
       (select jsonb_build_object('receiptNo', r.receipt_no, 'paidOn', r.paid_on, 'principal', r.principal::text,
          'interest', r.interest::text) from repayment r where r.loan_id = $2 and r.receipt_no = $6 and r.booked),
       (select jsonb_build_object('receiptNo', r.receipt_no, 'paidOn', r.received_on, 'principal', r.amount::text,
          'interest', r.interest::text) from recovery r join claim c on c.id = r.claim_id
          where c.loan_id = $2 and r.receipt_no = $6 and r.reversed_on is null),
       (select jsonb_build_object('disbursedOn', l.disbursed_on, 'maturesOn', l.matures_on) from loan l
          where l.id = $2 and $4 = 'disbursement'), '{}'), 'open', $7, $8, $9
     on conflict (loan_id, id) do update set proposed_by = excluded.proposed_by, proposed_at = excluded.proposed_at,
       proposed_command = excluded.proposed_command where c.state = 'open'`,
    [
      ...[correctionId, change.loanId, county, correction.kind, JSON.stringify(correction), receiptNo],
      ...[actorId, change.at, commandId],
    ],
  );
}

export async function markDecided(
  db: Db,
  { change, correctionId, actorId, commandId }: CorrectionStep,
  state: 'confirmed' | 'rejected',
  bookedOn: string | null,
): Promise<void> {
  await db.run(
    `update correction set state = $3, decided_by = $4, decided_at = $5, decided_command = $6, booked_on = $7
     where loan_id = $1 and id = $2 and state = 'open'`,
    [change.loanId, correctionId, state, actorId, change.at, commandId, bookedOn],
  );
}
