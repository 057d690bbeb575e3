import type { ClawbackActivities } from '@bangdai/contracts';
import { shortWrites } from '@bangdai/procedure';
import { proxyLocalActivities } from '@temporalio/workflow';

/** The case's record and the ledger: one transaction each. */
export const record = proxyLocalActivities<ClawbackActivities>(shortWrites);
