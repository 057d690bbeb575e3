import type { ClawbackCause, ClawbackChange, ClawbackStage, ClawbackStart } from '@bangdai/contracts';
import { subtractMoney, type Money } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { lockHouseholdAndLoan, type LoanRecord } from '../loans/loan.record.js';
import { announce } from '../messages/live-feed.js';
import { markApplied } from '../subjects/applied-change.js';
import { withLateness } from '../subjects/lateness.js';
import type { Subject } from '../subjects/subject.js';
import { closeTasks, openTasks } from '../subjects/task.writer.js';
import { appendTimeline } from '../subjects/timeline.writer.js';
import { CLAWBACK_CHAIN } from './clawback-chain.js';

/** A line that was taken out of a settlement for the case, and what of it the nights left over earn. */
export interface ExcludedLine {
  loan_id: string;
  period_from: string;
  period_to: string;
  subsidy: Money;
  kept: Money;
}

export interface ClawbackRecord {
  id: string;
  case_no: string;
  county: string;
  loan_id: string;
  bank: string;
  place: string;
  cause: ClawbackCause;
  from_on: string;
  to_on: string | null;
  amount_max: string | null;
  /** What is left of an overpayment that corrected facts have brought out: its nights are right, its sum is due back. */
  rest: Money | null;
  command_id: string;
  stage: ClawbackStage;
  amount: Money;
  figures_hash: string | null;
  excluded: ExcludedLine[];
  opened_on: string;
  noticed_on: string | null;
  set_off_ordered: boolean;
}

const COLUMNS = `id, case_no, county, loan_id, bank, place, cause, from_on, to_on, amount_max, rest, command_id, stage, amount,
  figures_hash, excluded, opened_on, noticed_on, set_off_ordered`;

/** Household, loan, case: locked in this order everywhere. @throws RefusedError `NOT_FOUND` */
export async function lockCase(db: Db, caseId: string): Promise<{ kase: ClawbackRecord; loan: LoanRecord }> {
  const { loan_id } = await db.one<{ loan_id: string }>('select loan_id from clawback where id = $1', [
    caseId,
  ]);
  const loan = await lockHouseholdAndLoan(db, loan_id);
  return { kase: await readCase(db, caseId, true), loan };
}

export function readCase(db: Db, caseId: string, forUpdate = false): Promise<ClawbackRecord> {
  return db.one<ClawbackRecord>(
    `select ${COLUMNS} from clawback where id = $1 ${forUpdate ? 'for update' : ''}`,
    [caseId],
  );
}

export function caseSubject(kase: Pick<ClawbackRecord, 'id' | 'case_no' | 'county' | 'loan_id'>): Subject {
  return { kind: 'clawback', id: kase.id, no: kase.case_no, county: kase.county, loanId: kase.loan_id };
}

export function startOfCase(
  kase: ClawbackRecord,
  loanNo: string,
  openedBy: ClawbackStart['openedBy'],
): ClawbackStart {
  const { id: caseId, case_no: caseNo, loan_id: loanId, county, bank, place, cause } = kase;
  return {
    ...{ caseId, caseNo, loanId, loanNo, county, bank, place, cause },
    ...{ chain: CLAWBACK_CHAIN, openedBy, commandId: kase.command_id },
  };
}

/** What is still owed of a decided case. */
export async function outstandingOf(db: Db, { id, amount }: ClawbackRecord): Promise<Money> {
  const { sum } = await db.one<{ sum: string }>(
    `select coalesce(sum(amount), 0)::numeric(18,2)::text as sum from clawback_receipt where clawback_id = $1`,
    [id],
  );
  return subtractMoney(amount, sum);
}

/** False, and nothing written, when the change is on record. */
export async function writeCaseChange(
  db: Db,
  { calendar }: StoreContext,
  kase: ClawbackRecord,
  change: ClawbackChange,
  verdict: unknown = null,
): Promise<boolean> {
  if (!(await markApplied(db, kase.id, change.changeId, verdict))) return false;
  const subject = caseSubject(kase);
  const { amount } = await db.one<{ amount: Money }>(
    'update clawback set stage = $2, pending_step = $3 where id = $1 returning amount',
    [kase.id, change.stage, change.pendingStep],
  );
  const events = await withLateness(db, change.events, change.closeTasks, change.at);
  await appendTimeline(db, subject, change.at, events);
  await closeTasks(db, kase.county, change.closeTasks, change.at);
  await openTasks(db, subject, change.openTasks, calendar, amount);
  await announce(db, { topic: 'clawback', id: kase.id, county: kase.county });
  return true;
}
