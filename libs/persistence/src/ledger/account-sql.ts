/** Both balances of a group of postings `p`: what is left stands on one side only. */
export const SUMS = `coalesce(sum(p.debit), 0)::numeric(18,2)::text as debit, coalesce(sum(p.credit), 0)::numeric(18,2)::text as credit,
  greatest(coalesce(sum(p.debit - p.credit), 0), 0)::numeric(18,2)::text as "debitBalance",
  greatest(coalesce(sum(p.credit - p.debit), 0), 0)::numeric(18,2)::text as "creditBalance"`;

/** The account's loan, when its owner is one; owners of other accounts are no ids. */
export const LOAN_OF_ACCOUNT = `left join loan l on l.id = case when a.owner ~ '^[0-9a-f-]{36}$' then a.owner::uuid end`;

/** Loan number or the bank's name; years and parties speak for themselves. */
export const OWNER_NAME = `coalesce(l.loan_no, b.name) as "ownerName"`;
export const BANK_OF_ACCOUNT = `left join bank b on b.county = a.county and b.code = a.owner`;
