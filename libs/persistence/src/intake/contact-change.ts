import { randomUUID } from 'node:crypto';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import type { LoanRecord } from '../loans/loan.record.js';
import type { PersonalVault } from '../privacy/personal-vault.js';
import { openSystemTask } from '../subjects/system-task.js';
import type { Subject } from '../subjects/subject.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';

type Field = 'phone' | 'account';
type Contact = Record<Field, string>;

const toldPlace = (loanId: string) => ({ table: 'application', column: 'contact', rowId: loanId });
const personPlace = (field: Field, personId: string) => ({ table: 'person', column: field, rowId: personId });

/** What the form tells of a known person; it waits here until the application is accepted. */
export const sealedContact = (vault: PersonalVault, loanId: string, { phone, account }: Contact): Buffer =>
  vault.seal(toldPlace(loanId), JSON.stringify({ phone, account }));

/**
 * An accepted application changes phone and account of the person that it names, one row of history each. Another payee
 * account is looked at by the bank: money that goes to a household goes there.
 */
export async function applyContact(
  db: Db,
  context: StoreContext,
  loan: LoanRecord,
  subject: Subject,
  at: string,
): Promise<void> {
  const told = await db.one<{ contact_enc: Buffer | null; created_by: string }>(
    'select a.contact_enc, l.created_by from application a join loan l on l.id = a.loan_id where a.loan_id = $1',
    [loan.id],
  );
  if (told.contact_enc === null) return;
  const contact = JSON.parse(context.vault.open(toldPlace(loan.id), told.contact_enc)) as Contact;
  const change = { loan, subject, cause: 'application', by: told.created_by, at };
  await changeContact(db, context, { ...change, field: 'phone', after: contact.phone });
  await changeContact(db, context, { ...change, field: 'account', after: contact.account });
}

export interface ContactChange {
  loan: Pick<LoanRecord, 'id' | 'person_id' | 'bank' | 'place'>;
  /** Whose history tells of it, and whose task the review is. */
  subject: Subject;
  field: Field;
  after: string;
  /** `application`, `failedPayment` or `accountRejected`. */
  cause: string;
  /** Staff id of whoever told the new value. */
  by: string;
  at: string;
}

/** What is not told, or is on file already, changes nothing. */
export async function changeContact(db: Db, context: StoreContext, change: ContactChange): Promise<void> {
  const { loan, field, after, cause, by, at } = change;
  const { vault } = context;
  if (after === '') return;
  const row = await db.one<{ sealed: Buffer }>(
    `select ${field}_enc as sealed from person where id = $1 for update`,
    [loan.person_id],
  );
  const before = vault.open(personPlace(field, loan.person_id), row.sealed);
  if (before === after) return;
  await db.run(`update person set ${field}_enc = $2 where id = $1`, [
    loan.person_id,
    vault.seal(personPlace(field, loan.person_id), after),
  ]);
  const id = randomUUID();
  const kept = (side: 'before' | 'after', plain: string) =>
    vault.seal({ table: 'person_change', column: side, rowId: id }, plain);
  const isReviewed = field === 'account' && before !== '' && cause !== 'accountRejected';
  await db.run(
    `insert into person_change (id, person_id, loan_id, field, before_enc, after_enc, cause, changed_by, at, review)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[id, loan.person_id, loan.id, field, kept('before', before), kept('after', after)],
      ...[cause, by, at, isReviewed ? 'open' : null],
    ],
  );
  if (cause !== 'accountRejected')
    await appendTimeline(db, change.subject, at, [systemEvent('contactChanged', { field, cause })]);
  if (isReviewed) await askBank(db, context, change, id);
}

async function askBank(
  db: Db,
  context: StoreContext,
  { loan, subject, at }: ContactChange,
  changeId: string,
): Promise<void> {
  await openSystemTask(db, context, subject, {
    ...{ kind: 'accountReview', cause: changeId, title: '收款账户已变更，请核对户名与账号', role: 'bank' },
    ...{ place: loan.place, bank: loan.bank, amount: null, at },
    outcomes: ['approve', 'return'],
  });
}
