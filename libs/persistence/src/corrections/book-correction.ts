import {
  taskId,
  type CorrectedFacts,
  type CorrectionActivities,
  type FeedCorrection,
} from '@bangdai/contracts';
import { compareMoney, disbursementEntry, minDate, repaymentEntry } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { lockPaidClaim } from '../compensations/claim.record.js';
import { bookNew, causeOf, reverse } from '../ledger/ledger.writer.js';
import { subjectOf, writeLoanChange } from '../loans/loan-change.writer.js';
import { lockHouseholdAndLoan, type LoanRecord } from '../loans/loan.record.js';
import { askForReturn } from '../loans/held-money.js';
import { receiptKeyOf, reverseReceipt } from '../loans/receipt-entry.js';
import { closeTasks } from '../subjects/task.writer.js';
import { replannedWithAdjustments } from '../subsidy/adjust-lines.js';
import { markDecided } from './correction.record.js';
import { correctRecovery } from './recovery-correction.js';
import { weigh, type LiveReceipt, type Weighed } from './weigh-correction.js';

type Input = Parameters<CorrectionActivities['recordCorrection']>[0];

/**
 * Never an edit: the wrong entry is reversed, the right one is new, both dated on the day of the correction. Balance,
 * overdue state, plan and adjustments of settled periods follow in the same transaction.
 */
export async function recordCorrection(context: StoreContext, input: Input): Promise<{ applied: boolean }> {
  const { change, correction, on, facts } = input;
  return context.database.transaction(async (db) => {
    const loan = await lockHouseholdAndLoan(db, change.loanId);
    const known = await db.maybe('select 1 from applied_change where subject_id = $1 and change_id = $2', [
      loan.id,
      change.changeId,
    ]);
    if (known !== null) return { applied: true };
    const weighed = await weigh(db, context, loan, correction, on);
    if (!isAsWeighed(weighed.facts, facts)) return { applied: false };
    const cause = {
      householdId: loan.household_id,
      from: firstDayConcerned(loan, correction, weighed.receipt),
      cause: `correction/${input.correctionId}`,
    };
    await replannedWithAdjustments(db, context, cause, async () => {
      await bookBoth(db, context, loan, input, weighed);
      await writeFacts(db, loan, facts);
      await writeLoanChange(db, context, change);
      await markDecided(db, input, 'confirmed', on);
    });
    return { applied: true };
  });
}

function isAsWeighed(now: CorrectedFacts | null, then: CorrectedFacts): boolean {
  if (now === null) return false;
  const names = ['principal', 'balance', 'disbursedOn', 'maturesOn', 'overdueSince', 'settledOn'] as const;
  return names.every((name) => now[name] === then[name]);
}

function firstDayConcerned(
  loan: LoanRecord,
  correction: FeedCorrection,
  receipt: LiveReceipt | null,
): string {
  if (correction.kind === 'disbursement')
    return minDate(correction.disbursedOn, loan.disbursed_on ?? correction.disbursedOn);
  const was = receipt?.paid_on ?? loan.matures_on ?? '';
  const is = correction.kind === 'repayment' ? correction.replacement?.paidOn : undefined;
  return is === undefined ? was : minDate(was, is);
}

async function bookBoth(
  db: Db,
  context: StoreContext,
  loan: LoanRecord,
  input: Input,
  weighed: Weighed,
): Promise<void> {
  if (input.correction.kind === 'disbursement') return rebookDisbursement(db, loan, input);
  const claim = input.correction.kind === 'repayment' ? await lockPaidClaim(db, loan.id) : null;
  if (claim !== null && input.correction.kind === 'repayment') {
    const { correctionId, on, change } = input;
    return correctRecovery(db, context, claim, input.correction, { correctionId, on, at: change.at });
  }
  const { receipt, division } = weighed;
  if (input.correction.kind !== 'repayment' || receipt === null || division === null) return;
  const { on, correctionId } = input;
  await reverseReceipt(db, loan, receipt, { on, reversal: correctionId, code: 'CORRECTED' });
  const { replacement } = input.correction;
  if (replacement !== null) await bookReplacement(db, loan, input, { ...replacement, ...division });
  const held = replacement === null ? null : { receiptNo: replacement.receiptNo, amount: division.held };
  await followHeldMoney(db, context, loan, receipt, held, input.change.at);
}

