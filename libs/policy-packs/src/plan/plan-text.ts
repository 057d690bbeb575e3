import type { AgendaItem, AgendaKind, PolicyPack, Step } from '@bangdai/domain';

const KINDS: Readonly<Record<AgendaKind, string>> = {
  notice: '到期通知',
  writtenNotice: '书面到期通知',
  usageCheck: '贷后检查',
  interestSettlement: '结息',
  maturity: '到期',
  overdue: '转为逾期',
  overdueUrge: '逾期催收',
  npl: '列为不良',
  claimReady: '可申请风险补偿',
};

const STATUS: Readonly<Record<AgendaItem['status'], string>> = {
  planned: '',
  sendNow: '（立即发送）',
  skipped: '（已过，不再发送）',
};

function roleName(role: string, pack: PolicyPack): string {
  if (role === 'borrower') return '借款人';
  if (role === 'system') return '系统';
  if (role === 'villageTeam') return '驻村工作队';
  return pack.parties.find((party) => party.role === role)?.zh ?? role;
}

export function chainLines(steps: readonly Step[], pack: PolicyPack): string[] {
  return steps.map((step, i) => {
    const notes: string[] = [];
    if (step.slaWorkingDays != null) {
      notes.push(
        `时限 ${step.slaWorkingDays} 个${pack.calendar.slaDayKind === 'working' ? '工作日' : '自然日'}`,
      );
    }
    if (step.kind === 'publicity')
      notes.push(`公示 ${step.days ?? 0} 个${step.dayKind === 'working' ? '工作日' : '自然日'}`);
    if (step.requires != null && step.requires.length > 0) notes.push(`材料 ${step.requires.join('、')}`);
    if (step.composition != null) notes.push(`会议记录，占比不低于 ${step.composition.minShare}`);
    if (step.requiresDetail === true) notes.push('须写明意见');
    const tail = notes.length === 0 ? '' : `，${notes.join('，')}`;
    return `  ${i + 1}. ${step.zh ?? step.key}（${roleName(step.role, pack)}${tail}）`;
  });
}

export function agendaLine(item: AgendaItem, pack: PolicyPack): string {
  const round = item.round === undefined ? '' : ` 第 ${item.round} 次`;
  const roles = (item.by ?? '').split('+').filter((role) => role !== '');
  const by = roles.length === 0 ? '' : ` ${roles.map((role) => roleName(role, pack)).join('、')}`;
  const rest = item.isRestDay === true ? '（休息日）' : '';
  return `  ${item.on} ${item.at}  ${KINDS[item.kind]}${round}${by}${STATUS[item.status]}${rest}`;
}
