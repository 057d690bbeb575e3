import { addMoney } from '@bangdai/domain';
import type { Db } from '../database/database.js';
import type { LoanRecord } from '../loans/loan.record.js';
import { reverseReceipt, type BookedReceipt } from '../loans/receipt-entry.js';
import { closeSystemTasks } from '../subjects/system-task.js';

interface LaterReceipt extends BookedReceipt {
  inbox_id: string;
  paid_on: string;
  principal: string;
  interest: string;
  booked_principal: string;
}

/** A receipt as the claim takes it. */
export interface SharedReceipt {
  inboxId: string;
  receiptNo: string;
  amount: string;
  interest: string;
  receivedOn: string;
}

/**
 * The treasury's answer may come days after it paid, and what the borrower paid on a later day was booked as a repayment
 * meanwhile. It belongs to those who bore the loss (lifecycle §5): taken out of the loan here, given out by the claim
 * once the compensation is booked. What was above the balance and went back to the borrower already stays as it is.
 */
export async function takeOutLaterReceipts(
  db: Db,
  loan: LoanRecord,
  { claimId, paidOn }: { claimId: string; paidOn: string },
): Promise<{ loan: LoanRecord; receipts: SharedReceipt[] }> {
  const receipts = await db.rows<LaterReceipt>(
    `select id, receipt_no, correction_id, inbox_id, paid_on, principal, interest, booked_principal from repayment r
     where loan_id = $1 and booked and reversed_on is null and paid_on > $2 and receipt_no not like 'renewal/%'
       and not exists (select 1 from journal_entry e
         where e.key = 'heldReturned/' || r.county || '/' || r.bank || '/' || r.receipt_no)
     order by paid_on, id`,
    [loan.id, paidOn],
  );
  if (receipts.length === 0) return { loan, receipts: [] };
  let balance = loan.balance ?? '0.00';
  for (const receipt of receipts) {
    const reversal = { on: receipt.paid_on, reversal: claimId, code: 'RECOVERY' };
    await reverseReceipt(db, loan, receipt, reversal);
    await closeSystemTasks(db, loan, { kind: 'heldMoney', cause: receipt.receipt_no }, 'cancelled');
    balance = addMoney(balance, receipt.booked_principal);
  }
  await db.run('update loan set balance = $2, settled_on = null where id = $1', [loan.id, balance]);
  return { loan: { ...loan, balance, settled_on: null }, receipts: receipts.map(asShared) };
}

const asShared = ({
  inbox_id: inboxId,
  receipt_no: receiptNo,
  paid_on: receivedOn,
  principal: amount,
  interest,
}: LaterReceipt): SharedReceipt => ({ inboxId, receiptNo, amount, interest, receivedOn });

/** A loan that was taken for paid off, and whose workflow ended so, is pursued by its claim from now on. */
export async function pursueOpenDebt(db: Db, { id }: LoanRecord): Promise<void> {
  await db.run(
    `update loan set stage = 'writtenRecovery', updated_at = now() where id = $1 and stage = 'settled' and settled_on is null`,
    [id],
  );
}
