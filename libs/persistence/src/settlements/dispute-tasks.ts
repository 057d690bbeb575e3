import { taskId, type TaskDraft } from '@bangdai/contracts';
import { shanghaiDateOf } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { announce } from '../messages/live-feed.js';
import { closeTasks, openTasks } from '../subjects/task.writer.js';
import { settlementSubject, type SettlementRecord } from './settlement.record.js';

const SLA_WORKING_DAYS = 5;
const BANK_ONLY = 'bankOnly';

interface Dispute {
  /** Township, or `bankOnly`. */
  cause: string;
  lines: number;
  amount: string;
}

interface Closer {
  decision: string;
  actorId: string | null;
}

/** Nothing is left to settle: no person's decision. */
const BY_PLATFORM: Closer = { decision: 'done', actorId: null };

/**
 * One task a township sums up its disputed lines, one of the bank what only the bank lists. Each stands as long as its
 * matter does: it is told anew when the lines change, closed when the last is settled, opened again when one comes back.
 */
export async function keepDisputeTasks(
  db: Db,
  context: StoreContext,
  settlement: SettlementRecord,
  at: string,
  by: Closer = BY_PLATFORM,
): Promise<void> {
  const disputes = (await disputesOf(db, settlement.id)).filter(
    ({ cause }) => by.decision !== 'acknowledge' || cause !== BANK_ONLY,
  );
  const open = await openDisputes(db, settlement.id);
  for (const task of open) {
    const dispute = disputes.find(({ cause }) => causeOf(task.id, settlement.id) === cause);
    if (dispute === undefined) await close(db, settlement, task.id, at, by);
    else
      await db.run('update task set title = $2, amount = $3 where id = $1', [
        task.id,
        titleOf(dispute),
        dispute.amount,
      ]);
  }
  const standing = new Set(open.map(({ id }) => causeOf(id, settlement.id)));
  for (const dispute of disputes.filter(({ cause }) => !standing.has(cause)))
    await openDispute(db, context, settlement, dispute, at);
}

/** A settlement that pays or ends leaves no dispute on a desk: what is not settled is held over. */
export async function closeDisputeTasks(db: Db, settlement: SettlementRecord, at: string): Promise<void> {
  for (const { id } of await openDisputes(db, settlement.id)) await close(db, settlement, id, at);
}

async function disputesOf(db: Db, settlementId: string): Promise<Dispute[]> {
  return db.rows<Dispute>(
    `select township as cause, count(*)::int as lines, sum(subsidy)::text as amount from settlement_line
     where settlement_id = $1 and state = 'disputed' group by township
     union all
     select $2, count(*)::int, sum(b.subsidy)::text from subsidy_list_line b
     where b.settlement_id = $1 and b.subsidy > 0 and not b.late
       and not exists (select 1 from settlement_line s where s.settlement_id = $1 and s.loan_no = b.loan_no)
       and not exists (select 1 from task t where t.subject_id = $1 and t.kind = 'disputedLine' and t.bank is not null
         and t.decision = 'acknowledge')
     having count(*) > 0 order by 1`,
    [settlementId, BANK_ONLY],
  );
}

function openDisputes(db: Db, settlementId: string): Promise<{ id: string }[]> {
  return db.rows(
    `select id from task where subject_id = $1 and kind = 'disputedLine' and status in ('open', 'claimed') order by id`,
    [settlementId],
  );
}

const stepOf = (cause: string): string => `disputedLine-${cause}`;

/** `<settlement>.disputedLine-<cause>.<round>` */
function causeOf(id: string, settlementId: string): string {
  const start = `${settlementId}.${stepOf('')}`.length;
  return id.slice(start, id.lastIndexOf('.'));
}

const titleOf = ({ cause, lines }: Dispute): string =>
  cause === BANK_ONLY ? `银行清单多出 ${lines} 笔，平台无此贴息` : `贴息与银行清单不一致：${lines} 笔`;

async function openDispute(
  db: Db,
  context: StoreContext,
  settlement: SettlementRecord,
  dispute: Dispute,
  at: string,
): Promise<void> {
  const { id, county, bank } = settlement;
  const { rounds } = await db.one<{ rounds: number }>(
    'select count(*)::int as rounds from task where subject_id = $1 and starts_with(id, $2)',
    [id, `${id}.${stepOf(dispute.cause)}.`],
  );
  const ofBank = dispute.cause === BANK_ONLY;
  const draft: TaskDraft = {
    taskId: taskId(id, stepOf(dispute.cause), rounds + 1),
    kind: 'disputedLine',
    stepKey: 'disputedLine',
    title: titleOf(dispute),
    role: ofBank ? 'bank' : 'township',
    county,
    place: ofBank ? '' : dispute.cause,
    bank: ofBank ? bank : null,
    slaWorkingDays: SLA_WORKING_DAYS,
    dueOn: null,
    openedOn: shanghaiDateOf(Date.parse(at)),
    outcomes: ofBank ? ['acknowledge'] : ['acceptPlatform', 'acceptBank', 'hold'],
    requires: [],
    requiresDetail: false,
    needsMeeting: false,
  };
  await openTasks(db, settlementSubject(settlement), [draft], context.calendar, dispute.amount);
}

async function close(
  db: Db,
  { county }: SettlementRecord,
  id: string,
  at: string,
  by: Closer = BY_PLATFORM,
): Promise<void> {
  await closeTasks(db, county, [{ taskId: id, outcome: 'done', ...by }], at);
  await announce(db, { topic: 'task', id, county });
}
