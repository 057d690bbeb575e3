import { taskId, type UseCheckRoundResult } from '@bangdai/contracts';
import { addDays, isWorkingDay, DomainError, type WorkingCalendar } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import { openTasks } from '../subjects/task.writer.js';

/** Days after which a round that is not done is told upwards (lifecycle §3, usage check). */
const ESCALATION_DAYS = 10;
/** Working days between two reminders of the same task (lifecycle §3, step SLA). */
const REMINDER_GAP = 2;

interface DueCheck {
  loan_id: string;
  key: string;
  due_on: string;
  item: { round?: number; by?: string };
  loan_no: string;
  county: string;
  place: string;
  bank: string;
  balance: string;
}

/**
 * Opens the checks that are due. Rounds that fell before a loan was taken over belong to its former keeper and are
 * skipped; a loan without a balance needs no check.
 */
export async function openUsageCheckTasks(
  context: StoreContext,
  { county, on }: { county: string; on: string },
): Promise<UseCheckRoundResult> {
  return context.database.transaction(async (db) => {
    await skipEarlierRounds(db, county);
    const due = await db.rows<DueCheck>(
      `select d.loan_id, d.key, d.due_on, d.item, l.loan_no, l.county, l.place, l.bank, l.balance
       from due_item d join loan l on l.id = d.loan_id
       where l.county = $1 and d.kind = 'usageCheck' and d.status = 'planned' and d.due_on <= $2 and l.balance > 0
       order by d.due_on, d.loan_id limit 10000 for update of d skip locked`,
      [county, on],
    );
    for (const check of due) await openCheck(db, context, check, on);
    await db.run(
      `update due_item d set status = case when d.due_on < $2::date - 1 then 'late' else 'done' end, done_at = now()
       from jsonb_to_recordset($1::jsonb) as x(loan_id uuid, key text) where d.loan_id = x.loan_id and d.key = x.key`,
      [JSON.stringify(due.map(({ loan_id, key }) => ({ loan_id, key }))), on],
    );
    return { opened: due.length, escalated: await escalate(db, county, on) };
  });
}

async function skipEarlierRounds(db: Db, county: string): Promise<void> {
  await db.run(
    `update due_item d set status = 'skipped' from loan l
     where l.id = d.loan_id and l.county = $1 and d.kind = 'usageCheck' and d.status = 'planned' and d.due_on < l.taken_over_on`,
    [county],
  );
}

async function openCheck(db: Db, { calendar }: StoreContext, check: DueCheck, on: string): Promise<void> {
  const round = check.item.round ?? 1;
  const draft = {
    taskId: taskId(check.loan_id, 'usageCheck', round),
    ...{
      kind: 'usageCheck' as const,
      stepKey: 'usageCheck',
      title: `贷后检查（第${round}次）`,
      role: check.item.by ?? 'bank',
    },
    ...{ county: check.county, place: check.place, bank: check.bank, slaWorkingDays: null },
    ...{
      dueOn: addDays(check.due_on, ESCALATION_DAYS),
      openedOn: on,
      outcomes: ['ok', 'misuse', 'unreachable'],
    },
    ...{ requires: [], requiresDetail: false, needsMeeting: false },
  };
  const subject = {
    kind: 'loan' as const,
    id: check.loan_id,
    no: check.loan_no,
    county: check.county,
    loanId: check.loan_id,
  };
  await openTasks(db, subject, [draft], calendar, check.balance);
}

async function escalate(db: Db, county: string, on: string): Promise<number> {
  const late = await db.rows<{ subject_id: string; due_on: string }>(
    `update task set reminded_on = $2 where county = $1 and kind = 'usageCheck' and status in ('open', 'claimed')
       and due_on < $2 and reminded_on is null returning subject_id, due_on`,
    [county, on],
  );
  for (const { subject_id, due_on } of late) {
    const event = systemEvent('usageCheckEscalated', {}, { dueOn: due_on });
    await appendTimeline(db, { kind: 'loan', id: subject_id }, new Date().toISOString(), [event]);
  }
  return late.length;
}

/** Past its limit a task is called to mind, and again every two working days until it is decided. */
export async function remindOverdueTasks(
  { database, calendar }: StoreContext,
  { county, on }: { county: string; on: string },
): Promise<{ reminded: number }> {
  const remindedBefore = daysBack(on, REMINDER_GAP, calendar);
  return database.transaction(async (db) => {
    const late = await db.rows<{
      subject: string;
      subject_id: string;
      step_key: string;
      due_on: string;
      role: string;
    }>(
      `update task set reminded_on = $2 where county = $1 and status in ('open', 'claimed') and kind <> 'usageCheck'
         and due_on < $2 and (reminded_on is null or reminded_on <= $3)
       returning subject, subject_id, step_key, due_on, role`,
      [county, on, remindedBefore],
    );
    for (const task of late) {
      const event = systemEvent(
        'taskReminded',
        { role: task.role },
        { stepKey: task.step_key, dueOn: task.due_on },
      );
      await appendTimeline(db, { kind: task.subject, id: task.subject_id }, new Date().toISOString(), [
        event,
      ]);
    }
    return { reminded: late.length };
  });
}

/** The day that lies `n` working days before; calendar days where the year is not published, which only reminds sooner. */
function daysBack(on: string, n: number, calendar: WorkingCalendar): string {
  try {
    let day = on;
    for (let left = n; left > 0;) {
      day = addDays(day, -1);
      if (isWorkingDay(day, calendar)) left -= 1;
    }
    return day;
  } catch (error) {
    if (error instanceof DomainError) return addDays(on, -n);
    throw error;
  }
}
