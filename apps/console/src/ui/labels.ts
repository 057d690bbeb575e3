import type { Labelled } from '@bangdai/contracts/http';

export {
  claimStages,
  clawbackStages,
  fundMovementKinds,
  loanStages,
  subsidyStates,
  taskKinds,
} from '@bangdai/contracts/http';

/** Chinese words for the closed vocabularies of the contracts. Words of a county come with its data. */
export const settlementStages: Record<string, string> = {
  collecting: '归集数据',
  computed: '已测算',
  underReview: '审核中',
  returned: '已退回',
  publicity: '公示中',
  determined: '已审定',
  publicised: '公示期满',
  paying: '拨付中',
  partlyPaid: '部分拨付',
  paid: '已拨付',
  rejected: '未通过',
  closed: '已办结',
};

export const clawbackCauses = {
  falseClaim: '虚报冒领',
  misuse: '改变用途',
  ineligible: '不符合条件',
  overpayment: '多拨付',
};

export type Tone = 'default' | 'processing' | 'success' | 'warning' | 'error';

const tones: Record<string, Tone> = {
  refused: 'error',
  rejected: 'error',
  overdue: 'error',
  suspended: 'warning',
  investigation: 'warning',
  returned: 'warning',
  queued: 'warning',
  waitingInsurance: 'warning',
  compensating: 'warning',
  recalled: 'warning',
  recovering: 'warning',
  inReview: 'processing',
  underReview: 'processing',
  publicity: 'processing',
  verifying: 'processing',
  approved: 'processing',
  paying: 'processing',
  collecting: 'processing',
  active: 'success',
  extended: 'success',
  paid: 'success',
  determined: 'success',
  publicised: 'success',
  partlyPaid: 'warning',
};

export const toneOf = (stage: string): Tone => tones[stage] ?? 'default';

export const decisions: Record<string, string> = {
  approve: '同意',
  reject: '不同意',
  acceptPlatform: '认可平台数',
  acceptBank: '认可银行数',
  hold: '留待下期',
  acknowledge: '已核对，以平台为准',
  mended: '账户已更正',
  exclude: '剔除',
  return: '退回',
  complete: '办结',
  elapsed: '公示期满',
  objection: '提出异议',
  recall: '收回贷款',
  convertToFarmerLoan: '转为农户贷款',
  noRecall: '不收回',
  resend: '重新发送',
  servedOnPaper: '纸质送达',
  handled: '已另行处理',
  confirmPaid: '确认已拨付',
  returned: '已退还',
  paymentRefused: '退回不付',
  handedIn: '已报送',
  confirmNotPaid: '确认未拨付',
  delivered: '已送达',
  settled: '已有结果',
  repaid: '款项已到账',
  setOff: '从下次拨付中抵扣',
};

export const claimApplicants: Record<string, string> = { borrower: '借款人', heir: '继承人' };
export const debtorLists: Record<string, string> = {
  blacklist: '黑名单',
  dishonestDebtorList: '失信名单',
  dishonestDebtorReferral: '失信被执行人（提请）',
};
export const listingStates: Record<string, string> = {
  proposed: '待县主管部门认定',
  listed: '已列入',
  dropped: '不列入',
};

export const bankDueCauses: Record<string, string> = { lossGone: '借款人已还', paidTwice: '重复拨付' };
export const fundEntryKinds: Record<string, string> = { deposit: '存入', interest: '利息' };
export const fundEntryStates: Record<string, string> = {
  recorded: '待复核',
  confirmed: '已入账',
  returned: '已退回',
};
export const fundAlarms: Record<string, string> = {
  LEVERAGE_EXCEEDED: '超过放大倍数',
  LEVERAGE_BELOW_MIN: '放大倍数偏低',
  BELOW_FLOOR: '低于最低余额',
  BELOW_MIN_SIZE: '低于最低规模',
  USED_IN_PART: '已动用，待补足',
};

export const findings: Record<string, string> = {
  ok: '用途相符',
  misuse: '挪作他用',
  unreachable: '未能联系',
};
export const urgingKinds: Record<string, string> = {
  call: '电话',
  visit: '上门',
  plan: '还款计划',
  letter: '催收函',
};
export const requestTypes: Record<string, string> = {
  new: '首次贷款',
  repeat: '再次贷款',
  topUp: '追加贷款',
  draw: '用信',
  renewal: '续贷',
};
export const products: Record<string, string> = { household: '农户小额信贷', enterprise: '带贫经营主体贷款' };
export const termKinds: Record<string, string> = { extension: '展期', renewal: '续贷' };

export const paymentStates: Record<string, string> = {
  PENDING: '待发送',
  SENT: '已发送',
  CONFIRMED: '已到账',
  REJECTED: '被退回',
  UNKNOWN: '结果待查',
};

export const lanes: Record<string, string> = { people: '人员', system: '系统', bank: '银行' };

const documents: Record<string, string> = {
  contract: '借款合同',
  loanContract: '借款合同',
  idCard: '身份证复印件',
  rating: '评级授信结果',
  ratingForm: '评级授信表',
  creditQueryAuthorisation: '个人征信查询授权书',
  guaranteeZeroFee: '零费用担保说明',
  repaymentProof: '还款凭证',
  disbursementProof: '放款凭证',
  overdueStatement: '逾期情况说明',
  causeProof: '原因证明',
  collectionRecord: '催收记录',
  yubeiAnnex1: '贷款申请表（附件1）',
  yubeiAnnex2: '资金使用承诺书（附件2）',
  yubeiAnnex3: '贴息申请（附件3）',
  yubeiAnnex4: '贴息申报汇总表（附件4）',
  horqinForm1: '业务申请表（附表1）',
  horqinForm2: '申请汇总表（附表2）',
  horqinForm3: '确认表（附表3）',
  usagePhoto: '用途核查照片',
  meetingRecord: '会议记录',
  servedNotice: '送达回证',
  paymentVoucher: '拨付凭证',
  other: '其他材料',
};

/** A document's name: the county's own word first, then the common one, at worst the key itself. */
export const documentTitle = (key: string, own: readonly Labelled[] = []): string =>
  own.find((item) => item.key === key)?.zh ?? documents[key] ?? key;

/** Kinds offered when uploading, besides what the step asks for. */
export const usualDocuments = ['contract', 'idCard', 'meetingRecord', 'usagePhoto', 'servedNotice', 'other'];

export const platformRoles: Record<string, string> = {
  village: '村级经办',
  township: '乡镇审核',
  countyOffice: '县主管部门',
  bank: '银行经办',
  bankManager: '银行负责人',
  finance: '财政部门',
  treasury: '国库支付',
  supervisor: '监督查询',
  systemAdmin: '系统管理',
  securityAdmin: '安全管理',
  auditor: '审计',
};

export const labelOf = (items: readonly Labelled[] | undefined, key: string | null): string =>
  key === null ? '—' : (items?.find((item) => item.key === key)?.zh ?? key);

export const options = (labels: Record<string, string>): { value: string; label: string }[] =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

export const labelledOptions = (items: readonly Labelled[] = []): { value: string; label: string }[] =>
  items.map(({ key, zh }) => ({ value: key, label: zh }));
