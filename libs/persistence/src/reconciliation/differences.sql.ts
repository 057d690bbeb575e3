/**
 * What differs, as SQL; `$1` county, `$2` first and `$3` last day, `$4` sources whose statement is at hand. Each statement
 * answers (kind, source, ref, loan_id, loan_no, expected, found, difference, sides, owner, bank, on_day).
 */

const side = (label: string, expected: string, found: string): string =>
  `jsonb_build_object('label', '${label}', 'expected', coalesce(${expected}, '—'), 'found', coalesce(${found}, '—'))`;

/** Settlement quarters run from the 21st of March, June, September and December (calculations §1). */
const quarterOf = (day: string): string =>
  `date_trunc('quarter', (${day} - interval '20 days') + interval '1 month')`;

const dayKind = (ours: string, theirs: string): string =>
  `case when ${quarterOf(ours)} <> ${quarterOf(theirs)} then 'quarterDiffers' else 'dayDiffers' end`;

/** Entries that hold: neither a reversal nor reversed. */
const HOLDS = `e.reverses is null and not exists (select 1 from journal_entry r where r.reverses = e.id)`;

const THEIRS = `select source, ref, count(*) as n, min(kind) as kind, min(loan_no) as loan_no, min(on_day) as on_day,
    min(amount) as amount, min(principal) as principal, min(payee) as payee
  from statement_entry where county = $1 and source = any($4) and on_day between $2::date and $3::date group by source, ref`;

/** Money between bank and households by the ledger; recoveries by their own record, which is booked in shares. */
const OURS_AT_BANK = `select 'bank:' || a.owner as source, e.document_no as ref, count(distinct e.id) as n,
    min(e.loan_id::text)::uuid as loan_id, min(l.loan_no) as loan_no, min(e.booked_on) as on_day,
    sum(p.debit + p.credit) / count(distinct e.id) as amount
  from journal_entry e join posting p on p.entry_id = e.id join account a on a.name = p.account and a.kind = 'bankCash'
  left join loan l on l.id = e.loan_id
  where e.county = $1 and e.kind in ('disbursement', 'repayment') and e.document_no is not null and ${HOLDS}
    and e.booked_on >= $2::date - 30
  group by 1, 2
  union all select 'bank:' || r.bank, r.receipt_no, 1, c.loan_id, l.loan_no, r.received_on, r.amount + r.interest
  from recovery r join claim c on c.id = r.claim_id join loan l on l.id = c.loan_id
  where r.county = $1 and r.reversed_on is null and r.received_on >= $2::date - 30`;

/** A renewal pays off the old loan within the bank: its receipt number is the bank's own affair. */
const PAIRED_RENEWALS = `select o.source, o.ref as our_ref, t.ref as their_ref from ours o join theirs t
  on t.source = o.source and t.loan_no = o.loan_no and t.on_day = o.on_day and coalesce(t.principal, t.amount) = o.amount
  where o.ref like 'renewal/%'`;

const WAITING = `exists (select 1 from inbox i where i.county = $1 and i.state in ('received', 'waiting')
  and t.ref in (i.payload->>'receiptNo', i.payload->>'contractNo', i.payload->>'orderNo'))`;

/** A day of which the counterpart has said what happened: only there what it does not have is missing. */
const covered = (source: string): string =>
  `exists (select 1 from statement_cover v where v.county = $1 and v.source = ${source}
     and our_day between v.from_day and v.to_day)`;

const BANK_PAIRS = `with theirs as (${THEIRS} having source like 'bank:%'),
  ours as (${OURS_AT_BANK}),
  renewals as (${PAIRED_RENEWALS}),
  pairs as (
    select coalesce(o.source, t.source) as source, coalesce(o.ref, t.ref) as ref, o.n as our_n, t.n as their_n,
      coalesce(o.loan_id, l.id) as loan_id, coalesce(o.loan_no, t.loan_no) as loan_no, o.loan_no as our_loan,
      t.loan_no as their_loan, o.on_day as our_day, t.on_day as their_day, o.amount as our_amount, t.amount as their_amount,
      t.ref is not null and ${WAITING} as is_waiting
    from ours o full join theirs t on t.source = o.source and t.ref = o.ref
    left join loan l on l.county = $1 and l.loan_no = t.loan_no
    where not exists (select 1 from renewals r where r.source = o.source and r.our_ref = o.ref)
      and not exists (select 1 from renewals r where r.source = t.source and r.their_ref = t.ref)
      and coalesce(o.source, t.source) = any($4)
  )`;

const PAIR_SIDES = `jsonb_build_array(${side('金额', 'our_amount::text', 'their_amount::text')},
  ${side('贷款编号', 'our_loan', 'their_loan')}, ${side('日期', 'our_day::text', 'their_day::text')},
  ${side('笔数', 'our_n::text', 'their_n::text')})`;

