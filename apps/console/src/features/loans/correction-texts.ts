import type { CorrectionRow } from '@bangdai/contracts/http';

export const correctionKinds: Record<CorrectionRow['kind'], string> = {
  repayment: '更正还款',
  disbursement: '更正放款日期',
  lateRepayment: '迟报还款',
  lateDisbursement: '迟报放款',
};

export const correctionStates: Record<CorrectionRow['state'], string> = {
  open: '待复核',
  confirmed: '已入账',
  rejected: '未同意',
};

const figureNames: Record<string, string> = {
  receiptNo: '回单号',
  paidOn: '还款日',
  principal: '本金（元）',
  interest: '利息（元）',
  disbursedOn: '放款日',
  maturesOn: '到期日',
  contractNo: '合同号',
  amount: '金额（元）',
};

export interface FigureChange {
  name: string;
  label: string;
  before: string | null;
  after: string | null;
  changed: boolean;
}

/** Old and new side by side, in a fixed order; a receipt only taken back has no new figures. */
export function changesOf({
  kind,
  before,
  after,
}: Pick<CorrectionRow, 'kind' | 'before' | 'after'>): FigureChange[] {
  return Object.entries(figureNames).flatMap(([name, label]) => {
    const was = before[name] ?? null;
    // A day that the correction does not name stays as it was.
    const is = after[name] ?? (kind === 'disbursement' ? was : null);
    return was === null && is === null ? [] : [{ name, label, before: was, after: is, changed: was !== is }];
  });
}
