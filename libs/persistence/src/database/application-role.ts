import type { DataSource } from 'typeorm';

/** Tables that the application may add to and read, and nothing else. */
export const APPEND_ONLY = [
  'account',
  'journal_entry',
  'posting',
  'timeline',
  'review',
  'refusal',
  'sign_in',
  'applied_change',
  'fund_movement',
  'personal_access',
];

/**
 * Whoever may change what was booked is not the application: an owner or superuser in its address is a mistake of the
 * installation, found at start and not by an auditor.
 * @throws Error naming the tables that this role could change, delete from or empty
 */
export async function assertApplicationRole(dataSource: DataSource): Promise<void> {
  const open = (await dataSource.query(
    `select name from unnest($1::text[]) as t(name)
     where to_regclass(name) is not null and has_table_privilege(name, 'update, delete, truncate')`,
    [APPEND_ONLY],
  )) as { name: string }[];
  if (open.length === 0) return;
  const tables = open.map(({ name }) => name).join(', ');
  throw new Error(
    `the database role of the application may change ${tables}: it must not be the schema's owner`,
  );
}
