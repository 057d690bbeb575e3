import { RefusedError, type Actor } from '@bangdai/contracts';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { scopeOf } from '../reads/scope.js';

const PAGE = 500;

interface Named {
  id: string;
  name_enc: Buffer;
}

/**
 * Makes the search hashes of people who have none yet: they came before names could be searched by pinyin. In pages, each
 * of its own transaction; two processes that do it at once write the same.
 * @returns how many people were done
 */
export async function indexPeople(context: StoreContext): Promise<number> {
  for (let done = 0; ;) {
    const count = await context.database.transaction((db) => indexPage(db, context));
    done += count;
    if (count < PAGE) return done;
  }
}

async function indexPage(db: Db, { vault }: StoreContext): Promise<number> {
  const people = await db.rows<Named>(
    'select id, name_enc from person where search_idx is null order by id limit $1 for update skip locked',
    [PAGE],
  );
  const tokens = people.map(({ id, name_enc }) => ({
    id,
    tokens: vault.searchIndexes(vault.open({ table: 'person', column: 'name', rowId: id }, name_enc)),
  }));
  await db.run(
    `update person p set search_idx = array(select jsonb_array_elements_text(x.tokens))
     from jsonb_to_recordset($1::jsonb) as x(id uuid, tokens jsonb) where p.id = x.id`,
    [JSON.stringify(tokens)],
  );
  return people.length;
}

/** Syllables apart: `shan xiao ming`. */
const readingForm = /^[a-zA-ZüÜ]{1,10}( [a-zA-ZüÜ]{1,10}){0,30}$/;

/**
 * A name whose characters are read otherwise than the library thinks (a surname of two readings): found by this reading
 * from now on. An empty one takes the library's again.
 * @throws RefusedError `NOT_FOUND` | `FIELD_INVALID`
 */
export async function setReading(
  context: StoreContext,
  actor: Actor,
  loanId: string,
  reading: string,
): Promise<void> {
  const { database, vault } = context;
  if (reading !== '' && !readingForm.test(reading))
    throw new RefusedError('FIELD_INVALID', [], [{ pointer: '/pinyin', code: 'FIELD_INVALID' }]);
  await database.transaction(async (db) => {
    const scope = scopeOf(actor, 'l', 2);
    const person = await db.one<Named>(
      `select p.id, p.name_enc from loan l join person p on p.id = l.person_id where l.id = $1 and ${scope.sql} for update of p`,
      [loanId, ...scope.params],
    );
    const at = (column: string) => ({ table: 'person', column, rowId: person.id });
    const name = vault.open(at('name'), person.name_enc);
    await db.run('update person set pinyin_enc = $2, search_idx = $3 where id = $1', [
      person.id,
      reading === '' ? null : vault.seal(at('pinyin'), reading),
      vault.searchIndexes(name, reading === '' ? null : reading),
    ]);
  });
}
