/**
 * What differs within the platform's own records, as SQL; `$1` county, `$2` first and `$3` last day. Each statement answers
 * the same columns as those of `differences.sql.ts`.
 */

const sides = (...fields: [label: string, expected: string, found: string][]): string =>
  `jsonb_build_array(${fields
    .map(
      ([label, expected, found]) =>
        `jsonb_build_object('label', '${label}', 'expected', coalesce(${expected}, '—'), 'found', coalesce(${found}, '—'))`,
    )
    .join(', ')})`;

const span = (of: string): string => `${of}.period_from::text || '/' || ${of}.period_to::text`;

/**
 * Lines that a settlement took of another quarter. What was carried over and adjustments belong to earlier quarters by
 * nature; a loan that is settled at its payoff is taken with all its slices, as its plan says.
 */
export const LINE_DIFFERENCES = `
  select 'quarterDiffers' as kind, 'books' as source,
    'line/' || s.settlement_no || '/' || n.loan_no || '/' || n.period_from as ref, n.loan_id, n.loan_no,
    ${span('s')} as expected, ${span('n')} as found, null::numeric as difference,
    ${sides(['期间', span('s'), span('n')], ['贴息', 'null::text', 'n.subsidy::text'])} as sides,
    'countyOffice' as owner, null::text as bank, least(s.settle_on, $3::date) as on_day
  from settlement_line n join settlement s on s.id = n.settlement_id
  where s.county = $1 and s.settle_on between $2::date and $3::date and n.sequence = 0 and n.carried_from is null
    and n.state not in ('held', 'waiting', 'excluded')
    and not (n.period_to > s.period_from and n.period_to <= s.period_to)
    and not exists (select 1 from subsidy_plan p where p.loan_id = n.loan_id and p.period_from = n.period_from
      and p.period_to = n.period_to and p.settle_on = s.settle_on)`;

/** What the fund was to pay, what it paid, and what came back, against the orders and receipts of each claim. */
export const CLAIM_DIFFERENCES = `
  with claims as (
    select c.*, l.loan_no, (select sum(o.amount) from payment_order o where o.subject_id = c.id and o.kind = 'compensation'
        and o.state = 'CONFIRMED') as ordered,
      (select coalesce(sum(r.amount), 0) from recovery r where r.claim_id = c.id) as received
    from claim c join loan l on l.id = c.loan_id where c.county = $1
  )
  select 'bookedDiffers' as kind, 'books' as source, 'claim/' || claim_no as ref, loan_id, loan_no,
    fund_paid::text as expected, ordered::text as found, coalesce(fund_paid, 0) - coalesce(ordered, 0) as difference,
    ${sides(['应由补偿金支付', 'fund_paid::text', 'ordered::text'], ['支付日', 'paid_on::text', 'null::text'])} as sides,
    'countyOffice' as owner, null::text as bank, coalesce(paid_on, $3::date) as on_day
  from claims
  where (paid_on between $2::date and $3::date and coalesce(fund_paid, 0) <> coalesce(ordered, 0))
    or (paid_on is null and stage in ('recovering', 'closed') and fund_paid > 0)
  union all
  select 'bookedDiffers', 'books', 'claim/' || claim_no || '/recovered', loan_id, loan_no, recovered::text, received::text,
    recovered - received, ${sides(['累计追偿', 'recovered::text', 'received::text'])}, 'countyOffice', null::text, $3::date
  from claims where recovered <> received`;

/** What was left when records were compared with the workflows that run (`checkWorkflows`). */
export const WORKFLOW_DIFFERENCES = `
  select 'workflowDiffers' as kind, 'workflow' as source, w.workflow_id as ref, w.loan_id, w.subject_no as loan_no,
    w.expected, w.found, null::numeric as difference, ${sides(['状态', 'w.expected', 'w.found'])} as sides,
    'countyOffice' as owner, null::text as bank, $3::date as on_day
  from workflow_difference w where w.county = $1 and $2::date <= $3::date`;
