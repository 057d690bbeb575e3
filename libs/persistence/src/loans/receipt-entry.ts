import type { Db } from '../database/database.js';
import { causeOf, reverse } from '../ledger/ledger.writer.js';
import { subjectOf } from './loan-change.writer.js';
import type { LoanRecord } from './loan.record.js';

/** A booked receipt, as far as its entry is concerned. */
export interface BookedReceipt {
  id: string;
  receipt_no: string;
  correction_id: string | null;
}

export const receiptKeyOf = (
  { county, bank }: LoanRecord,
  receiptNo: string,
  correctionId: string | null,
): string => `repayment/${county}/${bank}/${receiptNo}${correctionId === null ? '' : `/${correctionId}`}`;

/** The receipt counts no more: its entry is reversed, `code` says why (lifecycle §9, never an edit). */
export async function reverseReceipt(
  db: Db,
  loan: LoanRecord,
  { id, receipt_no: receiptNo, correction_id: correctionId }: BookedReceipt,
  { on, reversal, code }: { on: string; reversal: string; code: string },
): Promise<void> {
  const key = await liveKey(db, loan, receiptNo, receiptKeyOf(loan, receiptNo, correctionId));
  await reverse(db, key, on, causeOf(subjectOf(loan), `reversal/${key}/${reversal}`, receiptNo));
  await db.run(`update repayment set booked = false, code = $3, reversed_on = $2 where id = $1`, [
    ...[id, on, code],
  ]);
}

/** The entry of the receipt as it counts now; entries of the first days carry no document number, only their key. */
async function liveKey(db: Db, loan: LoanRecord, receiptNo: string, usual: string): Promise<string> {
  const entry = await db.maybe<{ key: string }>(
    `select key from journal_entry e where loan_id = $1 and kind = 'repayment' and document_no = $2
       and not exists (select 1 from journal_entry r where r.reverses = e.id) order by seq desc limit 1`,
    [loan.id, receiptNo],
  );
  return entry?.key ?? usual;
}
