import type { BulkResult, TaskRow } from '@bangdai/contracts/http';
import { sumMoney } from '@bangdai/domain';

export const BULK_MAX = 100;

/** Only what needs nothing of its own per case can be approved together (product rule: step opted in, no per-item field). */
export function bulkRefusal(task: TaskRow): string | null {
  if (task.status !== 'open' && task.status !== 'claimed') return '已办结';
  if (bulkDecision(task) === null) return '该事项不能批量同意';
  if (task.kind !== 'review') return '该事项需逐件填写';
  if (task.subject !== 'loan') return '结算和补偿需逐件核对数字';
  if (task.needsMeeting) return '需逐件填写会议记录';
  if (task.requiresDetail) return '需逐件填写意见';
  if (task.requires.length > 0) return '需逐件核对材料';
  if (isBankTerms(task)) return '银行需逐件核定金额、期限和利率';
  return null;
}

/** The bank names amount, months and rate with its approval. */
export const isBankTerms = (task: Pick<TaskRow, 'subject' | 'kind' | 'role'>): boolean =>
  task.subject === 'loan' && task.kind === 'review' && task.role.startsWith('bank');

export function bulkDecision(task: Pick<TaskRow, 'outcomes'>): 'approve' | 'complete' | null {
  if (task.outcomes.includes('approve')) return 'approve';
  return task.outcomes.includes('complete') ? 'complete' : null;
}

/** One bulk = one county, one step. The first pick decides what else may be picked. */
export function sameBatch(first: TaskRow | undefined, task: TaskRow): boolean {
  return (
    first === undefined ||
    (first.county === task.county && first.stepKey === task.stepKey && first.kind === task.kind)
  );
}

export interface BatchSummary {
  households: number;
  amount: string;
  step: string;
}

export function summarise(tasks: readonly TaskRow[]): BatchSummary {
  return {
    households: new Set(tasks.map((task) => task.subjectId)).size,
    amount: sumMoney(tasks.flatMap((task) => (task.amount === null ? [] : [task.amount]))),
    step: tasks[0]?.title ?? '',
  };
}

/** A retry replaces the rows that it answered; rows of the first run keep their place. */
export function mergeResults(
  before: BulkResult['results'],
  again: BulkResult['results'],
): BulkResult['results'] {
  const latest = new Map(again.map((row) => [row.taskId, row]));
  return before.map((row) => latest.get(row.taskId) ?? row);
}

/** What is worth sending again: failures; a refusal stays refused. */
export const retryable = (results: BulkResult['results']): string[] =>
  results.filter((row) => row.outcome === 'failed').map((row) => row.taskId);

/** The row after (or, at the end, before) the one that was just decided. */
export function nextAfter(ids: readonly string[], decided: string): string | undefined {
  const at = ids.indexOf(decided);
  if (at < 0) return ids[0];
  return ids[at + 1] ?? ids[at - 1];
}

/** j/k: one row down or up, staying inside the list. */
export function moveCursor(
  ids: readonly string[],
  current: string | undefined,
  by: 1 | -1,
): string | undefined {
  const at = current === undefined ? -1 : ids.indexOf(current);
  if (at < 0) return by === 1 ? ids[0] : ids[ids.length - 1];
  return ids[Math.min(ids.length - 1, Math.max(0, at + by))];
}
