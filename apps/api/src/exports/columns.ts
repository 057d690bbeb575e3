import {
  labelOf,
  loanStageLabels,
  settlementLineLabels,
  taskKindLabels,
  taskStatusLabels,
  compensationStageLabels,
} from './words.js';
import type { ClaimRow, LoanRow, SettlementLineRow, TaskRow } from '@bangdai/contracts/http';
import type { Column } from './workbook.js';

export const settlementLineColumns: Column<SettlementLineRow>[] = [
  { title: '贷款编号', width: 20, value: ({ loanNo }) => loanNo },
  { title: '借款人', width: 14, value: ({ borrower }) => borrower },
  { title: '乡镇', width: 16, value: ({ township }) => township },
  { title: '村', width: 16, value: ({ village }) => village },
  { title: '贴息天数', width: 10, value: ({ nights }) => nights },
  { title: '利息（元）', width: 14, isMoney: true, value: ({ interest }) => interest },
  { title: '贴息率', width: 10, value: ({ subsidyRate }) => subsidyRate },
  { title: '贴息（元）', width: 14, isMoney: true, value: ({ subsidy }) => subsidy },
  { title: '借款人承担（元）', width: 16, isMoney: true, value: ({ borrowerShare }) => borrowerShare },
  { title: '银行天数', width: 10, value: ({ bankNights }) => bankNights },
  { title: '银行利息（元）', width: 14, isMoney: true, value: ({ bankInterest }) => bankInterest },
  { title: '银行贴息（元）', width: 14, isMoney: true, value: ({ bankSubsidy }) => bankSubsidy },
  { title: '差额（元）', width: 12, isMoney: true, value: ({ difference }) => difference },
  { title: '银行测算（元）', width: 14, isMoney: true, value: ({ forecastSubsidy }) => forecastSubsidy },
  { title: '转入自', width: 28, value: ({ carriedFrom }) => carriedFrom },
  { title: '状态', width: 12, value: ({ state }) => labelOf(settlementLineLabels, state) },
];

export const loanColumns: Column<LoanRow>[] = [
  { title: '贷款编号', width: 20, value: ({ loanNo }) => loanNo },
  { title: '区县', width: 16, value: ({ countyName }) => countyName },
  { title: '借款人', width: 14, value: ({ borrower }) => borrower },
  { title: '乡镇', width: 16, value: ({ township }) => township },
  { title: '村', width: 16, value: ({ village }) => village },
  { title: '银行', width: 24, value: ({ bankName }) => bankName },
  { title: '状态', width: 12, value: ({ stage }) => labelOf(loanStageLabels, stage) },
  { title: '金额（元）', width: 14, isMoney: true, value: ({ amount }) => amount },
  { title: '余额（元）', width: 14, isMoney: true, value: ({ balance }) => balance },
  { title: '年利率', width: 10, value: ({ annualRate }) => annualRate },
  { title: '发放日', width: 12, value: ({ disbursedOn }) => disbursedOn },
  { title: '到期日', width: 12, value: ({ maturesOn }) => maturesOn },
  { title: '逾期起', width: 12, value: ({ overdueSince }) => overdueSince },
];

export const claimColumns: Column<ClaimRow>[] = [
  { title: '申请编号', width: 24, value: ({ claimNo }) => claimNo },
  { title: '贷款编号', width: 20, value: ({ loanNo }) => loanNo },
  { title: '区县', width: 16, value: ({ countyName }) => countyName },
  { title: '借款人', width: 14, value: ({ borrower }) => borrower },
  { title: '乡镇', width: 16, value: ({ township }) => township },
  { title: '村', width: 16, value: ({ village }) => village },
  { title: '银行', width: 24, value: ({ bankName }) => bankName },
  { title: '原因', width: 18, value: ({ cause }) => cause.zh },
  { title: '阶段', width: 12, value: ({ stage }) => labelOf(compensationStageLabels, stage) },
  { title: '申请日', width: 12, value: ({ filedOn }) => filedOn },
  { title: '本金（元）', width: 14, isMoney: true, value: ({ principal }) => principal },
  { title: '净损失（元）', width: 14, isMoney: true, value: ({ netLoss }) => netLoss },
  { title: '补偿金支付（元）', width: 16, isMoney: true, value: ({ fundPaid }) => fundPaid },
  { title: '已追偿（元）', width: 14, isMoney: true, value: ({ recovered }) => recovered },
];

export const taskColumns: Column<TaskRow>[] = [
  { title: '事项', width: 28, value: ({ title }) => title },
  { title: '类别', width: 14, value: ({ kind }) => labelOf(taskKindLabels, kind) },
  { title: '业务编号', width: 26, value: ({ subjectNo }) => subjectNo },
  { title: '借款人', width: 14, value: ({ borrower }) => borrower },
  { title: '区县', width: 16, value: ({ countyName }) => countyName },
  { title: '乡镇', width: 16, value: ({ township }) => township },
  { title: '村', width: 16, value: ({ village }) => village },
  { title: '银行', width: 24, value: ({ bankName }) => bankName },
  { title: '金额（元）', width: 14, isMoney: true, value: ({ amount }) => amount },
  { title: '转入日', width: 12, value: ({ openedOn }) => openedOn },
  { title: '办理期限', width: 12, value: ({ dueOn }) => dueOn },
  { title: '认领人', width: 14, value: ({ claimedByName }) => claimedByName },
  { title: '状态', width: 10, value: ({ status }) => labelOf(taskStatusLabels, status) },
];
