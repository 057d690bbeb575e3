/**
 * Chinese words for the open vocabularies of the packs (glossary). A county may bring words of its own: a key without a
 * label here is shown as it stands in its pack.
 */
export const roleLabels: Readonly<Record<string, string>> = {
  village: '村（居）委会',
  township: '乡镇',
  countyOffice: '县主管部门',
  implementer: '项目实施单位',
  bank: '银行经办',
  bankManager: '银行负责人',
  bankBranch: '银行支行',
  finance: '财政局',
  financeOffice: '金融办',
  treasury: '国库',
  regulator: '银行业监管',
  pboc: '人民银行',
  guarantor: '融资担保公司',
  reGuarantor: '再担保机构',
  insurer: '保险公司',
  borrower: '借款人',
  group: '村民小组',
  villagerRep: '村民代表',
  villageTeam: '村级工作组',
  supervisor: '监督',
  systemAdmin: '系统管理员',
  securityAdmin: '安全管理员',
  auditor: '审计员',
  system: '系统',
  fund: '风险补偿金',
};

export const targetGroupLabels: Readonly<Record<string, string>> = {
  liftedPoor: '脱贫户',
  registeredPoor: '建档立卡贫困户',
  monitored: '监测户',
  edgePoor: '边缘易致贫户',
};

export const purposeLabels: Readonly<Record<string, string>> = {
  planting: '种植业',
  breeding: '养殖业',
  processing: '加工业',
  agriProcessing: '农产品加工',
  leisureAgri: '休闲农业',
  photovoltaic: '光伏',
  ruralTourism: '乡村旅游',
  ecommerce: '电子商务',
  otherProduction: '其他生产经营',
  shareInWithCapital: '带资入股',
  marriage: '婚丧嫁娶',
  housing: '建房购房',
  wealthProduct: '理财',
  householdGoods: '购置家庭用品',
  shareDividend: '入股分红',
  relending: '转贷',
  quotaSwap: '指标交换',
  enterpriseUse: '户贷企用',
  schooling: '子女上学',
  medical: '治病就医',
  debtRepayment: '偿还债务',
  gambling: '赌博',
  usury: '高利放贷',
  otherConsumption: '其他非生产性支出',
};

export const causeLabels: Readonly<Record<string, string>> = {
  majorIllness: '重大疾病',
  naturalDisaster: '自然灾害',
  accidentalInjury: '意外伤害',
  mainEarnerDeath: '主要劳动力死亡',
  otherLossOfAbility: '其他丧失还款能力情形',
  businessLoss: '经营亏损',
  maliciousDefault: '恶意拖欠、逃废债',
  purposeMisuse: '改变用途',
  overLimitPart: '超限额部分',
};

export const clawbackCauseLabels: Readonly<Record<string, string>> = {
  falseClaim: '虚报冒领',
  misuse: '改变用途',
  ineligible: '不符合条件',
  overpayment: '多拨付',
};

export const documentLabels: Readonly<Record<string, string>> = {
  contract: '借款合同',
  loanContract: '借款合同',
  idCard: '身份证复印件',
  rating: '评级授信结果',
  ratingForm: '评级授信表',
  creditQueryAuthorisation: '个人征信查询授权书',
  guaranteeZeroFee: '零费率担保函',
  horqinForm1: '业务申请表',
  horqinForm2: '申请汇总表',
  horqinForm3: '确认表',
  yubeiAnnex1: '小额信贷申请表',
  yubeiAnnex2: '资金使用承诺书',
  yubeiAnnex3: '贴息申请',
  yubeiAnnex4: '贴息申报汇总表',
  yubeiAnnex5: '贷款发放台账',
  anhuiForm2: '风险补偿资金审批表',
  repaymentProof: '还款凭证',
  disbursementProof: '放款凭证',
  overdueStatement: '逾期证明',
  causeProof: '致损原因证明',
  collectionRecord: '催收记录',
  sitePhoto: '现场照片',
  servedNotice: '送达回证',
  paymentVoucher: '拨付凭证',
};

export const productLabels: Readonly<Record<string, string>> = {
  household: '户贷',
  enterprise: '带贫主体贷款',
};

export const decisionLabels: Readonly<Record<string, string>> = {
  complete: '提交',
  approve: '同意',
  reject: '不同意',
  return: '退回',
  elapsed: '公示期满',
  objection: '有异议',
  ok: '用途相符',
  misuse: '改变用途',
  unreachable: '未能联系',
  recall: '收回贷款',
  convertToFarmerLoan: '转为农户贷款',
  noRecall: '不收回，继续执行',
  founded: '异议成立',
  unfounded: '异议不成立',
  call: '电话催收',
  visit: '上门催收',
  plan: '还款计划',
  letter: '书面催收',
  done: '已办理',
  cancelled: '已取消',
  delivered: '已送达',
  settled: '已有结果',
  resend: '重新发送',
  servedOnPaper: '纸质送达',
  handled: '已另行处理',
  confirmPaid: '确认已拨付',
  paymentRefused: '退回不付',
  handedIn: '已报送',
  confirmNotPaid: '确认未拨付',
  returned: '已退还借款人',
};

/** The label, or the key itself where there is none. */
export const labelOf = (labels: Readonly<Record<string, string>>, key: string): string =>
  Object.hasOwn(labels, key) ? (labels[key] ?? key) : key;