const pair = (kind: string, where: string, values: string): string =>
  `select ${kind} as kind, source, ref, loan_id, loan_no, ${values}, ${PAIR_SIDES} as sides, 'bank' as owner,
     substr(source, 6) as bank, coalesce(their_day, our_day) as on_day from pairs where ${where}`;

const AMOUNTS =
  'our_amount::text as expected, their_amount::text as found, our_amount - their_amount as difference';
const BOTH = 'our_n is not null and their_n is not null';

export const BANK_DIFFERENCES = `${BANK_PAIRS}
  ${pair(`'missingInBooks'`, 'our_n is null and not is_waiting', AMOUNTS)}
  union all ${pair(`'missingAtCounterpart'`, `their_n is null and our_day between $2::date and $3::date and ${covered('pairs.source')}`, AMOUNTS)}
  union all ${pair(`'doubleInBooks'`, 'our_n > 1', 'their_n::text as expected, our_n::text as found, null::numeric as difference')}
  union all ${pair(`'doubleAtCounterpart'`, 'their_n > 1', 'coalesce(our_n, 0)::text as expected, their_n::text as found, null::numeric as difference')}
  union all ${pair(`'amountDiffers'`, `${BOTH} and our_amount <> their_amount`, AMOUNTS)}
  union all ${pair(`'loanDiffers'`, `${BOTH} and our_loan <> their_loan`, 'our_loan as expected, their_loan as found, null::numeric as difference')}
  union all ${pair(dayKind('our_day', 'their_day'), `${BOTH} and our_day <> their_day`, 'our_day::text as expected, their_day::text as found, null::numeric as difference')}`;

/** Orders that were confirmed, the treasury's own payments, and what the ledger booked for them. */
const ORDER_PAIRS = `with theirs as (${THEIRS} having source = 'treasury'),
  booked as (
    select e.document_no as ref, count(distinct e.id) as n, min(e.booked_on) as on_day,
      sum(p.credit) filter (where a.kind in ('treasury', 'riskFund', 'riskFundFrozen'))
        - coalesce((select sum(r.amount) from bank_due_return r where r.order_no = e.document_no), 0) as amount
    from journal_entry e join posting p on p.entry_id = e.id join account a on a.name = p.account
    where e.county = $1 and e.kind in ('subsidyPayment', 'compensationPayment') and e.document_no is not null and ${HOLDS}
      -- What came back of lines whose account refused it is booked beside the payment, under its own key.
      and e.key not like 'returned/%'
    group by e.document_no
  ),
  pairs as (
    select coalesce(o.order_no, t.ref) as ref, o.order_no, o.state, o.amount as our_amount, o.payee as our_payee,
      o.paid_on as our_day, t.n as their_n, t.amount as their_amount, t.payee as their_payee, t.on_day as their_day,
      b.n as booked_n, b.amount as booked_amount, b.on_day as booked_day, 'treasury' = any($4) as is_given,
      t.ref is not null and ${WAITING} as is_waiting, o.state = 'CONFIRMED' as is_confirmed, c.loan_id,
      coalesce(s.settlement_no, c.claim_no) as subject_no, o.paid_on between $2::date and $3::date as in_span
    from (select * from payment_order where county = $1) o full join theirs t on t.ref = o.order_no
    left join booked b on b.ref = coalesce(o.order_no, t.ref)
    left join settlement s on s.id = o.subject_id left join claim c on c.id = o.subject_id
  )`;

const ORDER_SIDES = `jsonb_build_array(${side('金额', 'our_amount::text', 'their_amount::text')},
  ${side('收款单位', 'our_payee', 'their_payee')}, ${side('拨付日', 'our_day::text', 'their_day::text')},
  ${side('付款单状态', 'state', `case when their_n > 0 then '已付' end`)},
  ${side('总账金额', 'our_amount::text', 'booked_amount::text')}, ${side('总账日期', 'our_day::text', 'booked_day::text')})`;

const order = (kind: string, source: string, where: string, values: string): string =>
  `select ${kind} as kind, '${source}' as source, ref, loan_id, subject_no as loan_no, ${values}, ${ORDER_SIDES} as sides,
     'finance' as owner, null::text as bank, coalesce(their_day, our_day, booked_day, $3::date) as on_day
   from pairs where ${where}`;

const MATCHED = 'is_confirmed and their_n is not null';
const COUNTS = 'null::numeric as difference';

