import type { TaskKind } from '../activities/loan-change.js';
import type { ClawbackStage } from '../workflows/clawback.messages.js';
import type { CompensationStage } from '../workflows/compensation.messages.js';
import type { LoanStage } from '../workflows/loan.messages.js';
import type { FundMovementRow } from './fund.views.js';
import type { SubsidyLineState } from './money.views.js';

/** Chinese words that screens and exported lists share. A missing word of a closed vocabulary does not compile. */
type Words<Key extends string> = Readonly<Record<Key, string>>;

export const loanStages: Words<LoanStage> = {
  draft: '草稿',
  refused: '不予受理',
  inReview: '审批中',
  publicity: '公示中',
  investigation: '异议核查',
  rejected: '审批未通过',
  withdrawn: '已撤回',
  approved: '待发放',
  suspended: '暂缓发放',
  lapsed: '逾期未放作废',
  active: '还款期内',
  extended: '已展期',
  overdue: '已逾期',
  compensating: '补偿办理中',
  compensated: '已补偿',
  writtenRecovery: '补偿后追偿中',
  settled: '已结清',
  renewed: '已续贷',
  recalled: '提前收回',
  converted: '已转农户贷款',
  closedLoss: '核销结案',
};

export const claimStages: Words<CompensationStage> = {
  filed: '已申报',
  refused: '不予补偿',
  withdrawn: '已撤回',
  waitingInsurance: '待保险理赔',
  verifying: '核实中',
  determined: '已核定',
  queued: '排队待资金',
  paying: '拨付中',
  paid: '已补偿',
  recovering: '追偿中',
  closed: '已办结',
};

export const taskKinds: Words<TaskKind> = {
  review: '审批',
  objection: '异议核查',
  usageCheck: '用途核查',
  misuse: '改变用途处置',
  writtenNotice: '书面通知送达',
  urging: '逾期催收',
  claimReady: '补偿申报',
  termRequest: '展期续贷审批',
  suspension: '暂缓处理',
  disputedLine: '贴息差异核对',
  failedLine: '贴息入账失败',
  unknownPayment: '拨付结果查证',
  undelivered: '通知未送达',
  householdNotice: '通知送达农户',
  paymentCheck: '拨付结果复核',
  correction: '报送更正复核',
  heldMoney: '挂账款项退还',
  stalled: '系统环节受阻',
  clawback: '贴息追回',
  counterpartPaper: '纸质往来',
  confirmImport: '存量贷款接管确认',
  fundEntry: '补偿金到账复核',
  lossPoolEntry: '风险分散补偿金复核',
  debtorListing: '恶意拖欠列名',
  accountReview: '收款账户核对',
  fundTopUp: '补足补偿金',
  bankDue: '多拨补偿追回',
  bankDemand: '多拨补偿退回',
};

export const clawbackStages: Words<ClawbackStage> = {
  opened: '已立案，待认定',
  dropped: '不成立',
  decided: '已认定，待通知',
  noticed: '已通知，待退回',
  escalated: '逾期未退回',
  repaid: '已退回',
  setOff: '已抵扣',
};

export const fundMovementKinds: Words<FundMovementRow['kind']> = {
  opening: '期初余额',
  deposit: '存入',
  interest: '利息',
  compensation: '拨付补偿',
  recovery: '追偿返还',
  bankReturn: '银行退回',
};

export const caseStates: Words<'open' | 'closed'> = { open: '待查', closed: '已办结' };

export const subsidyStates: Words<'planned' | SubsidyLineState> = {
  planned: '待结算',
  claimed: '已申报',
  disputed: '有差异',
  excluded: '已剔除',
  paid: '已拨付',
  held: '留待下期',
  waiting: '待付息证明',
  failed: '入账失败',
};

/** Marks that a desk puts on its tasks: a fixed few, so that no name or number gets into them. */
export const taskTags = {
  urgent: '加急',
  visit: '待上门',
  papers: '待补材料',
  doubt: '存疑',
  follow: '重点关注',
} as const;

export const handoverKinds: Words<'transfer' | 'delegate' | 'cosign'> = {
  transfer: '转办',
  delegate: '委派',
  cosign: '加签',
};

export const taskStatuses: Words<'open' | 'claimed' | 'done' | 'cancelled'> = {
  open: '待办',
  claimed: '已认领',
  done: '已办结',
  cancelled: '已取消',
};
