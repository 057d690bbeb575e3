import type { BankMessage } from '@bangdai/contracts';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { bankTermsOf } from './bank-terms.js';

export interface OutboxRow {
  id: string;
  key: string;
  kind: string;
  county: string;
  bank: string;
  recipient: 'bank' | 'household';
  loan_id: string | null;
  loan_no: string | null;
  subject_id: string;
  data: Record<string, string>;
  attempts: number;
  /** Day in Shanghai on which the change that causes the message was written. */
  requested_on: string;
  /** Failing for a day already. */
  stale: boolean;
  body_enc: Buffer | null;
}

export const OUTBOX_COLUMNS = `o.id, o.key, o.kind, o.county, o.bank, o.recipient, o.loan_id, o.loan_no, o.subject_id, o.data,
  o.attempts, o.body_enc, (o.created_at at time zone 'Asia/Shanghai')::date::text as requested_on,
  coalesce(o.first_failed_at < now() - interval '24 hours', false) as stale`;

export type Outgoing = BankMessage & { bank: string; to: 'bank' | 'household' };

interface PersonRow {
  id: string;
  name_enc: Buffer;
  id_number_enc: Buffer;
  phone_enc: Buffer;
  account_enc: Buffer;
}

/**
 * What a message says, with what names the person. It is fixed before it first leaves: a repetition under the same id
 * must be the same message word for word, or a counterpart that took the first one would refuse it.
 */
export async function fixedMessage(db: Db, context: StoreContext, row: OutboxRow): Promise<Outgoing> {
  const place = { table: 'outbox', column: 'body', rowId: row.id };
  if (row.body_enc !== null) return JSON.parse(context.vault.open(place, row.body_enc)) as Outgoing;
  const message = await composed(db, context, row);
  await db.run('update outbox set body_enc = $2 where id = $1', [
    row.id,
    context.vault.seal(place, JSON.stringify(message)),
  ]);
  return message;
}

async function composed(db: Db, context: StoreContext, row: OutboxRow): Promise<Outgoing> {
  const { id, kind, county, bank } = row;
  const added =
    row.recipient === 'bank' && row.loan_id !== null ? await forBank(db, context, row, row.loan_id) : {};
  return { id, kind, county, bank, to: row.recipient, loanNo: row.loan_no, data: { ...row.data, ...added } };
}

async function forBank(
  db: Db,
  context: StoreContext,
  row: OutboxRow,
  loanId: string,
): Promise<Record<string, string>> {
  const terms =
    row.kind === 'disbursementRequest' ? await bankTermsOf(db, context, loanId, row.requested_on) : {};
  return { ...terms, ...(await personOfLoan(db, context, loanId)) };
}

/** Name and numbers in full: for the bank and for papers that go to the person. */
export async function personOfLoan(
  db: Db,
  { vault }: StoreContext,
  loanId: string,
): Promise<{ name: string; idNumber: string; phone: string; account: string }> {
  const row = await db.one<PersonRow>(
    `select p.id, p.name_enc, p.id_number_enc, p.phone_enc, p.account_enc
     from person p join loan l on l.person_id = p.id where l.id = $1`,
    [loanId],
  );
  const open = (column: string, sealed: Buffer) =>
    vault.open({ table: 'person', column, rowId: row.id }, sealed);
  return {
    name: open('name', row.name_enc),
    idNumber: open('id_number', row.id_number_enc),
    phone: open('phone', row.phone_enc),
    account: open('account', row.account_enc),
  };
}
