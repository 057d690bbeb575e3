import type { ClawbackDetail, Me } from '@bangdai/contracts/http';

export type ClawbackAction = 'repaid' | 'setOff' | 'appeal';

export const clawbackActionNames: Record<ClawbackAction, string> = {
  repaid: '登记退回到账',
  setOff: '从后续贴息抵扣',
  appeal: '登记申诉',
};

const roles: Record<ClawbackAction, readonly string[]> = {
  repaid: ['finance'],
  setOff: ['finance', 'countyOffice'],
  appeal: ['village', 'township', 'bank', 'bankManager', 'countyOffice'],
};

const isUnpaid = (stage: ClawbackDetail['stage']): boolean => stage === 'noticed' || stage === 'escalated';
const isOpen = (stage: ClawbackDetail['stage']): boolean =>
  stage === 'opened' || stage === 'decided' || isUnpaid(stage);

/** What this person may do beside the tasks; the engine has the last word. */
export function allowedClawbackActions(
  { role }: Pick<Me, 'role'>,
  { stage, setOffOrdered }: Pick<ClawbackDetail, 'stage' | 'setOffOrdered'>,
): ClawbackAction[] {
  const fits: Record<ClawbackAction, boolean> = {
    repaid: isUnpaid(stage),
    setOff: isUnpaid(stage) && !setOffOrdered,
    appeal: isOpen(stage),
  };
  return (Object.keys(roles) as ClawbackAction[]).filter(
    (action) => fits[action] && roles[action].includes(role),
  );
}
