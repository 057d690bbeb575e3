import { isWithin, RefusedError, type Actor, type LoanStart } from '@bangdai/contracts';
import type { ApplicationForm } from '@bangdai/contracts/http';
import { checkIdNumber, isCivilDate, loanRules, type PolicyPack } from '@bangdai/domain';
import { randomUUID } from 'node:crypto';
import { packInForce, packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { sealedContact } from './contact-change.js';
import { markPapersSeen } from '../loans/paper.writer.js';
import { nextNumber } from './numbers.js';
import {
  createPerson,
  ensurePlaces,
  findOrCreateHousehold,
  findPerson,
  type KnownPerson,
} from './people.writer.js';

/** Stores the form before any workflow is told; the same command gives the same loan. */
export async function storeApplication(
  context: StoreContext,
  actor: Actor,
  commandId: string,
  form: ApplicationForm,
): Promise<LoanStart> {
  const place = `${form.township}/${form.village}`;
  if (actor.county !== form.county || !isWithin(place, actor.place))
    throw new RefusedError('OUT_OF_JURISDICTION');
  checkForm(form);
  return context.database.transaction(async (db) => {
    // Two deliveries of one command must not make two loans: the second waits for the first here.
    await db.run('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`application/${commandId}`]);
    const known = await db.maybe<{ id: string }>('select id from loan where command_id = $1', [commandId]);
    if (known !== null) return startOf(db, context, known.id);
    const previous = await previousVersion(db, context, form);
    const pack = packFor(context, form, previous);
    const loanId = await insertLoan(db, context, { actor, commandId, form, place, pack });
    return startOf(db, context, loanId);
  });
}

function checkForm(form: ApplicationForm): void {
  const faults: { pointer: string; code: string }[] = [];
  if (!checkIdNumber(form.idNumber).ok) faults.push({ pointer: '/idNumber', code: 'BAD_ID_NUMBER' });
  if (!isCivilDate(form.appliedOn)) faults.push({ pointer: '/appliedOn', code: 'BAD_DATE' });
  const [first] = faults;
  if (first !== undefined) throw new RefusedError(first.code, [], faults);
}

/** A draw follows its line's version; a renewal too where the pack says so (policy-pack §3). */
async function previousVersion(
  db: Db,
  { vault }: StoreContext,
  form: ApplicationForm,
): Promise<string | null> {
  if (form.previousLoanId === null) return null;
  const previous = await db.maybe<{ pack_version: string }>(
    `select l.pack_version from loan l join person p on p.household_id = l.household_id
     where l.id = $1 and l.county = $2 and p.id_number_idx = $3`,
    [form.previousLoanId, form.county, vault.idNumberIndex(form.idNumber)],
  );
  // A loan of another household is not this applicant's to renew.
  if (previous === null)
    throw new RefusedError('FIELD_INVALID', [], [{ pointer: '/previousLoanId', code: 'FIELD_INVALID' }]);
  return previous.pack_version;
}

/** A version that lets the product be asked for. */
function packFor(context: StoreContext, form: ApplicationForm, previousVersion: string | null): PolicyPack {
  const current = packInForce(context, form.county, form.appliedOn);
  const keeps =
    form.requestType === 'draw' || (form.requestType === 'renewal' && current.transition.renewals === 'keep');
  const pack = keeps && previousVersion !== null ? packOf(context, form.county, previousVersion) : current;
  if (!Object.hasOwn(pack.products, form.product)) {
    throw new RefusedError('FIELD_INVALID', [], [{ pointer: '/product', code: 'FIELD_INVALID' }]);
  }
  return pack;
}

interface NewLoan {
  actor: Actor;
  commandId: string;
  form: ApplicationForm;
  place: string;
  pack: PolicyPack;
}

async function insertLoan(
  db: Db,
  context: StoreContext,
  { actor, commandId, form, place, pack }: NewLoan,
): Promise<string> {
  await ensurePlaces(db, form.county, [place]);
  const bank = await bankFor(db, form);
  const loanNo = await nextNumber(db, form.county, 'loan', form.appliedOn.slice(0, 4));
  const { personId, householdId } = await personFor(db, context, form, place, loanNo);
  const id = randomUUID();
  await db.run(
    `insert into loan (id, county, loan_no, place, township, village, group_name, bank, household_id, person_id, scheme_key,
       pack_version, product, request_type, previous_loan_id, target_group, purpose, applied_on, requested_amount,
       requested_months, requested_rate, stage, created_by, command_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, 'draft', $22, $23)`,
    [
      ...[
        id,
        form.county,
        loanNo,
        place,
        form.township,
        form.village,
        form.group,
        bank,
        householdId,
        personId,
      ],
      ...[
        pack.schemeKey,
        pack.packVersion,
        form.product,
        form.requestType,
        form.previousLoanId,
        form.targetGroup,
      ],
      ...[form.purpose, form.appliedOn, form.amount, form.termMonths, form.annualRate, actor.id, commandId],
    ],
  );
  await db.run(
    `insert into application (loan_id, facts, education, existing_debt, purpose_text_enc, documents, contact_enc)
     values ($1, $2::jsonb, $3, $4, $5, $6::jsonb, $7)`,
    [
      ...[id, JSON.stringify(form.facts), form.education, form.existingDebt],
      context.vault.seal({ table: 'application', column: 'purpose_text', rowId: id }, form.purposeText),
      JSON.stringify(form.documents),
      sealedContact(context.vault, id, form),
    ],
  );
  await markPapersSeen(db, id, form.documents, actor.id, new Date().toISOString());
  return id;
}

async function bankFor(db: Db, form: ApplicationForm): Promise<string> {
  const bank = await db.maybe<{ code: string }>(
    `select code from bank where county = $1 and ($2::text is null or code = $2) order by main desc, code limit 1`,
    [form.county, form.bank ?? null],
  );
  if (bank === null)
    throw new RefusedError('FIELD_INVALID', [], [{ pointer: '/bank', code: 'FIELD_INVALID' }]);
  return bank.code;
}

async function personFor(
  db: Db,
  { vault }: StoreContext,
  form: ApplicationForm,
  place: string,
  loanNo: string,
): Promise<KnownPerson> {
  const { county, name, idNumber, phone, account } = form;
  const details = { county, name, idNumber, phone, account };
  await db.run('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `person/${county}/${vault.idNumberIndex(idNumber)}`,
  ]);
  const known = await findPerson(db, vault, details);
  if (known !== null) return known;
  const householdNo =
    form.householdNo === undefined || form.householdNo === '' ? `H-${loanNo}` : form.householdNo;
  const matchedHouseholds = form.facts.matchedHouseholds ?? null;
  const householdId = await findOrCreateHousehold(db, { county, householdNo, place, matchedHouseholds });
  return createPerson(db, vault, householdId, details);
}

interface StartRow {
  id: string;
  loan_no: string;
  county: string;
  bank: string;
  place: string;
  household_id: string;
  scheme_key: string;
  pack_version: string;
  product: string;
  request_type: LoanStart['application']['requestType'];
  requested_amount: string;
  requested_months: number;
  applied_on: string;
  previous_loan_id: string | null;
  previous_loan_no: string | null;
}

/** The workflow's input: ids, amounts and the pinned rules. */
export async function startOf(db: Db, context: StoreContext, loanId: string): Promise<LoanStart> {
  const [start] = await startsOf(db, context, [loanId]);
  if (start === undefined) throw new RefusedError('NOT_FOUND');
  return start;
}

/** Those of many loans by one statement, in the order of the ids. */
export async function startsOf(
  db: Db,
  context: StoreContext,
  loanIds: readonly string[],
): Promise<LoanStart[]> {
  const rows = await db.rows<StartRow>(
    `select id, loan_no, county, bank, place, household_id, scheme_key, pack_version, product, request_type,
       requested_amount, requested_months, applied_on, previous_loan_id,
       (select p.loan_no from loan p where p.id = loan.previous_loan_id) as previous_loan_no
     from loan where id = any($1) order by array_position($1, id)`,
    [loanIds],
  );
  return rows.map((row) => startFrom(context, row));
}

function startFrom(context: StoreContext, row: StartRow): LoanStart {
  const rules = loanRules(packOf(context, row.scheme_key, row.pack_version), row.product);
  const countsWorkingDays = rules.steps.some(
    ({ kind, dayKind }) => kind === 'publicity' && dayKind === 'working',
  );
  return {
    schemaVersion: 1,
    loanId: row.id,
    loanNo: row.loan_no,
    county: row.county,
    bank: row.bank,
    place: row.place,
    householdId: row.household_id,
    rules,
    application: {
      product: row.product,
      requestType: row.request_type,
      amount: row.requested_amount,
      termMonths: row.requested_months,
      appliedOn: row.applied_on,
      previousLoanId: row.previous_loan_id,
      previousLoanNo: row.previous_loan_no,
    },
    calendar: countsWorkingDays ? context.calendar : null,
    takeover: null,
    carried: null,
  };
}
