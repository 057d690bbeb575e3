import type { LoanStage } from '@bangdai/contracts';
import type { FlowState } from '@bangdai/contracts/http';

/** A part of a loan's life beside the path that every loan takes: where it leaves that path, and how it looks once reached. */
export interface BranchStage {
  stage: LoanStage;
  title: string;
  /** Main node or branch that it comes from; `step` is the step at which the chain stopped. */
  from: string;
  kind: 'stage' | 'end';
  /** State once it is over, or for good where the loan ends in it. */
  over: FlowState;
}

/** The main line after the chain of the pack (lifecycle §3). */
export const MAIN_STAGES = [
  { key: 'approved', title: '审批通过' },
  { key: 'disbursement', title: '贷款发放' },
  { key: 'service', title: '还款期内' },
  { key: 'settled', title: '结清' },
] as const;

export const BRANCHES: readonly BranchStage[] = [
  { stage: 'refused', title: '资格审查未通过', from: 'step', kind: 'end', over: 'failed' },
  { stage: 'rejected', title: '审批未通过', from: 'step', kind: 'end', over: 'failed' },
  { stage: 'withdrawn', title: '撤回申请', from: 'step', kind: 'end', over: 'failed' },
  { stage: 'investigation', title: '异议调查', from: 'step', kind: 'stage', over: 'done' },
  { stage: 'suspended', title: '暂缓发放', from: 'approved', kind: 'stage', over: 'done' },
  { stage: 'lapsed', title: '审批失效', from: 'approved', kind: 'end', over: 'failed' },
  { stage: 'extended', title: '展期', from: 'service', kind: 'stage', over: 'done' },
  { stage: 'renewed', title: '续贷还旧', from: 'service', kind: 'end', over: 'done' },
  { stage: 'recalled', title: '提前收回', from: 'service', kind: 'stage', over: 'done' },
  { stage: 'converted', title: '转为农户贷款', from: 'service', kind: 'end', over: 'done' },
  { stage: 'overdue', title: '逾期', from: 'service', kind: 'stage', over: 'done' },
  { stage: 'compensating', title: '风险补偿办理', from: 'overdue', kind: 'stage', over: 'done' },
  { stage: 'compensated', title: '已补偿', from: 'compensating', kind: 'stage', over: 'done' },
  { stage: 'writtenRecovery', title: '继续追偿', from: 'compensated', kind: 'stage', over: 'done' },
  { stage: 'closedLoss', title: '追偿结束', from: 'compensated', kind: 'end', over: 'failed' },
];

/** Stages before the chain has come to its good end. */
export const IN_CHAIN: ReadonlySet<LoanStage> = new Set<LoanStage>([
  'draft',
  'inReview',
  'publicity',
  'investigation',
]);

/** The loan is over before any money was out. */
export const STOPPED: ReadonlySet<LoanStage> = new Set<LoanStage>([
  'refused',
  'rejected',
  'withdrawn',
  'lapsed',
]);
