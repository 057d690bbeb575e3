import type { AgendaRow } from '@bangdai/contracts/http';
import { daysBetween } from '@bangdai/domain';
import type { Db } from '../database/database.js';

interface DueRow {
  key: string;
  kind: string;
  due_on: string;
  status: AgendaRow['status'];
  carried_out_by: AgendaRow['carriedOutBy'];
  round: number | null;
}

const titles: Record<string, string> = {
  notice: '到期提醒',
  writtenNotice: '书面到期通知',
  usageCheck: '贷后检查',
  interestSettlement: '结息与贴息',
  maturity: '贷款到期',
  overdue: '转为逾期',
  overdueUrge: '催收',
  npl: '列为不良贷款',
  claimReady: '可申请风险补偿',
};

/** A settlement day that has passed is done: interest accrues without anybody's act. */
export async function readAgenda(db: Db, loanId: string): Promise<AgendaRow[]> {
  const rows = await db.rows<DueRow>(
    `select key, kind, due_on, carried_out_by,
       case when kind = 'interestSettlement' and status = 'planned'
         and due_on < (now() at time zone 'Asia/Shanghai')::date then 'done' else status end as status,
       (item->>'round')::int as round from due_item
     where loan_id = $1 order by due_on, key`,
    [loanId],
  );
  return rows.map(({ key, kind, due_on, status, carried_out_by, round }) => ({
    key,
    kind,
    status,
    title: `${titles[kind] ?? kind}${round === null ? '' : `（第${round}次）`}`,
    on: due_on,
    carriedOutBy: carried_out_by,
  }));
}

/** `到期 2027-03-14，60 天前（2027-01-13）通知，…`: what is ahead in one sentence. */
export function nextSentence(
  maturesOn: string | null,
  settledOn: string | null,
  agenda: readonly AgendaRow[],
): string {
  if (settledOn !== null) return `已于 ${settledOn} 结清`;
  if (maturesOn === null) return '';
  const notices = agenda
    .filter(({ kind, status }) => status === 'planned' && (kind === 'notice' || kind === 'writtenNotice'))
    .map(
      ({ kind, on }) =>
        `${daysBetween(on, maturesOn)} 天前（${on}）${kind === 'notice' ? '通知' : '书面通知'}`,
    );
  return [`到期 ${maturesOn}`, ...notices].join('，');
}
