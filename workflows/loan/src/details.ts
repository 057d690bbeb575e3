import type { LoanStage } from '@bangdai/contracts';
import { viewChain } from '@bangdai/domain';
import { stepAtDesk } from '@bangdai/procedure';
import type { LoanState } from './state.js';

const stageTexts: Record<LoanStage, string> = {
  draft: '待提交申请',
  refused: '资格审查未通过',
  inReview: '审批中',
  publicity: '公示中',
  investigation: '异议调查中',
  rejected: '审批未通过',
  withdrawn: '已撤回',
  approved: '待发放',
  suspended: '暂缓发放',
  lapsed: '审批失效',
  active: '还款期内',
  extended: '展期中',
  overdue: '已逾期',
  compensating: '风险补偿办理中',
  compensated: '已补偿，继续追偿',
  writtenRecovery: '补偿后追偿中',
  settled: '已结清',
  renewed: '已续贷',
  recalled: '提前收回中',
  converted: '已转为农户贷款',
  closedLoss: '追偿结束',
};

/** The line shown beside the workflow in Temporal's UI; never personal data. */
export function detailsOf({ stage, chain, facts }: LoanState): string {
  const text = stageTexts[stage];
  if (stage === 'inReview' && chain !== null) return `${text}：${stepAtDesk(chain)?.zh ?? ''}`;
  if (stage === 'publicity' && chain !== null) return `${text}，至 ${viewChain(chain).publicityEndsOn ?? ''}`;
  return facts === null ? text : `${text}，到期 ${facts.maturesOn}`;
}
