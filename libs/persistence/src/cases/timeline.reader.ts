import { labelOf, roleLabels, timelineTexts, type Actor } from '@bangdai/contracts';
import type { CaseEvent, RawEvent } from '@bangdai/contracts/http';
import { daysBetween, shanghaiDateOf } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { readHistory } from '../reads/history.reader.js';
import { roleName, titleOfDocument } from '../reads/labels.js';
import { staffNames } from '../reads/people.reader.js';
import { workingDaysLeft } from '../reads/working-days-left.js';
import { caseOf, type CaseRecord } from './case.record.js';
import { clauseOfEvent } from './clauses.js';

interface Subject {
  kind: string;
  id: string;
  no: string;
}

interface MetaRow {
  id: string;
  subject_id: string;
  recorded_at: string;
  actor_role: string | null;
  actor_place: string | null;
  documents: string[] | null;
  opened_on: string | null;
}

interface UploadRow {
  id: string;
  key: string;
  uploaded_by: string;
  uploaded_at: string;
}

const banks = new Set(['bank', 'bankManager', 'bankBranch']);

/**
 * The whole story from our own records, oldest first: the loan, its claims and its clawbacks, with the papers that came in.
 * Nothing is asked of the engine, so it is whole after its retention is over and after it is gone.
 */
export async function readTimeline(
  db: Db,
  context: StoreContext,
  actor: Actor,
  loanId: string,
): Promise<CaseEvent[]> {
  const record = await caseOf(db, context, actor, loanId);
  const subjects = await subjectsOf(db, record);
  const ids = [...subjects.keys()];
  const rows = await readHistory(db, context, record.pack, ids);
  const metas = new Map((await readMeta(db, ids)).map((meta) => [meta.id, meta]));
  const uploads = await db.rows<UploadRow>(
    'select id, key, uploaded_by, uploaded_at from document where loan_id = $1 and sha256 is not null order by uploaded_at, id',
    [loanId],
  );
  const events = rows.map((row): CaseEvent => {
    const meta = metas.get(row.id);
    return {
      ...row,
      subject: subjects.get(meta?.subject_id ?? loanId) ?? { kind: 'loan', id: loanId, no: '' },
      office: meta === undefined ? null : officeOf(record, meta.actor_role, meta.actor_place),
      clause: clauseOfEvent(context.packs, record.pack, row.kind),
      evidence: (meta?.documents ?? []).map((key) => ({
        ...{ key, title: titleOfDocument(key) },
        documentId: uploads.findLast((file) => file.key === key && file.uploaded_at <= row.at)?.id ?? null,
      })),
      waited: waitedOf(context, meta?.opened_on ?? null, row.at),
      recordedAt: meta?.recorded_at ?? row.at,
    };
  });
  return [...events, ...(await uploadEvents(db, record, uploads))].sort(
    (a, b) => Date.parse(a.at) - Date.parse(b.at),
  );
}

async function subjectsOf(db: Db, { loan }: CaseRecord): Promise<Map<string, Subject>> {
  const related = await db.rows<Subject>(
    `select 'claim' as kind, id, claim_no as no from claim where loan_id = $1
     union all select 'clawback', id, case_no from clawback where loan_id = $1`,
    [loan.id],
  );
  const own: Subject = { kind: 'loan', id: loan.id, no: loan.loan_no };
  return new Map([own, ...related].map((subject) => [subject.id, subject]));
}

/** What stands beside a line: the desk, the papers of the decision, the day on which the matter came to the desk. */
function readMeta(db: Db, subjectIds: string[]): Promise<MetaRow[]> {
  return db.rows<MetaRow>(
    `select t.id::text as id, t.subject_id, t.recorded_at, t.actor_role, t.actor_place, r.documents,
       coalesce((select k.opened_on from task k where k.id = r.task_id), (select max(k.opened_on) from task k where k.subject_id = t.subject_id and k.step_key = coalesce(t.step_key, k.kind)
          and k.decided_by = t.actor_id and k.status = 'done' and k.decided_at between t.at - interval '5 seconds' and t.at + interval '5 seconds')) as opened_on
     from timeline t left join review r on r.subject_id = t.subject_id and r.command_id = t.command_id and t.kind = 'decided'
     where t.subject_id = any($1)`,
    [subjectIds],
  );
}

/** `龙兴镇 · 镇政府`; a bank's people stand for their bank. */
function officeOf({ pack, loan }: CaseRecord, role: string | null, place: string | null): string | null {
  if (role === null) return null;
  if (banks.has(role)) return loan.bank_name;
  const desk = roleName(pack, role);
  return place === null || place === '' ? desk : `${place.replace('/', ' ')} · ${desk}`;
}

function waitedOf({ calendar }: StoreContext, since: string | null, at: string): CaseEvent['waited'] {
  if (since === null) return null;
  const until = shanghaiDateOf(Date.parse(at));
  const workingDays = workingDaysLeft(since, until, calendar);
  return {
    since,
    days: Math.max(0, daysBetween(since, until)),
    workingDays: workingDays === null ? null : Math.max(0, workingDays),
  };
}

async function uploadEvents(db: Db, record: CaseRecord, uploads: UploadRow[]): Promise<CaseEvent[]> {
  const people = await db.rows<{ id: string; role: string; place: string }>(
    'select id::text as id, role, place from staff where id::text = any($1)',
    [uploads.map(({ uploaded_by }) => uploaded_by)],
  );
  const names = await staffNames(
    db,
    uploads.map(({ uploaded_by }) => uploaded_by),
  );
  const { loan } = record;
  return uploads.map(({ id, key, uploaded_by, uploaded_at }): CaseEvent => {
    const person = people.find((one) => one.id === uploaded_by);
    const nothing = {
      decision: null,
      decisionName: null,
      code: null,
      codeText: null,
      text: null,
      dueOn: null,
    };
    return {
      ...nothing,
      id: `document-${id}`,
      at: uploaded_at,
      kind: 'documentStored',
      title: labelOf(timelineTexts, 'documentStored'),
      lane: person !== undefined && banks.has(person.role) ? 'bank' : 'people',
      byName: names.get(uploaded_by) ?? null,
      roleName: person === undefined ? null : labelOf(roleLabels, person.role),
      stepTitle: null,
      data: {},
      subject: { kind: 'loan', id: loan.id, no: loan.loan_no },
      office: person === undefined ? null : officeOf(record, person.role, person.place),
      clause: null,
      evidence: [{ key, title: titleOfDocument(key), documentId: id }],
      waited: null,
      recordedAt: uploaded_at,
    };
  });
}

/** @throws RefusedError `NOT_FOUND` for an event of another loan, and for what has no line of its own */
export async function readRawEvent(
  db: Db,
  context: StoreContext,
  actor: Actor,
  loanId: string,
  eventId: string,
): Promise<RawEvent> {
  const record = await caseOf(db, context, actor, loanId);
  const ids = [...(await subjectsOf(db, record)).keys()];
  return db.one<RawEvent>(
    `select id::text as id, subject, subject_id as "subjectId", at, recorded_at as "recordedAt", kind, lane,
       actor_id as "actorId", actor_role as "actorRole", actor_place as "actorPlace", step_key as "stepKey", decision, code,
       command_id as "commandId", due_on as "dueOn", stage, data, workflow_id as "workflowId", run_id as "runId"
     from timeline where id::text = $1 and subject_id = any($2)`,
    [eventId, ids],
  );
}
