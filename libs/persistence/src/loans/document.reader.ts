import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';

interface Paper {
  key: string;
  is_file: boolean;
}

/**
 * Keys of what counts as on file: an uploaded file, or a paper whose original somebody saw, except where the pack asks
 * for the file (`filesRequired`).
 * @param seen papers whose originals the person of the present command has seen
 */
export async function documentKeys(
  db: Db,
  context: StoreContext,
  loanId: string,
  seen: readonly string[] = [],
): Promise<string[]> {
  const loan = await db.one<{ scheme_key: string; pack_version: string }>(
    'select scheme_key, pack_version from loan where id = $1',
    [loanId],
  );
  const papers = await db.rows<Paper>(
    'select key, bool_or(sha256 is not null) as is_file from document where loan_id = $1 group by key',
    [loanId],
  );
  const filesRequired = packOf(context, loan.scheme_key, loan.pack_version).filesRequired ?? [];
  const files = papers.filter(({ is_file }) => is_file).map(({ key }) => key);
  const originals = [...papers.map(({ key }) => key), ...seen].filter((key) => !filesRequired.includes(key));
  return [...new Set([...files, ...originals])].sort();
}
