import type { Actor } from '@bangdai/contracts';
import type { HandoverView } from '@bangdai/contracts/http';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { commandTexts } from '../reads/people.reader.js';

/** Opinions that were asked for about a task and not given yet. */
export async function openOpinions(db: Db, taskId: string): Promise<number> {
  const { open } = await db.one<{ open: number }>(
    `select count(*)::int as open from task_handover where task_id = $1 and state = 'open'`,
    [taskId],
  );
  return open;
}

interface HandoverRow extends Omit<HandoverView, 'reason' | 'opinion' | 'isMine'> {
  toStaff: string;
  commandId: string;
  replyCommandId: string | null;
}

/** What became of a task between its people, oldest first, with what they said. */
export async function readHandovers(
  db: Db,
  { vault }: StoreContext,
  actor: Actor,
  taskId: string,
): Promise<HandoverView[]> {
  const rows = await db.rows<HandoverRow>(
    `select h.id, h.kind, f.display_name as "byName", r.display_name as "toName", h.to_staff::text as "toStaff", h.at, h.state,
       h.agreed, h.replied_at as "repliedAt", h.command_id as "commandId", h.reply_command_id as "replyCommandId"
     from task_handover h join staff f on f.id = h.from_staff join staff r on r.id = h.to_staff
     where h.task_id = $1 order by h.at, h.id`,
    [taskId],
  );
  const texts = await commandTexts(
    db,
    vault,
    rows.flatMap(({ commandId, replyCommandId }) => [commandId, replyCommandId]),
  );
  return rows.map(({ toStaff, commandId, replyCommandId, ...row }) => ({
    ...row,
    isMine: row.state === 'open' && toStaff === actor.id,
    reason: reasonIn(texts.get(commandId)),
    opinion: replyCommandId === null ? null : (texts.get(replyCommandId) ?? null),
  }));
}

/** What was told as `张三、李四：请核对面积` stands beside the names already. */
function reasonIn(text: string | undefined): string | null {
  const at = text?.indexOf('：') ?? -1;
  return text === undefined || at < 0 ? null : text.slice(at + 1);
}
