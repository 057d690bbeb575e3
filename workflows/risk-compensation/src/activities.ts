import type { CompensationActivities, LinkActivities } from '@bangdai/contracts';
import { links, shortWrites } from '@bangdai/procedure';
import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';

/** The claim's record and the fund: one transaction each. */
export const record = proxyLocalActivities<CompensationActivities>(shortWrites);

export const link = proxyActivities<LinkActivities>(links);
