import type { SettlementActivities } from '@bangdai/contracts';
import { counterpartCalls, programmeWork, shortWrites } from '@bangdai/procedure';
import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';

type ShortWrite =
  | 'recordSettlementReview'
  | 'orderSubsidyPayment'
  | 'recordSettlementPaid'
  | 'settleLines'
  | 'reopenSettlement'
  | 'recordRefusedLines';

/** Before it is opened there is no settlement that a task could name: it is tried for as long as it takes. */
const { scheduleToCloseTimeout: _end, ...withoutEnd } = programmeWork;

/** Decisions and money: one short transaction each. */
export const record = proxyLocalActivities<Pick<SettlementActivities, ShortWrite>>(shortWrites);

export const { openSettlement } = proxyActivities<Pick<SettlementActivities, 'openSettlement'>>(withoutEnd);

/** Pages of rows. */
export const programme =
  proxyActivities<Pick<SettlementActivities, 'takeSubsidyList' | 'compareSubsidyLines'>>(programmeWork);

/** The bank's own list may be long in coming. */
export const bank = proxyActivities<Pick<SettlementActivities, 'fetchSubsidyList'>>({
  ...counterpartCalls,
  startToCloseTimeout: '5m',
  heartbeatTimeout: '30s',
});
