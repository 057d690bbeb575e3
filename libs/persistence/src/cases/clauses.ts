import type { ClauseView } from '@bangdai/contracts/http';
import type { PolicyPack } from '@bangdai/domain';
import type { ClauseKey, PackRegistry } from '@bangdai/policy-packs';

const titles: Readonly<Record<ClauseKey, string>> = {
  period: '实施时间',
  borrower: '支持对象',
  area: '实施区域',
  conditions: '贷款条件',
  age: '年龄',
  rating: '评级授信',
  amount: '贷款金额',
  term: '贷款期限',
  rate: '贷款利率',
  collateral: '担保方式',
  purpose: '贷款用途',
  approval: '审批程序',
  publicity: '公示',
  disbursement: '贷款发放',
  reminders: '到期提醒',
  postLoan: '贷后管理',
  renewal: '续贷和展期',
  topUp: '追加贷款',
  repeat: '再次贷款',
  subsidy: '贴息',
  overdue: '逾期处置',
  compensation: '风险补偿',
  breaker: '熔断',
  exit: '恶意退出与失信',
  clawback: '追责与追回',
};

/** What an event of a history rests on. An event without a line here is work of the platform, not of the plan. */
const clauseOfKind: Readonly<Record<string, ClauseKey>> = {
  applied: 'conditions',
  notEligible: 'conditions',
  decided: 'approval',
  approved: 'approval',
  rejected: 'approval',
  publicityPosted: 'publicity',
  publicityElapsed: 'publicity',
  objectionRaised: 'publicity',
  objectionAnswered: 'publicity',
  complaintRegistered: 'publicity',
  suspended: 'conditions',
  disbursed: 'disbursement',
  disbursementRequested: 'disbursement',
  disbursementReminded: 'disbursement',
  lapsed: 'disbursement',
  noticeSent: 'reminders',
  writtenNoticeSent: 'reminders',
  noticeServed: 'reminders',
  reminderSkipped: 'reminders',
  usageChecked: 'postLoan',
  usageCheckEscalated: 'postLoan',
  misuseFound: 'purpose',
  misuseDecided: 'purpose',
  maliciousExit: 'exit',
  debtorProposed: 'exit',
  debtorListed: 'exit',
  urged: 'overdue',
  urgingOpened: 'overdue',
  becameOverdue: 'overdue',
  classifiedNpl: 'overdue',
  termRequested: 'renewal',
  termRefused: 'renewal',
  extended: 'renewal',
  renewalAgreed: 'renewal',
  renewed: 'renewal',
  claimReady: 'compensation',
  claimFiled: 'compensation',
  claimRefused: 'compensation',
  compensationDetermined: 'compensation',
  compensated: 'compensation',
  recovered: 'compensation',
  subsidyPaid: 'subsidy',
  clawbackOpened: 'clawback',
  clawbackDecided: 'clawback',
  clawbackNoticed: 'clawback',
};

/** The plan's own sentence; number and text null where the plan is silent; nothing where nobody wrote the plan down. */
export function clauseView(
  packs: Pick<PackRegistry, 'printed'>,
  pack: Pick<PolicyPack, 'schemeKey' | 'packVersion'>,
  key: ClauseKey,
): ClauseView | null {
  const printed = packs.printed(pack.schemeKey, pack.packVersion);
  if (printed === null) return null;
  const clause = printed.clauses[key];
  return { key, title: titles[key], no: clause?.no ?? null, text: clause?.text ?? null };
}

export function clauseOfEvent(
  packs: Pick<PackRegistry, 'printed'>,
  pack: PolicyPack,
  kind: string,
): ClauseView | null {
  const key = clauseOfKind[kind];
  return key === undefined ? null : clauseView(packs, pack, key);
}

/** All that the plan says, in the order of a plan. */
export const allClauses = (packs: Pick<PackRegistry, 'printed'>, pack: PolicyPack): ClauseView[] =>
  (Object.keys(titles) as ClauseKey[])
    .map((key) => clauseView(packs, pack, key))
    .filter((clause): clause is ClauseView => clause !== null && clause.no !== null);
