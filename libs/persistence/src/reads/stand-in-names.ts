import type { Db } from '../database/database.js';

/** Both names on record: the person whose desk it is, and who acted. */
export const nameFor = (name: string, principal: string | undefined): string =>
  principal === undefined ? name : `${principal}(${name}代)`;

/** Names of those in whose name commands were given, by command id. */
export async function principalsOfCommands(
  db: Db,
  commandIds: readonly (string | null)[],
): Promise<Map<string, string>> {
  const wanted = [...new Set(commandIds.filter((id): id is string => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await db.rows<{ command_id: string; name: string }>(
    `select a.command_id, s.display_name as name from stand_in_act a join staff s on s.id = a.principal
     where a.command_id = any($1)`,
    [wanted],
  );
  return new Map(rows.map(({ command_id, name }) => [command_id, name]));
}

/** The same by task and by who acted: `<task id> <staff id>`. */
export async function principalsOfTasks(db: Db, taskIds: readonly string[]): Promise<Map<string, string>> {
  if (taskIds.length === 0) return new Map();
  const rows = await db.rows<{ key: string; name: string }>(
    `select a.task_id || ' ' || a.substitute as key, s.display_name as name
     from stand_in_act a join staff s on s.id = a.principal where a.task_id = any($1) order by a.at`,
    [taskIds],
  );
  return new Map(rows.map(({ key, name }) => [key, name]));
}
