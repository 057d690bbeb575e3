import { percent, thousands } from '../../ui/format';

const titles: Record<string, string> = {
  rowNo: '行',
  loanNo: '贷款编号',
  householdNo: '户编号',
  name: '借款人',
  idNumber: '身份证号码',
  phone: '联系电话',
  township: '乡镇',
  village: '村',
  group: '组',
  targetGroup: '扶持对象',
  purpose: '用途',
  bankName: '银行',
  branch: '网点',
  contractAmount: '合同金额（元）',
  balance: '余额（元）',
  annualRate: '年利率',
  disbursedOn: '放款日',
  maturesOn: '到期日',
  overdueSince: '逾期起',
};

export const sampleTitle = (column: string): string => titles[column] ?? column;
export const isAmount = (column: string): boolean =>
  ['contractAmount', 'balance', 'annualRate'].includes(column);

/** As people write it: amounts grouped, rates in percent. */
export function sampleCell(column: string, value: string): string {
  if (value === '') return '—';
  if (column === 'annualRate') return percent(value);
  return isAmount(column) ? thousands(value) : value;
}
