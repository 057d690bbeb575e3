import type { ImportView } from '@bangdai/contracts/http';

/** What a row says about a loan; a format may lack some of them. */
export type Field =
  | 'loanNo'
  | 'householdNo'
  | 'name'
  | 'idNumber'
  | 'phone'
  | 'township'
  | 'village'
  | 'group'
  | 'targetGroup'
  | 'purpose'
  | 'bank'
  | 'branch'
  | 'contractAmount'
  | 'balance'
  | 'annualRate'
  | 'disbursedOn'
  | 'maturesOn'
  | 'days'
  | 'overdueSince'
  | 'usedSubsidyDays'
  | 'priorSubsidyTotal';

/** One kind of file, recognised by its head alone; the place of a column does not matter. */
export interface PortfolioFormat {
  key: ImportView['format'];
  /** Leaf title of each column as printed; `parent/leaf` below a merged head. */
  titles: Partial<Record<Field, string>>;
  /** Columns that a file may have beside them. */
  optionalTitles: Partial<Record<Field, string>>;
  amountUnit: 'yuan' | 'wan';
  /** Column that is empty on a row which is no loan (a blank row or the line of totals). */
  rowMarks: Field[];
}

const portfolioCsv: PortfolioFormat = {
  key: 'portfolioCsv',
  amountUnit: 'yuan',
  rowMarks: ['loanNo', 'name', 'idNumber'],
  titles: {
    loanNo: 'loan_no',
    householdNo: 'household_no',
    name: 'name',
    idNumber: 'id_number',
    phone: 'phone',
    township: 'township',
    village: 'village',
    group: 'group',
    targetGroup: 'target_group',
    purpose: 'purpose',
    bank: 'bank',
    branch: 'branch',
    contractAmount: 'contract_amount',
    balance: 'balance',
    annualRate: 'annual_rate',
    disbursedOn: 'disbursed_on',
    maturesOn: 'matures_on',
    overdueSince: 'overdue_since',
  },
  optionalTitles: { usedSubsidyDays: 'household_subsidy_days', priorSubsidyTotal: 'household_subsidy_paid' },
};

/** forms.md `yubeiAnnex5`: 发放台账, amounts in 万元, 11 heads over 13 leaf columns. */
const yubeiAnnex5: PortfolioFormat = {
  key: 'yubeiAnnex5',
  amountUnit: 'wan',
  rowMarks: ['name', 'idNumber', 'contractAmount'],
  titles: {
    name: '借款人姓名',
    township: '家庭住址/镇',
    village: '家庭住址/村',
    group: '家庭住址/组',
    idNumber: '身份证号码',
    bank: '贷款银行',
    purpose: '借款用途',
    contractAmount: '借款金额（万元）',
    disbursedOn: '借款时间',
    maturesOn: '还款时间',
    days: '借款天数',
  },
  optionalTitles: { usedSubsidyDays: '已享受贴息天数', priorSubsidyTotal: '已享受贴息金额（元）' },
};

export const portfolioFormats: readonly PortfolioFormat[] = [portfolioCsv, yubeiAnnex5];
