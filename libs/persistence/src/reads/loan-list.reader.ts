import type { Actor } from '@bangdai/contracts';
import type { LoanQueryValue, LoanRow, LoanSummary, Page } from '@bangdai/contracts/http';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { addSearch, Conditions } from './conditions.js';
import { decodeCursor, pageOf } from './cursor.js';
import { maskedName, type SealedName } from './people.reader.js';
import { scopeOf } from './scope.js';

export interface LoanListRow extends SealedName {
  id: string;
  loan_no: string;
  county: string;
  county_name: string;
  township: string;
  village: string;
  bank: string;
  bank_name: string;
  stage: LoanRow['stage'];
  amount: string;
  balance: string | null;
  annual_rate: string | null;
  disbursed_on: string | null;
  matures_on: string | null;
  overdue_since: string | null;
  next_due_kind: string | null;
  next_due_on: string | null;
}

const AMOUNT = 'coalesce(l.principal, l.approved_amount, l.requested_amount)';

export const LOAN_LIST = `select l.id, l.loan_no, l.county, c.name as county_name, l.township, l.village, l.bank,
    coalesce(b.name, l.bank) as bank_name, l.stage, ${AMOUNT} as amount, l.balance, trim_scale(l.annual_rate)::text as annual_rate,
    l.disbursed_on, l.matures_on, l.overdue_since, l.next_due_kind, l.next_due_on, p.id as person_id, p.name_enc
  from loan l join county c on c.code = l.county join person p on p.id = l.person_id
  left join bank b on b.county = l.county and b.code = l.bank`;

export function loanRow({ vault }: StoreContext, row: LoanListRow): LoanRow {
  const { id, county, township, village, bank, stage, amount, balance } = row;
  const due = row.next_due_kind !== null && row.next_due_on !== null;
  return {
    id,
    county,
    township,
    village,
    bank,
    stage,
    amount,
    balance,
    loanNo: row.loan_no,
    countyName: row.county_name,
    borrower: maskedName(vault, row),
    bankName: row.bank_name,
    annualRate: row.annual_rate,
    disbursedOn: row.disbursed_on,
    maturesOn: row.matures_on,
    overdueSince: row.overdue_since,
    nextDue: due ? { kind: row.next_due_kind ?? '', on: row.next_due_on ?? '' } : null,
  };
}

function conditionsOf({ vault }: StoreContext, actor: Actor, query: LoanQueryValue): Conditions {
  const where = new Conditions();
  where.scope((first) => scopeOf(actor, 'l', first));
  where.maybe(query.county, (name) => `l.county = ${name}`);
  where.maybe(query.stage, (name) => `l.stage = ${name}`);
  where.maybe(query.township, (name) => `l.township = ${name}`);
  where.maybe(query.village, (name) => `l.village = ${name}`);
  where.maybe(query.bank, (name) => `l.bank = ${name}`);
  where.maybe(query.maturesFrom, (name) => `l.matures_on >= ${name}`);
  where.maybe(query.maturesTo, (name) => `l.matures_on <= ${name}`);
  addSearch(where, vault, query.q, { number: 'l.loan_no', person: 'p' });
  return where;
}

export async function listLoans(
  db: Db,
  context: StoreContext,
  actor: Actor,
  query: LoanQueryValue,
): Promise<Page<LoanRow>> {
  const where = conditionsOf(context, actor, query);
  if (query.after !== undefined) {
    const [county, loanNo] = decodeCursor(query.after, 2).map((value) => where.param(value));
    where.raw(`(l.county, l.loan_no) > (${county}, ${loanNo})`);
  }
  const limit = where.param(query.limit + 1);
  const rows = await db.rows<LoanListRow>(
    `${LOAN_LIST} where ${where.sql} order by l.county, l.loan_no limit ${limit}`,
    where.params,
  );
  return pageOf(
    rows,
    query.limit,
    (row) => loanRow(context, row),
    (row) => [row.county, row.loan_no],
  );
}

/** Sums of exactly what the list shows, in one pass per breakdown. */
export async function summariseLoans(
  db: Db,
  context: StoreContext,
  actor: Actor,
  query: LoanQueryValue,
): Promise<LoanSummary> {
  const where = conditionsOf(context, actor, query);
  const money = (sum: string) => `coalesce(${sum}, 0)::numeric(18,2)::text`;
  const overdue = `l.overdue_since is not null and l.balance > 0`;
  const seen = `with seen as materialized (select l.county, l.bank, l.stage, l.township, l.balance, l.overdue_since, l.matures_on, ${AMOUNT} as amount
    from loan l ${query.q ? 'join person p on p.id = l.person_id' : ''} where ${where.sql})`;
  const row = await db.one<LoanSummary>(
    `${seen} select
       (select count(*)::int from seen) as count, (select ${money('sum(amount)')} from seen) as amount,
       (select ${money('sum(balance)')} from seen) as balance,
       (select count(*)::int from seen l where ${overdue}) as "overdueCount",
       (select ${money('sum(l.balance)')} from seen l where ${overdue}) as "overdueBalance",
       coalesce((select jsonb_agg(x order by x.stage) from
         (select stage, count(*)::int as count, ${money('sum(balance)')} as balance from seen group by stage) x), '[]') as "byStage",
       coalesce((select jsonb_agg(x order by x.township) from
         (select township, count(*)::int as count, ${money('sum(balance)')} as balance,
            ${money(`sum(balance) filter (where ${overdue.replaceAll('l.', '')})`)} as "overdueBalance"
          from seen group by township) x), '[]') as "byTownship",
       coalesce((select jsonb_agg(x order by x.month) from
         (select m.month, sum(m.count)::int as count, ${money('sum(m.balance)')} as balance,
            jsonb_agg(jsonb_build_object('county', m.county, 'bank', m.bank, 'bankName', coalesce(b.name, m.bank),
              'balance', ${money('m.balance')}) order by m.county, m.bank) as "byBank"
          from (select to_char(matures_on, 'YYYY-MM') as month, county, bank, count(*) as count, sum(balance) as balance
            from seen where balance > 0 and matures_on is not null group by 1, 2, 3) m
          left join bank b on b.county = m.county and b.code = m.bank group by m.month) x), '[]') as "maturityByMonth"`,
    where.params,
  );
  return row;
}
