import type { ImportView } from '@bangdai/contracts/http';

export const importStates: Record<ImportView['state'], string> = {
  preview: '待确认',
  running: '导入中',
  done: '已完成',
  failed: '失败',
};
export const importTones: Record<ImportView['state'], string> = {
  preview: 'warning',
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