export const ORDER_DIFFERENCES = `${ORDER_PAIRS}
  ${order(`'missingInBooks'`, 'treasury', 'their_n is not null and is_confirmed is not true and not is_waiting', 'null::text as expected, their_amount::text as found, -their_amount as difference')}
  union all ${order(`'missingAtCounterpart'`, 'treasury', `is_given and is_confirmed and in_span and their_n is null and ${covered("'treasury'")}`, 'our_amount::text as expected, null::text as found, our_amount as difference')}
  union all ${order(`'doubleAtCounterpart'`, 'treasury', 'their_n > 1', `'1' as expected, their_n::text as found, ${COUNTS}`)}
  union all ${order(`'amountDiffers'`, 'treasury', `${MATCHED} and our_amount <> their_amount`, AMOUNTS)}
  union all ${order(`'payeeDiffers'`, 'treasury', `${MATCHED} and our_payee <> their_payee`, `our_payee as expected, their_payee as found, ${COUNTS}`)}
  union all ${order(dayKind('our_day', 'their_day'), 'treasury', `${MATCHED} and our_day <> their_day`, `our_day::text as expected, their_day::text as found, ${COUNTS}`)}
  union all ${order(`'bookedDiffers'`, 'books', 'is_confirmed and in_span and booked_amount is distinct from our_amount * coalesce(booked_n, 1)', 'our_amount::text as expected, booked_amount::text as found, our_amount - coalesce(booked_amount, 0) as difference')}
  union all ${order(`'bookedDiffers'`, 'books', 'order_no is not null and is_confirmed is not true and booked_n is not null', 'null::text as expected, booked_amount::text as found, -booked_amount as difference')}
  union all ${order(`'doubleInBooks'`, 'books', 'booked_n > 1', `'1' as expected, booked_n::text as found, ${COUNTS}`)}
  union all ${order(dayKind('our_day', 'booked_day'), 'books', 'is_confirmed and in_span and booked_day <> our_day', `our_day::text as expected, booked_day::text as found, ${COUNTS}`)}`;

const books = (kind: string, ref: string, from: string, values: string, day: string): string =>
  `select '${kind}' as kind, 'books' as source, ${ref} as ref, l.id as loan_id, l.loan_no, ${values}, '[]'::jsonb as sides,
     'countyOffice' as owner, null::text as bank, ${day} as on_day from ${from}`;

const IN_SERVICE = `('active', 'extended', 'overdue', 'recalled', 'settled', 'renewed')`;

/** Records against the ledger, and the state of loans, settlements and claims against their money. */
export const BOOK_DIFFERENCES = `
  ${books(
    'bookedDiffers',
    `'receipt/' || r.receipt_no`,
    `repayment r join loan l on l.id = r.loan_id
     left join (select e.document_no, e.loan_id, sum(p.debit) as amount from journal_entry e join posting p on p.entry_id = e.id
       join account a on a.name = p.account and a.kind = 'bankCash'
       where e.county = $1 and e.document_no is not null and e.kind = 'repayment' and ${HOLDS} group by 1, 2) b
       on b.document_no = r.receipt_no and b.loan_id = r.loan_id
     where r.county = $1 and r.reversed_on is null and r.paid_on between $2::date and $3::date
       and b.amount is distinct from r.principal + r.interest`,
    `(r.principal + r.interest)::text as expected, b.amount::text as found, r.principal + r.interest - coalesce(b.amount, 0) as difference`,
    'r.paid_on',
  )}
  union all ${books(
    'balanceDiffers',
    'l.loan_no',
    `loan l left join (select a.owner, sum(p.debit - p.credit) as balance from account a join posting p on p.account = a.name
       where a.county = $1 and a.kind = 'loanPrincipal' group by a.owner) b on b.owner = l.id::text
     where l.county = $1 and l.stage in ${IN_SERVICE} and coalesce(l.balance, 0) <> coalesce(b.balance, 0)`,
    `coalesce(l.balance, 0)::text as expected, coalesce(b.balance, 0)::numeric(18,2)::text as found, coalesce(l.balance, 0) - coalesce(b.balance, 0) as difference`,
    '$3::date',
  )}
  union all ${books(
    'stateDiffers',
    `'loan/' || l.loan_no`,
    `loan l where l.county = $1 and (l.stage = 'settled' and l.balance > 0
       or l.stage in ('active', 'extended', 'overdue', 'recalled') and l.balance = 0 and l.settled_on < $3::date
       or l.stage in ('draft', 'inReview', 'publicity', 'investigation', 'rejected', 'withdrawn', 'lapsed', 'approved', 'suspended')
         and l.disbursed_on is not null)`,
    `l.stage as expected, coalesce(l.balance, 0)::text as found, null::numeric as difference`,
    '$3::date',
  )}
  union all select 'stateDiffers', 'books', 'order/' || o.order_no, c.loan_id, coalesce(s.settlement_no, c.claim_no),
    o.state, coalesce(s.stage, c.stage), null::numeric, '[]'::jsonb, 'countyOffice', null::text, o.paid_on
  from payment_order o left join settlement s on s.id = o.subject_id left join claim c on c.id = o.subject_id
  where o.county = $1 and o.state = 'CONFIRMED' and o.paid_on between $2::date and $3::date
    and (s.stage in ('collecting', 'computed', 'underReview', 'returned', 'rejected')
      or c.stage in ('filed', 'verifying', 'waitingInsurance', 'refused'))`;
