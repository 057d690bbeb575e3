import { decisionLabels, labelOf, textOf, timelineTexts } from '@bangdai/contracts';
import type { HistoryRow } from '@bangdai/contracts/http';
import type { PolicyPack } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { allSteps, roleName, stepTitle } from './labels.js';
import { commandTexts, staffNames } from './people.reader.js';
import { nameFor, principalsOfCommands } from './stand-in-names.js';

interface TimelineRow {
  id: string;
  at: string;
  kind: string;
  lane: HistoryRow['lane'];
  actor_id: string | null;
  actor_role: string | null;
  step_key: string | null;
  decision: string | null;
  code: string | null;
  command_id: string | null;
  due_on: string | null;
  data: Record<string, string>;
}

/** A check names its round. */
function titleOf({ kind, data }: TimelineRow): string {
  const title = labelOf(timelineTexts, kind);
  const { round } = data;
  if (kind !== 'usageChecked' || round === undefined) return title;
  return `${title}（${round === 'extra' ? '额外' : `第${round}次`}）`;
}

/** `张三(李四代)` where somebody stood in. */
function byNameOf(
  { actor_id, command_id }: TimelineRow,
  names: ReadonlyMap<string, string>,
  principals: ReadonlyMap<string, string>,
): string | null {
  const name = actor_id === null ? undefined : names.get(actor_id);
  return name === undefined ? null : nameFor(name, principals.get(command_id ?? ''));
}

/** The whole history of subjects (a claim shows its own), oldest first, with the texts that people gave. */
export async function readHistory(
  db: Db,
  context: StoreContext,
  pack: PolicyPack,
  subjectIds: string[],
): Promise<HistoryRow[]> {
  const rows = await db.rows<TimelineRow>(
    `select id::text as id, at, kind, lane, actor_id, actor_role, step_key, decision, code, command_id, due_on, data
     from timeline where subject_id = any($1) order by timeline.id`,
    [subjectIds],
  );
  const names = await staffNames(
    db,
    rows.map(({ actor_id }) => actor_id),
  );
  const texts = await commandTexts(
    db,
    context.vault,
    rows.map(({ command_id }) => command_id),
  );
  const principals = await principalsOfCommands(
    db,
    rows.map(({ command_id }) => command_id),
  );
  const titles = new Map(allSteps(pack).map((step) => [step.key, stepTitle(step)]));
  return rows.map((row) => {
    const { id, at, kind, lane, decision, code, data } = row;
    return {
      id,
      at,
      kind,
      lane,
      decision,
      code,
      data,
      title: titleOf(row),
      byName: byNameOf(row, names, principals),
      roleName: row.actor_role === null ? null : roleName(pack, row.actor_role),
      stepTitle: row.step_key === null ? null : (titles.get(row.step_key) ?? null),
      decisionName: decision === null ? null : labelOf(decisionLabels, decision),
      codeText: code === null ? null : textOf(code),
      text: row.command_id === null ? null : (texts.get(row.command_id) ?? null),
      dueOn: row.due_on,
    };
  });
}
