import {
  accountGroups,
  accountKindName,
  accountTitle,
  caseStates,
  clawbackStages,
  differenceKinds,
  fundMovementKinds,
  journalKindName,
  type BudgetView,
  type ClawbackRow,
  type FundMovementRow,
  type LedgerRow,
  type ReconciliationCaseRow,
  type StatementRow,
  type TrialBalanceRow,
} from '@bangdai/contracts/http';
import type { Column } from './workbook.js';

/** Years and parties speak for themselves; an account of loans is a sum over them. */
const ownerOf = ({ kind, owner, ownerName, accounts }: TrialBalanceRow): string => {
  if (owner === null) return accounts > 1 ? `${accounts} 户` : '';
  return ownerName ?? (kind === 'memoOffset' ? accountKindName(owner) : owner);
};

export const trialBalanceColumns: Column<TrialBalanceRow>[] = [
  { title: '类别', width: 16, value: ({ group }) => (group === null ? '其他' : accountGroups[group]) },
  { title: '科目', width: 24, value: ({ kind }) => accountKindName(kind) },
  { title: '户名', width: 24, value: ownerOf },
  { title: '借方发生（元）', width: 18, isMoney: true, value: ({ debit }) => debit },
  { title: '贷方发生（元）', width: 18, isMoney: true, value: ({ credit }) => credit },
  { title: '借方余额（元）', width: 18, isMoney: true, value: ({ debitBalance }) => debitBalance },
  { title: '贷方余额（元）', width: 18, isMoney: true, value: ({ creditBalance }) => creditBalance },
];

const bookedColumns: Column<LedgerRow>[] = [
  { title: '日期', width: 12, value: ({ on }) => on },
  { title: '摘要', width: 18, value: ({ kind }) => journalKindName(kind) },
  { title: '业务编号', width: 28, value: ({ subjectNo }) => subjectNo },
  { title: '凭证号', width: 30, value: ({ documentNo }) => documentNo },
  { title: '借方（元）', width: 16, isMoney: true, value: ({ debit }) => debit },
  { title: '贷方（元）', width: 16, isMoney: true, value: ({ credit }) => credit },
];

export const statementColumns: Column<StatementRow>[] = [
  ...bookedColumns,
  { title: '余额（元）', width: 18, isMoney: true, value: ({ balance }) => balance },
];

export const entryColumns: Column<LedgerRow>[] = [
  ...bookedColumns.slice(0, 2),
  { title: '科目', width: 24, value: ({ account }) => accountTitle(account) },
  { title: '账户', width: 50, value: ({ account }) => account },
  ...bookedColumns.slice(2),
  { title: '分录号', width: 40, value: ({ entryId }) => entryId },
];

export const fundMovementColumns: Column<FundMovementRow>[] = [
  { title: '日期', width: 12, value: ({ on }) => on },
  { title: '摘要', width: 14, value: ({ kind }) => fundMovementKinds[kind] },
  { title: '业务编号', width: 28, value: ({ subjectNo }) => subjectNo },
  { title: '收支（元）', width: 16, isMoney: true, value: ({ amount }) => amount },
  { title: '余额（元）', width: 18, isMoney: true, value: ({ balanceAfter }) => balanceAfter },
];

export const clawbackColumns: Column<ClawbackRow>[] = [
  { title: '追回编号', width: 22, value: ({ caseNo }) => caseNo },
  { title: '贷款编号', width: 20, value: ({ loanNo }) => loanNo },
  { title: '区县', width: 16, value: ({ countyName }) => countyName },
  { title: '借款人', width: 14, value: ({ borrower }) => borrower },
  { title: '乡镇', width: 16, value: ({ township }) => township },
  { title: '村', width: 16, value: ({ village }) => village },
  { title: '银行', width: 24, value: ({ bankName }) => bankName },
  { title: '原因', width: 14, value: ({ cause }) => cause.zh },
  { title: '阶段', width: 18, value: ({ stage }) => clawbackStages[stage] },
  { title: '立案日', width: 12, value: ({ openedOn }) => openedOn },
  { title: '通知日', width: 12, value: ({ noticedOn }) => noticedOn },
  { title: '退回期限', width: 12, value: ({ payBy }) => payBy },
  { title: '应追回（元）', width: 14, isMoney: true, value: ({ amount }) => amount },
  { title: '已退回（元）', width: 14, isMoney: true, value: ({ repaid }) => repaid },
  { title: '已抵扣（元）', width: 14, isMoney: true, value: ({ setOff }) => setOff },
  { title: '未追回（元）', width: 14, isMoney: true, value: ({ outstanding }) => outstanding },
];

export const reconciliationColumns: Column<ReconciliationCaseRow>[] = [
  { title: '差异', width: 20, value: ({ kind }) => differenceKinds[kind] },
  { title: '区县', width: 16, value: ({ countyName }) => countyName },
  { title: '对方', width: 24, value: ({ sourceName }) => sourceName },
  { title: '凭证号', width: 32, value: ({ ref }) => ref },
  { title: '业务编号', width: 24, value: ({ loanNo }) => loanNo },
  { title: '平台', width: 20, value: ({ expected }) => expected },
  { title: '对方数', width: 20, value: ({ found }) => found },
  { title: '差额（元）', width: 14, isMoney: true, value: ({ difference }) => difference },
  { title: '责任方', width: 16, value: ({ ownerName }) => ownerName },
  { title: '发现日', width: 12, value: ({ openedOn }) => openedOn },
  { title: '最近一次', width: 12, value: ({ lastSeenOn }) => lastSeenOn },
  { title: '状态', width: 10, value: ({ state }) => caseStates[state] },
];

export const budgetColumns: Column<BudgetView>[] = [
  { title: '区县', width: 20, value: ({ countyName }) => countyName },
  { title: '年度', width: 8, value: ({ year }) => year },
  { title: '计划（元）', width: 18, isMoney: true, value: ({ planned }) => planned },
  { title: '到位（元）', width: 18, isMoney: true, value: ({ arrived }) => arrived },
  { title: '已支出（元）', width: 18, isMoney: true, value: ({ spent }) => spent },
  { title: '支付中（元）', width: 18, isMoney: true, value: ({ ordered }) => ordered },
  { title: '可用（元）', width: 18, isMoney: true, value: ({ available }) => available },
  { title: '待拨付（元）', width: 18, isMoney: true, value: ({ waiting }) => waiting },
];
