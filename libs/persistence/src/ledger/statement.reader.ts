import type { AccountStatement, StatementQueryValue, StatementRow } from '@bangdai/contracts/http';
import { subtractMoney } from '@bangdai/domain';
import type { Db } from '../database/database.js';
import { decodeCursor, pageOf } from '../reads/cursor.js';
import { LEDGER, ledgerRow, type LedgerRecord } from '../reads/ledger-list.reader.js';
import { readAccount } from './accounts.reader.js';

type Record = LedgerRecord & { balance: string };

/** Later than every booking: the whole account. */
const ALWAYS = '9999-12-31';
const NEVER = '0001-01-01';

/**
 * The postings of one account from day to day, each with the balance after it. The running balance goes over the whole
 * account, so that a page is right on its own.
 * @throws RefusedError `NOT_FOUND`
 */
export async function readStatement(db: Db, query: StatementQueryValue): Promise<AccountStatement> {
  const { account: name, from = NEVER, to = ALWAYS, limit } = query;
  const account = await readAccount(db, name, to);
  const { opening } = await db.one<{ opening: string }>(
    `select coalesce(sum(p.debit - p.credit), 0)::numeric(18,2)::text as opening
     from posting p join journal_entry e on e.id = p.entry_id where p.account = $1 and e.booked_on < $2::date`,
    [name, from],
  );
  const [day, seq, line] = query.after === undefined ? [NEVER, '0', 0] : decodeCursor(query.after, 3);
  const rows = await db.rows<Record>(
    `select * from (
       select x.*, (sum(debit - credit) over (order by "on", seq::bigint, line_no))::numeric(18,2)::text as balance
       from (${LEDGER} where p.account = $1 and e.booked_on <= $3::date) x
     ) running where "on" >= $2::date and ("on", seq::bigint, line_no) > ($4::date, $5::bigint, $6::int)
     order by "on", seq::bigint, line_no limit $7`,
    [name, from, to, day, seq, line, limit + 1],
  );
  const closing = subtractMoney(account.debit, account.credit);
  return {
    ...{ account, from: query.from ?? null, to: query.to ?? null, opening, closing },
    ...pageOf(rows, limit, statementRow, (row) => [row.on, row.seq, row.line_no]),
  };
}

const statementRow = ({ balance, ...record }: Record): StatementRow => ({ ...ledgerRow(record), balance });
