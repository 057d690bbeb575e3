import type { Actor } from '@bangdai/contracts';
import type { CaseReview } from '@bangdai/contracts/http';
import { checkEligibility, DomainError, type RequestType } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { eligibilityInput } from '../loans/eligibility.reader.js';
import { caseOf, type CaseRecord } from './case.record.js';
import { readChanges } from './changes.reader.js';
import { readMoves } from './moves.reader.js';
import { ruleChecks } from './rule-checks.js';

/**
 * What a reviewer wants to know before pressing a button: every rule of the plan with what the platform sees, what each answer
 * leads to, and what has changed on the way. Before the disbursement the rules are worked out as they will be then: on today's
 * state, the pack's window and the age by the day of the application (lifecycle §2). A loan that is out is shown as it applied.
 */
export async function readReview(
  db: Db,
  context: StoreContext,
  actor: Actor,
  loanId: string,
  today: string,
): Promise<CaseReview> {
  const record = await caseOf(db, context, actor, loanId);
  const { loan } = record;
  const on = loan.disbursed_on ?? today;
  return {
    on,
    checks: loan.taken_over_on === null ? await checksOf(db, context, record, on) : [],
    moves: await readMoves(db, context, record, today),
    changes: await readChanges(db, context, record),
  };
}

async function checksOf(
  db: Db,
  context: StoreContext,
  { loan, pack }: CaseRecord,
  checkDate: string,
): Promise<CaseReview['checks']> {
  const input = await eligibilityInput(db, context, loan, {
    type: loan.request_type as RequestType,
    amount: loan.principal ?? loan.approved_amount ?? loan.requested_amount,
    termMonths: loan.approved_months ?? loan.requested_months,
    applicationDate: loan.applied_on,
    checkDate,
  });
  const facts = { pack, input, rates: context.rates };
  return ruleChecks(context.packs, facts, reasonsOf());

  function reasonsOf(): readonly string[] {
    try {
      return checkEligibility(pack, context.rates, input).reasons;
    } catch (error) {
      if (error instanceof DomainError) return [error.code];
      throw error;
    }
  }
}
