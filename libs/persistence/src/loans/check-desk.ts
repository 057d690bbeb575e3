import { deskOf, reaches, RefusedError, type Actor } from '@bangdai/contracts';
import type { CheckDesk, CleanCheck } from '@bangdai/contracts/http';
import { isCivilDate, shanghaiDateOf } from '@bangdai/domain';
import { packOf, type StoreContext } from '../context.js';
import { announce } from '../messages/live-feed.js';
import { markApplied } from '../subjects/applied-change.js';
import { withLateness } from '../subjects/lateness.js';
import { closeTasks } from '../subjects/task.writer.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import { subjectOf } from './loan-change.writer.js';
import { lockHouseholdAndLoan, type LoanRecord } from './loan.record.js';
import { placeCheck, placedParts, storeCheck } from './usage-check.activities.js';

const IN_SERVICE = new Set(['active', 'extended', 'recalled', 'overdue', 'compensating', 'compensated']);
const ENDED_UNDISBURSED = new Set(['refused', 'rejected', 'withdrawn', 'lapsed']);

/**
 * Checks that find nothing amiss, as the rounds of the programme open them: booked in the record alone. Misuse goes to
 * the loan's workflow, since the loan's life takes another course by it.
 */
export class CheckDeskRepository implements CheckDesk {
  constructor(private readonly context: StoreContext) {}

  async record(actor: Actor, clean: CleanCheck): Promise<{ stage: string }> {
    return this.context.database.transaction(async (db) => {
      const loan = await lockHouseholdAndLoan(db, clean.loanId);
      const code = this.refusalOf(loan, actor, clean);
      if (code !== null) throw new RefusedError(code);
      if (!(await markApplied(db, loan.id, clean.commandId))) return { stage: loan.stage };
      const { at, commandId, checkedOn, finding } = clean;
      const check = { ...clean, actor };
      const placed = await placeCheck(db, loan, check, at);
      const told = { lane: 'people' as const, actor, decision: finding, commandId };
      const { events, closeTasks: closings } = placedParts(
        { loanId: loan.id, events: [systemEvent('usageChecked', { checkedOn }, told)], closeTasks: [] },
        check,
        placed,
      );
      await appendTimeline(db, subjectOf(loan), at, await withLateness(db, events, closings, at));
      await closeTasks(db, loan.county, closings, at);
      await storeCheck(db, this.context, loan, { check, at }, placed);
      await announce(db, { topic: 'loan', id: loan.id, county: loan.county });
      return { stage: loan.stage };
    });
  }

  /** In the order of lifecycle §1, as the loan's workflow answers for misuse. */
  private refusalOf(loan: LoanRecord, actor: Actor, { checkedOn, at }: CleanCheck): string | null {
    if (!IN_SERVICE.has(loan.stage)) {
      const isBefore = loan.disbursed_on === null && !ENDED_UNDISBURSED.has(loan.stage);
      return isBefore ? 'NOT_APPROVED' : 'LOAN_CLOSED';
    }
    const { postLoanCheck } = packOf(this.context, loan.scheme_key, loan.pack_version);
    if (deskOf(postLoanCheck.by) !== actor.role) return 'WRONG_ROLE';
    const isElsewhere = actor.county !== loan.county || !reaches(actor.place, loan.place);
    if (isElsewhere || (actor.bank !== null && actor.bank !== loan.bank)) return 'OUT_OF_JURISDICTION';
    const today = shanghaiDateOf(Date.parse(at));
    const isDay = isCivilDate(checkedOn) && checkedOn <= today && checkedOn >= (loan.disbursed_on ?? today);
    return isDay ? null : 'BAD_DATE';
  }
}
