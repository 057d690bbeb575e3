import {
  clawbackWorkflowId,
  compensationWorkflowId,
  loanWorkflowId,
  settlementWorkflowId,
  type RecordedSubject,
  type WorkflowDifference,
} from '@bangdai/contracts';
import type { Db } from '../database/database.js';

interface Row {
  id: string;
  kind: 'loan' | 'settlement' | 'claim' | 'clawback';
  no: string;
  loan_id: string | null;
  bank: string;
  settle_on: string | null;
  stage: string;
  expects: RecordedSubject['expects'];
}

/**
 * A loan whose workflow was never started waits for its import; one that is being corrected runs although it is over; a
 * settlement that is paid or closed may pay lines anew.
 */
const SUBJECTS = `
  select l.id, 'loan' as kind, l.loan_no as no, l.id as loan_id, l.bank, null::date as settle_on, l.stage,
    case when l.stage not in ('refused', 'rejected', 'withdrawn', 'lapsed', 'settled', 'renewed', 'converted', 'closedLoss')
      then 'running'
      when exists (select 1 from correction c where c.loan_id = l.id and c.state = 'open') then 'either'
      else 'ended' end as expects
  from loan l where l.county = $1 and (l.workflow_started or l.import_id is null)
  union all
  select s.id, 'settlement', s.settlement_no, null, s.bank, s.settle_on, s.stage,
    case when s.stage in ('paid', 'closed') then 'either' when s.stage = 'rejected' then 'ended' else 'running' end
  from settlement s where s.county = $1
  union all
  select c.id, 'claim', c.claim_no, c.loan_id, c.bank, null, c.stage,
    case when c.stage in ('refused', 'withdrawn', 'closed') then 'ended' else 'running' end
  from claim c where c.county = $1
  union all
  select k.id, 'clawback', k.case_no, k.loan_id, k.bank, null, k.stage,
    case when k.stage in ('dropped', 'repaid', 'setOff') then 'ended' else 'running' end
  from clawback k where k.county = $1`;

/** What has a workflow of its own by the record, by ascending id after `after`. */
export async function pageOfSubjects(
  db: Db,
  county: string,
  after: string | null,
  limit: number,
): Promise<RecordedSubject[]> {
  const rows = await db.rows<Row>(
    `select * from (${SUBJECTS}) s where $2::uuid is null or id > $2::uuid order by id limit $3`,
    [county, after, limit],
  );
  return rows.map(({ id, no, loan_id: loanId, stage, expects, ...row }) => ({
    ...{ id, no, loanId, stage, expects, workflowId: workflowIdOf(county, no, row) },
    isLoan: row.kind === 'loan',
  }));
}

function workflowIdOf(
  county: string,
  no: string,
  { kind, bank, settle_on }: Pick<Row, 'kind' | 'bank' | 'settle_on'>,
) {
  if (kind === 'loan') return loanWorkflowId(county, no);
  if (kind === 'claim') return compensationWorkflowId(county, no);
  if (kind === 'clawback') return clawbackWorkflowId(county, no);
  return settlementWorkflowId(county, bank, settle_on ?? '');
}

/** What differs tonight, instead of what differed before. */
export async function replaceDifferences(
  db: Db,
  county: string,
  differences: readonly WorkflowDifference[],
): Promise<void> {
  await db.run('delete from workflow_difference where county = $1', [county]);
  await db.run(
    `insert into workflow_difference (county, workflow_id, subject_no, loan_id, expected, found)
     select $1, x."workflowId", x.no, x."loanId", x.expected, x.found
     from jsonb_to_recordset($2::jsonb) as x("workflowId" text, no text, "loanId" uuid, expected text, found text)`,
    [county, JSON.stringify(differences)],
  );
}
