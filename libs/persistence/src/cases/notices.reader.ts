import { labelOf, type Actor } from '@bangdai/contracts';
import type { CaseNotice } from '@bangdai/contracts/http';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { caseOf } from './case.record.js';

const titles: Readonly<Record<string, string>> = {
  maturityNotice: '到期提醒',
  writtenNotice: '书面到期通知',
  disbursementRequest: '放款通知',
  disbursementCancelled: '取消放款通知',
  settlementAdvice: '贴息结算通知',
  compensationAdvice: '风险补偿通知',
  extensionAdvice: '展期通知',
  publicityPosting: '公示张贴',
  rejectionNotice: '审核结果告知',
};

const states: Readonly<Record<string, string>> = {
  pending: '待送达',
  delivered: '已送达',
  undelivered: '未能送达',
  served: '纸质送达',
  handed: '已交村级打印送达',
};

/** All that was sent out about a loan, oldest first; the texts are with the messages, this tells what became of them. */
export async function readNotices(
  db: Db,
  context: StoreContext,
  actor: Actor,
  loanId: string,
): Promise<CaseNotice[]> {
  await caseOf(db, context, actor, loanId);
  const rows = await db.rows<Omit<CaseNotice, 'title' | 'stateName'>>(
    `select kind, recipient as "to", created_at as "createdAt", state, delivered_at as "deliveredAt", served_on as "servedOn"
     from outbox where loan_id = $1 order by seq`,
    [loanId],
  );
  return rows.map((row) => ({
    ...row,
    title: labelOf(titles, row.kind),
    stateName: labelOf(states, row.state),
  }));
}
