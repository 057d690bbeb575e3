import { fundPosition, quarterOf, type FundPosition, type FundRules } from '@bangdai/domain';
import { packInForce, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import type { FundRecord } from './fund.writer.js';
import { outstandingOn } from './outstanding.js';

/** The rules of the pack in force on that day; an account outlives single loans and their pinned versions. */
export async function fundRules(
  db: Db,
  context: StoreContext,
  county: string,
  on: string,
): Promise<FundRules> {
  const { scheme_key: scheme } = await db.one<{ scheme_key: string }>(
    'select scheme_key from county where code = $1',
    [county],
  );
  return packInForce(context, scheme, on).fund;
}

/** Where the account stands against its rules; the quarter's opening figures are read only where a floor needs them. */
export async function positionOf(
  db: Db,
  rules: FundRules,
  fund: FundRecord,
  on: string,
): Promise<FundPosition & { outstanding: string }> {
  const outstanding = await outstandingOn(db, fund);
  const opening = rules.floor == null ? NOTHING : await openingOf(db, fund, quarterOf(on).from);
  return {
    ...fundPosition(rules, { balance: fund.balance, size: fund.size, outstanding, on, ...opening }),
    outstanding,
  };
}

const NOTHING = { openingLoans: '0.00', openingBalance: '0.00' };

/** Loans by the books (what households owed their bank and those who paid for them), the fund by its movements. */
async function openingOf(
  db: Db,
  { county, bank, shared }: FundRecord,
  from: string,
): Promise<typeof NOTHING> {
  const { openingLoans } = await db.one<{ openingLoans: string }>(
    `select coalesce(sum(p.debit - p.credit), 0)::numeric(18,2)::text as "openingLoans"
     from journal_entry e join posting p on p.entry_id = e.id join account a on a.name = p.account join loan l on l.id = e.loan_id
     where e.county = $1 and e.booked_on < $2 and a.kind = 'loanPrincipal' and (l.bank = $3
       or $4 and not exists (select 1 from fund f where f.county = l.county and f.bank = l.bank))`,
    [county, from, bank, shared],
  );
  const { openingBalance } = await db.one<{ openingBalance: string }>(
    `select coalesce(sum(amount), 0)::numeric(18,2)::text as "openingBalance" from fund_movement
     where county = $1 and bank = $2 and moved_on < $3`,
    [county, bank, from],
  );
  return { openingLoans, openingBalance };
}
