import type {
  ApprovalActivities,
  ClawbackLinks,
  CorrectionActivities,
  LinkActivities,
  LoanActivities,
} from '@bangdai/contracts';
import { links, shortWrites } from '@bangdai/procedure';
import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';

/** The loan's record in PostgreSQL: one transaction each. */
export const record = proxyLocalActivities<LoanActivities & ApprovalActivities & CorrectionActivities>(
  shortWrites,
);

export const link = proxyActivities<LinkActivities & ClawbackLinks>(links);
