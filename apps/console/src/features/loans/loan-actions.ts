import type { LoanDetail, Me } from '@bangdai/contracts/http';
import { readsOnly } from '../../app/menu';

export type LoanAction =
  | 'withdraw'
  | 'objection'
  | 'complaint'
  | 'usageCheck'
  | 'urging'
  | 'termRequest'
  | 'clearSuspension'
  | 'claim'
  | 'maliciousExit'
  | 'clawback';

const stages: Record<LoanAction, readonly string[]> = {
  withdraw: ['inReview', 'publicity', 'investigation', 'approved', 'suspended'],
  objection: ['publicity', 'investigation'],
  // After the last day of publicity, whatever became of the application, while the loan lives.
  complaint: ['inReview', 'approved', 'suspended', 'active', 'extended', 'recalled', 'overdue'],
  usageCheck: ['active', 'extended', 'recalled', 'overdue'],
  urging: ['overdue'],
  termRequest: ['active'],
  clearSuspension: ['suspended'],
  claim: ['overdue'],
  maliciousExit: ['active', 'extended'],
  // Subsidy may have been paid in any of these, and no time bar runs against taking it back.
  clawback: [
    'active',
    'extended',
    'recalled',
    'overdue',
    'compensating',
    'compensated',
    'settled',
    'renewed',
    'converted',
    'closedLoss',
  ],
};

const anyDesk = 'any';
const roles: Record<LoanAction, readonly string[] | typeof anyDesk> = {
  withdraw: ['village', 'township', 'countyOffice'],
  objection: ['village', 'township', 'countyOffice'],
  complaint: ['village', 'township', 'countyOffice'],
  usageCheck: anyDesk,
  urging: anyDesk,
  termRequest: ['village', 'township', 'bank', 'bankManager'],
  clearSuspension: ['countyOffice'],
  claim: ['village', 'bank', 'bankManager'],
  maliciousExit: ['countyOffice'],
  clawback: ['countyOffice', 'finance'],
};

export const actionNames: Record<LoanAction, string> = {
  withdraw: '撤回申请',
  objection: '登记异议',
  complaint: '登记公示期后投诉',
  usageCheck: '登记用途核查',
  urging: '登记催收',
  termRequest: '申请展期 / 续贷',
  clearSuspension: '解除暂缓并复核',
  claim: '申报风险补偿',
  maliciousExit: '恶意退出处置',
  clawback: '贴息追回立案',
};

/** What this person may start on this loan now. The engine has the last word; this only spares useless buttons. */
export function allowedActions(
  me: Pick<Me, 'role'>,
  loan: Pick<LoanDetail, 'stage'> & Partial<Pick<LoanDetail, 'exitOptions' | 'steps'>>,
): LoanAction[] {
  if (readsOnly(me.role)) return [];
  const may = (action: LoanAction) => roles[action] === anyDesk || roles[action].includes(me.role);
  return (Object.keys(stages) as LoanAction[]).filter(
    (action) =>
      stages[action].includes(loan.stage) &&
      may(action) &&
      (action !== 'maliciousExit' || (loan.exitOptions ?? []).length > 0) &&
      (action !== 'complaint' || wasPosted(loan.steps ?? [])),
  );
}

const wasPosted = (steps: LoanDetail['steps']): boolean =>
  steps.some(({ kind, state }) => kind === 'publicity' && state === 'done');

export const mayUpload = (role: string): boolean => !readsOnly(role);
