import type { LoanStage } from '@bangdai/contracts';
import type { Db } from '../database/database.js';

/** What an event means for the stage, for lines written before the history kept the stage itself. */
const stageAfterKind: Readonly<Record<string, LoanStage>> = {
  applied: 'inReview',
  notEligible: 'refused',
  applicationDropped: 'refused',
  publicityPosted: 'publicity',
  publicityElapsed: 'inReview',
  objectionRaised: 'investigation',
  objectionAnswered: 'inReview',
  withdrawn: 'withdrawn',
  approved: 'approved',
  rejected: 'rejected',
  suspended: 'suspended',
  suspensionCleared: 'approved',
  approvalReopened: 'inReview',
  lapsed: 'lapsed',
  disbursed: 'active',
  takenOver: 'active',
  settled: 'settled',
  extended: 'extended',
  becameOverdue: 'overdue',
  claimFiled: 'compensating',
  claimRefused: 'overdue',
  claimWithdrawn: 'overdue',
  compensated: 'compensated',
  pursuitContinued: 'writtenRecovery',
  recovered: 'settled',
  recoveryEnded: 'closedLoss',
};

/** Ends of a malicious exit and of misuse say in their decision what became of the loan. */
const stageAfterDecision: Readonly<Record<string, LoanStage>> = {
  recall: 'recalled',
  convertToFarmerLoan: 'converted',
};

export interface ReplayedEvent {
  at: string;
  on: string;
  kind: string;
  decision: string | null;
  stage: LoanStage | null;
  data: Record<string, string>;
}

/** A loan's own events until the end of a day, in the order in which they were written. */
export function eventsUntil(db: Db, loanId: string, on: string): Promise<ReplayedEvent[]> {
  return db.rows<ReplayedEvent>(
    `select at, (at at time zone 'Asia/Shanghai')::date as on, kind, decision, stage, data from timeline
     where subject_id = $1 and (at at time zone 'Asia/Shanghai')::date <= $2::date order by id`,
    [loanId, on],
  );
}

export const stageOf = ({ kind, decision, stage }: ReplayedEvent): LoanStage | null =>
  stage ?? stageAfterKind[kind] ?? (decision === null ? null : (stageAfterDecision[decision] ?? null));

/** The stage that the history alone says; `draft` before the first event. */
export function replayStage(events: readonly ReplayedEvent[]): LoanStage {
  return events.map(stageOf).findLast((stage) => stage !== null) ?? 'draft';
}

/** The maturity that the history says: of the disbursement, then of each extension or recall. */
export function replayMaturity(events: readonly ReplayedEvent[]): string | null {
  const days = events.map(({ kind, data }) => {
    if (kind === 'disbursed' || kind === 'takenOver') return data['maturesOn'];
    if (kind === 'extended') return data['to'];
    return kind === 'misuseDecided' || kind === 'maliciousExit' ? data['payBy'] : undefined;
  });
  return days.findLast((day) => day !== undefined) ?? null;
}
