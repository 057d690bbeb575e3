import type { SettlementActivities } from '@bangdai/contracts';
import { counterpartCalls, programmeWork, shortWrites } from '@bangdai/procedure';
import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';

type ShortWrite = 'recordSettlementReview' | 'orderSubsidyPayment' | 'recordSettlementPaid' | 'settleLines';

/** Decisions and money: one short transaction each. */
export const record = proxyLocalActivities<Pick<SettlementActivities, ShortWrite>>(shortWrites);

/** Pages of rows. */
export const programme =
  proxyActivities<Omit<SettlementActivities, ShortWrite | 'fetchSubsidyList'>>(programmeWork);

/** The bank's own list may be long in coming. */
export const bank = proxyActivities<Pick<SettlementActivities, 'fetchSubsidyList'>>({
  ...counterpartCalls,
  startToCloseTimeout: '5m',
  heartbeatTimeout: '30s',
});
