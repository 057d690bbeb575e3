import { decisionLabels, labelOf, loanWorkflowId, textOf, type Actor } from '@bangdai/contracts';
import type { DocumentView, LoanDetail } from '@bangdai/contracts/http';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { documentView, DOCUMENT_COLUMNS } from '../intake/document.intake.js';
import { nextSentence, readAgenda } from './agenda.reader.js';
import { labelledGroup, labelledPurpose } from './labels.js';
import { LOAN_LIST, loanRow, type LoanListRow } from './loan-list.reader.js';
import { maskedIdNumber, maskedPhone, staffNames } from './people.reader.js';
import { scopeOf } from './scope.js';
import { stepViews } from './steps.reader.js';
import { openTasksOf } from './task.reader.js';

interface DetailRow {
  scheme_key: string;
  pack_version: string;
  product: string;
  request_type: string;
  applied_on: string;
  requested_amount: string;
  months: number;
  purpose: string;
  target_group: string;
  group_name: string;
  household_id: string;
  contract_no: string | null;
  subsidy_stops_on: string | null;
  settled_on: string | null;
  taken_over_on: string | null;
  refusal_reasons: string[];
  pending_step: string | null;
  publicity_ends_on: string | null;
  id_number_enc: Buffer;
  phone_enc: Buffer;
  existing_debt: string | null;
  purpose_text_enc: Buffer | null;
}

/** The two ways of policy-pack §1 `maliciousExit`; another word of a pack is shown as it stands. */
const exitName = (key: string): string => labelOf(decisionLabels, key);

/** Stages in which the review chain has not been passed. */
const UNFINISHED = new Set([
  'draft',
  'refused',
  'inReview',
  'publicity',
  'investigation',
  'rejected',
  'withdrawn',
]);

/** @throws RefusedError `NOT_FOUND` also for a loan outside the actor's place */
export async function readLoanRow(
  db: Db,
  context: StoreContext,
  actor: Actor,
  loanId: string,
): Promise<LoanListRow> {
  const scope = scopeOf(actor, 'l', 2);
  return db.one<LoanListRow>(`${LOAN_LIST} where l.id = $1 and ${scope.sql}`, [loanId, ...scope.params]);
}

export async function readLoan(
  db: Db,
  context: StoreContext,
  actor: Actor,
  loanId: string,
  today: string,
): Promise<LoanDetail> {
  const row = await readLoanRow(db, context, actor, loanId);
  const detail = await db.one<DetailRow>(
    `select l.scheme_key, l.pack_version, l.product, l.request_type, l.applied_on, l.requested_amount,
       coalesce(l.approved_months, l.requested_months) as months, l.purpose, l.target_group, l.group_name, l.household_id,
       l.contract_no, l.subsidy_stops_on, l.settled_on, l.taken_over_on, l.refusal_reasons, l.pending_step, l.publicity_ends_on,
       p.id_number_enc, p.phone_enc, a.existing_debt, a.purpose_text_enc
     from loan l join person p on p.id = l.person_id left join application a on a.loan_id = l.id where l.id = $1`,
    [loanId],
  );
  const pack = packOf(context, detail.scheme_key, detail.pack_version);
  const agenda = await readAgenda(db, loanId);
  const position = {
    subjectId: loanId,
    steps: pack.approval['loan'] ?? [],
    pendingStep: detail.pending_step,
    completed: !UNFINISHED.has(row.stage),
  };
  return {
    ...loanRow(context, row),
    ...termsOf(context, row, detail),
    packRef: { schemeKey: pack.schemeKey, packVersion: pack.packVersion, title: pack.title.zh },
    householdLoans: await householdLoans(db, context, actor, detail.household_id),
    steps: await stepViews(db, context, pack, position),
    documents: await readDocuments(db, context, loanId),
    openTasks: await openTasksOf(db, context, [loanId], today),
    exitOptions: (pack.maliciousExit?.options ?? []).map((key) => ({ key, zh: exitName(key) })),
    isTakenOver: detail.taken_over_on !== null,
    workflowId: loanWorkflowId(row.county, row.loan_no),
    nextSentence: nextSentence(row.matures_on, detail.settled_on, agenda),
  };
}

function termsOf({ vault }: StoreContext, row: LoanListRow, detail: DetailRow) {
  const personId = row.person_id ?? '';
  const place = { table: 'application', column: 'purpose_text', rowId: row.id };
  return {
    product: detail.product,
    requestType: detail.request_type,
    appliedOn: detail.applied_on,
    requestedAmount: detail.requested_amount,
    termMonths: detail.months,
    purpose: labelledPurpose(detail.purpose),
    purposeText: detail.purpose_text_enc === null ? '' : vault.open(place, detail.purpose_text_enc),
    targetGroup: labelledGroup(detail.target_group),
    idNumberMasked: maskedIdNumber(vault, personId, detail.id_number_enc),
    phoneMasked: maskedPhone(vault, personId, detail.phone_enc),
    group: detail.group_name,
    existingDebt: detail.existing_debt ?? '0.00',
    householdId: detail.household_id,
    contractNo: detail.contract_no,
    subsidyStopsOn: detail.subsidy_stops_on,
    refusalReasons: detail.refusal_reasons.map((code) => ({ code, detail: textOf(code) })),
    pendingStep: detail.pending_step,
    publicityEndsOn: detail.publicity_ends_on,
  };
}

async function householdLoans(
  db: Db,
  context: StoreContext,
  actor: Actor,
  householdId: string,
): Promise<LoanDetail['householdLoans']> {
  const scope = scopeOf(actor, 'l', 2);
  const rows = await db.rows<LoanListRow>(
    `${LOAN_LIST} where l.household_id = $1 and ${scope.sql} order by l.applied_on, l.loan_no`,
    [householdId, ...scope.params],
  );
  return rows.map((row) => loanRow(context, row));
}

/** Uploads with their file; papers that were never uploaded with who saw the original. */
async function readDocuments(db: Db, context: StoreContext, loanId: string): Promise<DocumentView[]> {
  const rows = await db.rows<Parameters<typeof documentView>[1] & { uploaded_by: string }>(
    `select ${DOCUMENT_COLUMNS}, d.uploaded_by from document d where d.loan_id = $1 order by case when d.sha256 is null then d.key else '' end, d.uploaded_at`,
    [loanId],
  );
  const files = rows.filter(({ sha256 }) => sha256 !== null);
  const uploaded = new Set(files.map(({ key }) => key));
  const papers = rows.filter(({ sha256, key }) => sha256 === null && !uploaded.has(key));
  const names = await staffNames(
    db,
    papers.map(({ uploaded_by }) => uploaded_by),
  );
  return [
    ...files.map((file) => documentView(context, file)),
    ...papers.map((paper) => ({
      ...documentView(context, paper),
      seenBy: names.get(paper.uploaded_by) ?? null,
    })),
  ];
}
