import type { SettlementDetail, SettlementLineRow } from '@bangdai/contracts/http';

type SettlementStage = SettlementDetail['stage'];

export type LineAction = 'exclude' | 'acceptPlatform' | 'acceptBank' | 'hold' | 'failed';

export const actionNames: Record<LineAction, string> = {
  exclude: '剔除',
  acceptPlatform: '认可平台数',
  acceptBank: '认可银行数',
  hold: '留待下期',
  failed: '登记入账失败',
};

/** What will become of the lines; people read it before they confirm. */
export const actionNotes: Record<LineAction, string> = {
  exclude: '剔除的明细不再拨付，仍保留可查；合计随之重算。',
  acceptPlatform: '按平台测算数拨付；已签的环节须重新签批。',
  acceptBank: '按银行报送数拨付；已签的环节须重新签批。',
  hold: '本期不付，转入下期结算。',
  failed: '收款账户退回的明细转乡镇更正账户后再付。',
};

const fits: Record<LineAction, readonly SettlementLineRow['state'][]> = {
  exclude: ['claimed', 'disputed'],
  acceptPlatform: ['disputed'],
  acceptBank: ['disputed'],
  hold: ['disputed'],
  failed: ['paid'],
};

const openStages: readonly SettlementStage[] = [
  'computed',
  'underReview',
  'determined',
  'publicised',
  'partlyPaid',
];
const settlers = ['township', 'countyOffice'];
const payers = ['finance', 'bank', 'bankManager'];

/** The same rights as the engine's; here they only keep useless buttons away. */
export function actionsFor(role: string, stage: SettlementStage, flowRoles: readonly string[]): LineAction[] {
  // An account may refuse its money long after the settlement was closed; that opens it again.
  const mayFail = ['partlyPaid', 'closed'].includes(stage) && payers.includes(role);
  if (!openStages.includes(stage)) return mayFail ? ['failed'] : [];
  const actions: LineAction[] = [];
  if (settlers.includes(role)) actions.push('acceptPlatform', 'acceptBank', 'hold');
  if (flowRoles.includes(role)) actions.push('exclude');
  if (mayFail) actions.push('failed');
  return actions;
}

/** Whether all chosen lines are in a state that the action fits. */
export const mayApplyTo = (action: LineAction, lines: readonly Pick<SettlementLineRow, 'state'>[]): boolean =>
  lines.length > 0 && lines.every(({ state }) => fits[action].includes(state));
