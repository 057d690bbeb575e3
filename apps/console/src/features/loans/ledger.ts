import type { AccountKind } from '@bangdai/domain';

export const ledgerKinds: Record<string, string> = {
  disbursement: '贷款发放',
  takeover: '存量贷款转入',
  repayment: '还款',
  subsidyPayment: '贴息拨付',
  compensationPayment: '风险补偿拨付',
  recovery: '追偿回款',
  reversal: '冲正',
  openingBalance: '期初余额',
};

const accounts: Record<AccountKind, string> = {
  bankCash: '银行存款',
  loanPrincipal: '贷款本金',
  loanInterestIncome: '贷款利息收入',
  treasury: '国库资金',
  subsidyPaid: '已付贴息',
  riskFund: '风险补偿金',
  compensatedLoss: '已补偿损失',
  guarantorShare: '担保方分担',
};

/** `county/<code>/<kind>[/<owner>]` in words; on a loan's page the owner is known. */
export function accountName(path: string): string {
  const kind = path.split('/')[2] ?? '';
  return Object.hasOwn(accounts, kind) ? accounts[kind as AccountKind] : path;
}
