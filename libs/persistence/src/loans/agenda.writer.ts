import type { AgendaItem } from '@bangdai/domain';
import type { Db } from '../database/database.js';

/** Replaces the mirror of what is ahead; items done stay, so that plan and fact can be compared. */
export async function mirrorAgenda(db: Db, loanId: string, items: readonly AgendaItem[]): Promise<void> {
  await db.run(
    `delete from due_item where loan_id = $1 and status in ('planned', 'skipped') and not (key = any($2))`,
    [loanId, items.map(({ key }) => key)],
  );
  await db.run(
    `insert into due_item (loan_id, key, kind, due_on, item, carried_out_by, status)
     select $1, i->>'key', i->>'kind', (i->>'on')::date, jsonb_strip_nulls(jsonb_build_object('round', i->'round', 'by', i->'by')),
       i->>'carriedOutBy',
       case when i->>'status' = 'skipped' then 'skipped' else 'planned' end
     from jsonb_array_elements($2::jsonb) as items(i)
     on conflict (loan_id, key) do update set due_on = excluded.due_on, item = excluded.item
       where due_item.status in ('planned', 'skipped')`,
    [loanId, JSON.stringify(items)],
  );
}

/** An item carried out after its day is told as late; lateness counts in days of Asia/Shanghai. */
export async function markAgendaDone(
  db: Db,
  loanId: string,
  keys: readonly string[],
  at: string,
): Promise<void> {
  if (keys.length === 0) return;
  await db.run(
    `update due_item set done_at = $3, status =
       case when ($3::timestamptz at time zone 'Asia/Shanghai')::date > due_on + 1 then 'late' else 'done' end
     where loan_id = $1 and key = any($2) and status = 'planned'`,
    [loanId, keys, at],
  );
}

/** The next date that people see beside the loan; interest accrues by itself, nobody has to do anything for it. */
export async function refreshNextDue(db: Db, loanId: string): Promise<void> {
  await db.run(
    `update loan set (next_due_kind, next_due_on) = (
       select kind, due_on from due_item where loan_id = $1 and status = 'planned' and kind <> 'interestSettlement' order by due_on, key limit 1)
     where id = $1`,
    [loanId],
  );
}
