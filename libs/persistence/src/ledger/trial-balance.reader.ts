import type { TrialBalance, TrialBalanceRow } from '@bangdai/contracts/http';
import { ACCOUNT_KINDS, CHART, compareMoney, isAccountKind, sumMoney } from '@bangdai/domain';
import type { Db } from '../database/database.js';
import { BANK_OF_ACCOUNT } from './account-sql.js';

type Record = Omit<TrialBalanceRow, 'group' | 'accounts'> & { accounts: number };

const OWN_ROW = ACCOUNT_KINDS.filter((kind) => CHART[kind].owner !== 'loan');

/**
 * Every account of the county as it stood at the end of `on`, in the order of the chart. Accounts of loans are one row a
 * kind: a county has thousands, and the list of a kind's accounts is one step further.
 * @throws RefusedError `NOT_FOUND`
 */
export async function readTrialBalance(db: Db, county: string, on: string): Promise<TrialBalance> {
  const head = await db.one<{ name: string; entries: number }>(
    `select c.name, (select count(*)::int from journal_entry e where e.county = c.code and e.booked_on <= $2::date) as entries
     from county c where c.code = $1`,
    [county, on],
  );
  const records = await db.rows<Record>(
    `with balance as (
       select p.account, sum(p.debit) as debit, sum(p.credit) as credit from journal_entry e join posting p on p.entry_id = e.id
       where e.county = $1 and e.booked_on <= $2::date group by p.account
     )
     select a.kind, case when a.kind = any($3) then nullif(a.owner, '') end as owner, max(b.name) as "ownerName",
       case when a.kind = any($3) then max(a.name) end as account, count(*)::int as accounts,
       sum(debit)::numeric(18,2)::text as debit, sum(credit)::numeric(18,2)::text as credit,
       sum(greatest(debit - credit, 0))::numeric(18,2)::text as "debitBalance",
       sum(greatest(credit - debit, 0))::numeric(18,2)::text as "creditBalance"
     from balance x join account a on a.name = x.account ${BANK_OF_ACCOUNT}
     group by a.kind, case when a.kind = any($3) then nullif(a.owner, '') end order by 1, 2`,
    [county, on, OWN_ROW],
  );
  const rows = records.map((record): TrialBalanceRow => ({ group: groupOf(record.kind), ...record }));
  rows.sort((a, b) => placeOf(a.kind) - placeOf(b.kind));
  return { county, countyName: head.name, on, entries: head.entries, rows, ...totalsOf(rows) };
}

const groupOf = (kind: string): TrialBalanceRow['group'] => (isAccountKind(kind) ? CHART[kind].group : null);

/** Accounts that an older chart knew come last. */
const placeOf = (kind: string): number =>
  isAccountKind(kind) ? ACCOUNT_KINDS.indexOf(kind) : ACCOUNT_KINDS.length;

function totalsOf(rows: readonly TrialBalanceRow[]) {
  const sum = (side: 'debit' | 'credit' | 'debitBalance' | 'creditBalance') =>
    sumMoney(rows.map((row) => row[side]));
  const [debit, credit] = [sum('debit'), sum('credit')];
  const [debitBalance, creditBalance] = [sum('debitBalance'), sum('creditBalance')];
  const balanced = compareMoney(debit, credit) === 0 && compareMoney(debitBalance, creditBalance) === 0;
  return { debit, credit, debitBalance, creditBalance, balanced };
}
