import { maskIdNumber, maskName, maskPhone } from '@bangdai/domain';
import type { Db } from '../database/database.js';
import type { PersonalVault } from '../privacy/personal-vault.js';

export interface SealedName {
  person_id: string | null;
  name_enc: Buffer | null;
}

export function maskedName(vault: PersonalVault, { person_id, name_enc }: SealedName): string {
  if (person_id === null || name_enc === null) return '';
  return maskName(vault.open({ table: 'person', column: 'name', rowId: person_id }, name_enc));
}

export function maskedIdNumber(vault: PersonalVault, personId: string, sealed: Buffer): string {
  return maskIdNumber(vault.open({ table: 'person', column: 'id_number', rowId: personId }, sealed));
}

export function maskedPhone(vault: PersonalVault, personId: string, sealed: Buffer): string {
  return maskPhone(vault.open({ table: 'person', column: 'phone', rowId: personId }, sealed));
}

/** Display names of staff by id; machines and people who left have none. */
export async function staffNames(db: Db, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id): id is string => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await db.rows<{ id: string; display_name: string }>(
    'select id::text as id, display_name from staff where id::text = any($1)',
    [wanted],
  );
  return new Map(rows.map(({ id, display_name }) => [id, display_name]));
}

/** Texts of commands by command id, in the order reason, opinion, remark, others. */
export async function commandTexts(
  db: Db,
  vault: PersonalVault,
  commandIds: readonly (string | null)[],
): Promise<Map<string, string>> {
  const wanted = [...new Set(commandIds.filter((id): id is string => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await db.rows<{ command_id: string; key: string; text_enc: Buffer }>(
    'select command_id, key, text_enc from command_text where command_id = any($1) order by command_id, key desc',
    [wanted],
  );
  const texts = new Map<string, string>();
  for (const { command_id, key, text_enc } of rows) {
    if (key === 'contact') continue;
    const text = vault.open(
      { table: 'command_text', column: 'text', rowId: `${command_id}/${key}` },
      text_enc,
    );
    if (text !== '')
      texts.set(command_id, texts.has(command_id) ? `${texts.get(command_id)}；${text}` : text);
  }
  return texts;
}