/** The task to give money back goes with the entry that held it, and comes with the one that holds it now. */
async function followHeldMoney(
  db: Db,
  context: StoreContext,
  loan: LoanRecord,
  { receipt_no: receiptNo }: LiveReceipt,
  held: { receiptNo: string; amount: string } | null,
  at: string,
): Promise<void> {
  const taskOf = (no: string): string => taskId(loan.id, `heldMoney-${no}`, 1);
  await closeTasks(db, loan.county, [cancelled(taskOf(receiptNo))], at);
  if (held === null || compareMoney(held.amount, '0.00') === 0) return;
  const reopened = await db.run(
    `update task set status = 'open', amount = $2, decided_by = null, decided_at = null where id = $1 and status = 'cancelled'`,
    [taskOf(held.receiptNo), held.amount],
  );
  if (reopened === 0) await askForReturn(db, context, loan, { ...held, at });
}

const cancelled = (id: string) => ({
  ...{ taskId: id, outcome: 'cancelled' as const, decision: null, actorId: null },
});

interface Replacement {
  receiptNo: string;
  paidOn: string;
  /** Booked against the balance; what was above it is held. */
  principal: string;
  interest: string;
  held: string;
}

async function bookReplacement(
  db: Db,
  loan: LoanRecord,
  { correctionId, on, correction }: Input,
  { receiptNo, paidOn, principal, interest, held }: Replacement,
): Promise<void> {
  const reported =
    correction.kind === 'repayment' ? (correction.replacement?.principal ?? principal) : principal;
  await db.run(
    `insert into repayment (county, bank, receipt_no, loan_id, inbox_id, paid_on, principal, interest, booked_principal, held,
       booked, code, correction_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, true, $11, $12)`,
    [
      ...[
        loan.county,
        loan.bank,
        receiptNo,
        loan.id,
        `correction/${correctionId}`,
        paidOn,
        reported,
        interest,
      ],
      ...[principal, held, held === '0.00' ? null : 'OVERPAYMENT', correctionId],
    ],
  );
  const { county, bank, id } = loan;
  await bookNew(
    db,
    repaymentEntry({ id, county, on, bank, loanId: id, principal, interest, held }),
    causeOf(subjectOf(loan), receiptKeyOf(loan, receiptNo, correctionId), receiptNo),
  );
}

/** What was lent before the platform kept its books stands there as it was taken over: its days change, no entry does. */
async function rebookDisbursement(db: Db, loan: LoanRecord, { correctionId, on }: Input): Promise<void> {
  if (loan.taken_over_on !== null) return;
  const { key } = await db.one<{ key: string }>(
    `select key from journal_entry where loan_id = $1 and kind = 'disbursement' order by seq desc limit 1`,
    [loan.id],
  );
  const subject = subjectOf(loan);
  await reverse(db, key, on, causeOf(subject, `reversal/${key}/${correctionId}`, loan.contract_no));
  const { id, county, bank } = loan;
  const entry = disbursementEntry({ id, county, on, bank, loanId: id, amount: loan.principal ?? '0.00' });
  await bookNew(db, entry, causeOf(subject, `disbursement/${id}/${correctionId}`, loan.contract_no));
}

async function writeFacts(db: Db, loan: LoanRecord, facts: CorrectedFacts): Promise<void> {
  await db.run(
    `update loan set balance = $2, settled_on = $3, overdue_since = $4, disbursed_on = $5,
       original_matures_on = case when original_matures_on = matures_on then $6 else original_matures_on end, matures_on = $6
     where id = $1`,
    [loan.id, facts.balance, facts.settledOn, facts.overdueSince, facts.disbursedOn, facts.maturesOn],
  );
}
