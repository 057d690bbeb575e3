import type { AccountRow, AccountsQueryValue, Page } from '@bangdai/contracts/http';
import type { Db } from '../database/database.js';
import { decodeCursor, pageOf } from '../reads/cursor.js';
import { BANK_OF_ACCOUNT, LOAN_OF_ACCOUNT, OWNER_NAME, SUMS } from './account-sql.js';

const ACCOUNT = `select a.name as account, a.kind, a.owner, ${OWNER_NAME}, l.id as "loanId", ${SUMS}
  from account a ${LOAN_OF_ACCOUNT} ${BANK_OF_ACCOUNT}
  left join (select p.* from posting p join journal_entry e on e.id = p.entry_id where e.booked_on <= $1::date) p on p.account = a.name`;
const GROUPED = `group by a.name, a.kind, a.owner, l.id, l.loan_no, b.name`;

/** The accounts of one kind with what stood on them at the end of `on`, by name. */
export async function readAccounts(
  db: Db,
  county: string,
  query: AccountsQueryValue & { on: string },
): Promise<Page<AccountRow>> {
  const after = query.after === undefined ? '' : decodeCursor(query.after, 1)[0];
  const rows = await db.rows<AccountRow>(
    `${ACCOUNT} where a.county = $2 and a.kind = $3 and a.name > $4 ${GROUPED} order by a.name limit $5`,
    [query.on, county, query.kind, after, query.limit + 1],
  );
  return pageOf(
    rows,
    query.limit,
    (row) => row,
    ({ account }) => [account],
  );
}

/** @throws RefusedError `NOT_FOUND` */
export async function readAccount(db: Db, account: string, on: string): Promise<AccountRow> {
  return db.one<AccountRow>(`${ACCOUNT} where a.name = $2 ${GROUPED}`, [on, account]);
}
