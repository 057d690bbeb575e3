import { taskId, type TaskDraft } from '@bangdai/contracts';
import { shanghaiDateOf } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { closeTasks, openTasks } from '../subjects/task.writer.js';
import { settlementSubject, type SettlementRecord } from './settlement.record.js';

const SLA_WORKING_DAYS = 5;

/** Lines of an order whose payee the treasury or the bank could not credit, as its report names them. */
export async function failedLinesOf(db: Db, orderNo: string): Promise<string[]> {
  const { failed } = await db.one<{ failed: string[] }>(
    `select coalesce(array_agg(distinct f->>'loanNo'), '{}') as failed from inbox i,
       jsonb_array_elements(case jsonb_typeof(i.payload->'failedLines') when 'array' then i.payload->'failedLines'
         else '[]'::jsonb end) as f
     where i.kind = 'paymentReported' and i.payload->>'orderNo' = $1`,
    [orderNo],
  );
  return failed;
}

/** A line whose account refused the money is the town's again; each township has one task as long as it has such lines. */
export async function keepFailureTasks(
  db: Db,
  context: StoreContext,
  settlement: SettlementRecord,
  at: string,
): Promise<void> {
  const failures = await db.rows<{ township: string; lines: number; amount: string }>(
    `select township, count(*)::int as lines, sum(subsidy)::text as amount from settlement_line
     where settlement_id = $1 and state = 'failed' group by township order by township`,
    [settlement.id],
  );
  const open = await db.rows<{ id: string; township: string }>(
    `select id, township from task where subject_id = $1 and kind = 'failedLine' and status in ('open', 'claimed')`,
    [settlement.id],
  );
  for (const { id, township } of open) {
    if (failures.some((failure) => failure.township === township)) continue;
    const closing = { taskId: id, outcome: 'done' as const, decision: 'mended', actorId: null };
    await closeTasks(db, settlement.county, [closing], at);
  }
  const standing = new Set(open.map(({ township }) => township));
  for (const failure of failures.filter(({ township }) => !standing.has(township)))
    await openTasks(
      db,
      settlementSubject(settlement),
      [await draftOf(db, settlement, failure, at)],
      context.calendar,
      failure.amount,
    );
}

async function draftOf(
  db: Db,
  { id, county }: SettlementRecord,
  { township, lines }: { township: string; lines: number },
  at: string,
): Promise<TaskDraft> {
  const step = `failedLine-${township}`;
  const { rounds } = await db.one<{ rounds: number }>(
    'select count(*)::int as rounds from task where subject_id = $1 and starts_with(id, $2)',
    [id, `${id}.${step}.`],
  );
  return {
    taskId: taskId(id, step, rounds + 1),
    kind: 'failedLine',
    stepKey: 'failedLine',
    title: `贴息入账失败 ${lines} 笔，请更正收款账户`,
    role: 'township',
    county,
    place: township,
    bank: null,
    slaWorkingDays: SLA_WORKING_DAYS,
    dueOn: null,
    openedOn: shanghaiDateOf(Date.parse(at)),
    outcomes: ['mended'],
    requires: [],
    requiresDetail: false,
    needsMeeting: false,
  };
}
