import { RefusedError, type Actor } from '@bangdai/contracts';
import type { DeskDecision } from '@bangdai/contracts/http';
import { addMoney, compareMoney, heldReturnedEntry } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import type { DeskTask } from '../desk/task-desk.js';
import { book, causeOf } from '../ledger/ledger.writer.js';
import { openSystemTask } from '../subjects/system-task.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import { subjectOf } from './loan-change.writer.js';
import { lockLoan, type LoanRecord } from './loan.record.js';

/** Money above the balance belongs to the borrower: the bank gives it back and says when (lifecycle §3, held for return). */
export async function askForReturn(
  db: Db,
  context: StoreContext,
  loan: LoanRecord,
  held: { receiptNo: string; amount: string; at: string },
): Promise<void> {
  if (compareMoney(held.amount, '0.00') <= 0) return;
  await openSystemTask(db, context, subjectOf(loan), {
    ...{ kind: 'heldMoney', cause: held.receiptNo, title: '挂账款项退还借款人', role: 'bank' },
    ...{ place: loan.place, bank: loan.bank, amount: held.amount, at: held.at, outcomes: ['returned'] },
  });
}

/** The bank gave it back: the ledger shows that nothing is held any more. @throws RefusedError `BAD_DATE` | `NOT_FOUND` */
export async function returnHeldMoney(
  db: Db,
  _context: StoreContext,
  actor: Actor,
  task: DeskTask,
  { on, commandId, decision }: DeskDecision,
): Promise<void> {
  const loan = await lockLoan(db, task.subjectId);
  const receipt = await db.one<{ held: string; paid_on: string }>(
    `select held, paid_on from repayment
     where county = $1 and bank = $2 and receipt_no = $3 and loan_id = $4 and reversed_on is null and held > 0`,
    [loan.county, loan.bank, task.cause, loan.id],
  );
  if (on < receipt.paid_on) throw new RefusedError('BAD_DATE');
  const { id, county, bank } = loan;
  await book(
    db,
    heldReturnedEntry({ id, county, on, bank, loanId: id, amount: receipt.held }),
    causeOf(subjectOf(loan), `heldReturned/${county}/${bank}/${task.cause}`, task.cause),
  );
  const data = { receiptNo: task.cause, amount: addMoney(receipt.held, '0.00'), on };
  const event = systemEvent('heldMoneyReturned', data, { lane: 'people', actor, decision, commandId });
  await appendTimeline(db, subjectOf(loan), new Date().toISOString(), [event]);
}
