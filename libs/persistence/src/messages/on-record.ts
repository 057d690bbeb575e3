import type { InboxKind } from '@bangdai/contracts';
import type { Db } from '../database/database.js';

/**
 * Whether what a fact says is on record already, by kind; `$1` the inbox id, `$2` county, `$3` number, `$4` payload. A
 * relay that died after the Signal tells it a second time, and the receiver may have ended its life by the first.
 */
const ON_RECORD: Partial<Record<InboxKind, string>> = {
  loanDisbursed: `select 1 from loan l join applied_change a on a.subject_id = l.id
    where l.county = $2 and l.loan_no = $3 and a.change_id like 'disbursed/%/' || $1 and $4::jsonb is not null`,
  repaymentReceived: `select 1 from repayment where inbox_id = $1 and $2 <> '' and $3 <> '' and $4::jsonb is not null`,
  overdueNoticed: `select 1 from loan l where l.county = $2 and l.loan_no = $3 and $1 <> ''
    and (l.overdue_since is not null or exists (select 1 from arrears a where a.loan_id = l.id
      and a.since::text = $4::jsonb->>'overdueSince' and a.cured_on::text is not distinct from $4::jsonb->>'curedOn'))`,
  recoveryReceived: `select 1 from recovery where inbox_id = $1 and $2 <> '' and $3 <> '' and $4::jsonb is not null
    union all select 1 from repayment where inbox_id = $1`,
  insuranceReported: `select 1 from claim where county = $2 and claim_no = $3 and insurance_paid is not null
    and $1 <> '' and $4::jsonb is not null`,
  paymentReported: `select 1 from payment_order where county = $2 and order_no = $3 and $1 <> ''
    and state = case $4::jsonb->>'outcome' when 'paid' then 'CONFIRMED' else 'REJECTED' end
    and amount::text = $4::jsonb->>'amount'`,
  subsidyListReceived: `select 1 from settlement s cross join (values (false), (true)) as kept(late)
    where s.county = $2 and $3 <> '' and $1 <> '' and s.bank = $4::jsonb->>'bank' and s.settle_on::text = $4::jsonb->>'settleOn'
    and (select count(*) from subsidy_list_line l where l.settlement_id = s.id and l.late = kept.late)
      = jsonb_array_length($4::jsonb->'lines')
    and not exists (select 1 from jsonb_array_elements($4::jsonb->'lines') as given(line)
      left join subsidy_list_line l on l.settlement_id = s.id and l.late = kept.late and l.loan_no = given.line->>'loanNo'
      where l.subsidy is distinct from (given.line->>'subsidy')::numeric)`,
};

export async function isOnRecord(
  db: Db,
  fact: { id: string; kind: InboxKind; county: string; subject_no: string; payload: unknown },
): Promise<boolean> {
  const { id, kind, county, subject_no: subjectNo, payload } = fact;
  const sql = ON_RECORD[kind];
  if (sql === undefined) return false;
  const row = await db.maybe(sql, [id, county, subjectNo, JSON.stringify(payload)]);
  return row !== null;
}
