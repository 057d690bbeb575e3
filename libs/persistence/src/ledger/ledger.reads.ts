import { RefusedError, type Actor } from '@bangdai/contracts';
import type {
  AccountRow,
  AccountsQueryValue,
  AccountStatement,
  EntryDetail,
  LedgerReads,
  Page,
  StatementQueryValue,
  TrialBalance,
  TrialBalanceQueryValue,
} from '@bangdai/contracts/http';
import type { Database, Db } from '../database/database.js';
import { EVERY_COUNTY } from '../reads/scope.js';
import { readAccounts } from './accounts.reader.js';
import { readEntry } from './entry.reader.js';
import { readStatement } from './statement.reader.js';
import { readTrialBalance } from './trial-balance.reader.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The books of a county, for those who see the whole of it. */
export class LedgerReadRepository implements LedgerReads {
  constructor(private readonly database: Database) {}

  trialBalance(actor: Actor, query: TrialBalanceQueryValue, today: string): Promise<TrialBalance> {
    return this.database.read((db) =>
      readTrialBalance(db, countyFor(actor, query.county), query.on ?? today),
    );
  }

  listAccounts(actor: Actor, query: AccountsQueryValue, today: string): Promise<Page<AccountRow>> {
    const county = countyFor(actor, query.county);
    return this.database.read((db) => readAccounts(db, county, { ...query, on: query.on ?? today }));
  }

  statement(actor: Actor, query: StatementQueryValue): Promise<AccountStatement> {
    return this.database.read(async (db) => {
      await requireSight(db, actor, 'select county from account where name = $1', query.account);
      return readStatement(db, query);
    });
  }

  getEntry(actor: Actor, entryId: string): Promise<EntryDetail> {
    return this.database.read(async (db) => {
      if (!UUID.test(entryId)) throw new RefusedError('NOT_FOUND');
      await requireSight(db, actor, 'select county from journal_entry where id = $1', entryId);
      return readEntry(db, entryId);
    });
  }
}

/** @throws RefusedError `NOT_FOUND` | `FIELD_REQUIRED` */
function countyFor(actor: Actor, wanted: string | undefined): string {
  const county = wanted ?? actor.county;
  if (county === EVERY_COUNTY)
    throw new RefusedError('FIELD_REQUIRED', [], [{ pointer: '/county', code: 'FIELD_REQUIRED' }]);
  if (!seesWhole(actor, county)) throw new RefusedError('NOT_FOUND');
  return county;
}

const seesWhole = (actor: Actor, county: string): boolean =>
  actor.place === '' && actor.bank === null && (actor.county === EVERY_COUNTY || actor.county === county);

async function requireSight(db: Db, actor: Actor, sql: string, name: string): Promise<void> {
  const { county } = await db.one<{ county: string }>(sql, [name]);
  if (!seesWhole(actor, county)) throw new RefusedError('NOT_FOUND');
}
