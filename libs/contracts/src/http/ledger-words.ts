import type { AccountGroup, AccountKind, JournalKind } from '@bangdai/domain';

/** Chinese words of the books, for screens and exported lists. */

export const journalKinds: Record<JournalKind, string> = {
  disbursement: '贷款发放',
  repayment: '还款',
  heldReturned: '多还款退回',
  takeover: '存量贷款转入',
  suspenseReceived: '待查收款',
  suspenseCleared: '待查款结清',
  appropriationPlanned: '贴息预算下达',
  appropriationArrived: '贴息资金到位',
  subsidyPayment: '贴息拨付',
  subsidyLineReturned: '贴息退票',
  subsidyLineRepaid: '贴息退票重付',
  clawbackDecided: '贴息追回认定',
  clawbackRepaid: '追回款缴回',
  clawbackSetOff: '追回款抵扣',
  fundDeposit: '风险补偿金存入',
  fundWithdrawal: '风险补偿金支取',
  fundInterest: '风险补偿金结息',
  fundFreeze: '风险补偿金冻结',
  fundRelease: '风险补偿金解冻',
  fundTopUpDue: '应补足风险补偿金',
  fundTopUpMet: '补足风险补偿金',
  compensationPayment: '风险补偿拨付',
  recovery: '追偿回款',
  writeOff: '核销',
  lossPoolDeposit: '风险分散补偿金存入',
  lossPoolPayment: '风险分散补偿金拨付',
  bankPaidTwice: '重复拨付',
  bankReturned: '银行退回多拨款',
  bankSetOff: '多拨款抵扣',
  reversal: '冲正',
};

const accountKinds: Record<AccountKind, string> = {
  bankCash: '银行放款与收款',
  loanInterestIncome: '贷款利息收入',
  takenOver: '存量转入',
  loanPrincipal: '贷款本金',
  compensatedLoss: '代偿后应收',
  treasury: '贴息资金结存',
  appropriation: '贴息资金到位',
  subsidyPaid: '已付贴息',
  riskFund: '风险补偿金（可用）',
  riskFundFrozen: '风险补偿金（冻结）',
  fundCapital: '风险补偿金本金',
  fundInterest: '风险补偿金利息',
  guarantorShare: '担保方分担',
  lossPool: '风险分散补偿金',
  lossPoolCapital: '风险分散补偿金本金',
  insuranceLossBorne: '已分担保险亏损',
  bankReceivable: '应收银行',
  recoveries: '追偿收回',
  lossWrittenOff: '已核销损失',
  clawbackReceivable: '应追回贴息',
  heldForReturn: '多还款待退',
  suspense: '待查款',
  subsidyPlanned: '贴息预算（备查）',
  fundTopUpDue: '应补足风险补偿金（备查）',
  memoOffset: '备查对应科目',
};

export const accountGroups: Record<AccountGroup, string> = {
  lending: '银行放款',
  appropriation: '贴息资金',
  riskFund: '风险补偿金',
  bankReceivable: '应收银行',
  householdReceivable: '应收农户',
  recoveries: '追偿',
  clawback: '贴息追回',
  suspense: '待处理',
  memo: '备查（非资金）',
};

export function journalKindName(kind: string): string {
  return Object.hasOwn(journalKinds, kind) ? journalKinds[kind as JournalKind] : kind;
}

export function accountKindName(kind: string): string {
  return Object.hasOwn(accountKinds, kind) ? accountKinds[kind as AccountKind] : kind;
}

/** `county/<code>/<kind>[/<owner>]` in words; on a loan's page the owner is known. */
export function accountTitle(path: string): string {
  const kind = path.split('/')[2] ?? '';
  return Object.hasOwn(accountKinds, kind) ? accountKinds[kind as AccountKind] : path;
}
