import type { ImportConfirmationView, ImportView } from '@bangdai/contracts/http';

export const importStates: Record<ImportView['state'], string> = {
  preview: '待提交',
  confirming: '待确认',
  returned: '已退回',
  running: '导入中',
  done: '已完成',
  failed: '失败',
};
export const importTones: Record<ImportView['state'], string> = {
  preview: 'warning',
  confirming: 'warning',
  returned: 'error',
  running: 'processing',
  done: 'success',
  failed: 'error',
};
export const formats: Record<ImportView['format'], string> = {
  portfolioCsv: '存量贷款清单（CSV）',
  yubeiAnnex5: '发放台账（附件5）',
};

/** Whole percent of the running phase, never 100 before it is done. */
export function progressPercent({ done, total }: ImportView['progress']): number {
  if (total <= 0) return 0;
  return Math.min(done >= total ? 100 : 99, Math.floor((done / total) * 100));
}

export const confirmationStates: Record<ImportConfirmationView['state'], string> = {
  waiting: '待确认',
  confirmed: '已确认',
  returned: '已退回',
};
export const confirmationTones: Record<ImportConfirmationView['state'], string> = {
  waiting: 'warning',
  confirmed: 'success',
  returned: 'error',
};

const isWaiting = ({ state }: ImportConfirmationView): boolean => state === 'waiting';

/** 待银行确认, or 待县主管部门确认 when a bank uploaded: the state says whose turn it is. */
export function importStateName({
  state,
  confirmations,
}: Pick<ImportView, 'state' | 'confirmations'>): string {
  const open = confirmations.find(isWaiting);
  if (state !== 'confirming' || open === undefined) return importStates[state];
  return open.role === 'countyOffice' ? '待县主管部门确认' : '待银行确认';
}

/** What is confirmed is taken over, also while another bank still looks at its rows. */
export function isTakingOver({ state, confirmations }: Pick<ImportView, 'state' | 'confirmations'>): boolean {
  return (
    state === 'running' ||
    (state === 'confirming' && confirmations.some((part) => part.state === 'confirmed'))
  );
}

export function waitingText(open: readonly ImportConfirmationView[]): string {
  const names = open
    .map(({ role, bankName }) => (role === 'countyOffice' ? '县主管部门' : bankName))
    .join('、');
  return `等待${names}确认笔数和余额，确认后自动入账`;
}
