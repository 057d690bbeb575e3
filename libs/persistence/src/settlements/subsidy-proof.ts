import type { PolicyPack } from '@bangdai/domain';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import type { SettlementRecord } from './settlement.record.js';

/**
 * Where a pack pays no more than the borrower paid (`basis: interestPaid`), a line needs the bank's report of interest, or
 * the form that its flow begins with (annex 3). Without either it waits and goes on into the next settlement without
 * loss (lifecycle §4); what is proved in part is paid as far as it is proved (calculations §3). Of a loan with two lines what
 * was paid covers the earlier one first.
 */
export async function awaitProofs(
  db: Db,
  context: StoreContext,
  settlement: SettlementRecord,
): Promise<void> {
  const pack = packOf(context, settlement.scheme_key, settlement.pack_version);
  if (pack.subsidy[settlement.product]?.basis !== 'interestPaid') return;
  await db.run(
    `with own as materialized (
       select s.loan_id, s.period_from, p.subsidy, p.interest,
         exists (select 1 from document d where d.loan_id = s.loan_id and d.key = any($2)
           and d.uploaded_at >= s.period_from) as shown,
         coalesce((select sum(r.interest) from repayment r where r.loan_id = s.loan_id and r.reversed_on is null), 0)
           - coalesce((select sum(x.interest) from settlement_line x where x.loan_id = s.loan_id and x.settlement_id <> $1
               and x.sequence = 0 and x.state in ('claimed', 'paid', 'failed')), 0)
           - coalesce(sum(p.interest) over (partition by s.loan_id order by s.period_from
               rows between unbounded preceding and 1 preceding), 0) as paid
       from settlement_line s join subsidy_plan p on p.loan_id = s.loan_id and p.period_from = s.period_from
       where s.settlement_id = $1 and s.sequence = 0 and s.action is null and s.state in ('claimed', 'disputed', 'waiting')),
     proved as materialized (
       select loan_id, period_from, interest, case when shown then subsidy else least(subsidy, greatest(paid, 0)) end as subsidy
       from own)
     update settlement_line s set state = case when v.subsidy > 0 then 'claimed' else 'waiting' end,
       subsidy = case when v.subsidy > 0 then v.subsidy else s.subsidy end,
       borrower_share = case when v.subsidy > 0 then v.interest - v.subsidy else s.borrower_share end
     from proved v where s.settlement_id = $1 and s.loan_id = v.loan_id and s.period_from = v.period_from
       and (s.state = 'waiting' or v.subsidy <> s.subsidy)`,
    [settlement.id, proofKeys(pack, settlement.product)],
  );
}

function proofKeys(pack: PolicyPack, product: string): string[] {
  const first = pack.subsidy[product]?.flow[0];
  return ['repaymentProof', ...(first?.requires ?? []), ...(first?.form == null ? [] : [first.form])];
}
