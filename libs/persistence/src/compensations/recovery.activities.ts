import type { CompensationActivities, Verdict } from '@bangdai/contracts';
import {
  addMoney,
  allocateRecovery,
  compareMoney,
  Decimal,
  formatMoney,
  isCivilDate,
  isMoney,
  minMoney,
  parseMoney,
  recoveryEntry,
} from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import type { LoanRecord } from '../loans/loan.record.js';
import { announce } from '../messages/live-feed.js';
import { markApplied, recallVerdict } from '../subjects/applied-change.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import { compensationRule } from './claim.figures.js';
import { bookNew, causeOf } from '../ledger/ledger.writer.js';
import { principalOwedToBank } from './claim.ledger.js';
import { claimSubject, lockClaim, type ClaimRecord } from './claim.record.js';
import { takeBackWriteOff } from './write-off.js';
import { lowerToDebtLeft, outstandingShares } from './debt-left.js';
import { recoveryKeys } from './recovery-keys.js';
import { assessFund } from '../funds/fund-top-up.js';
import { lockFundOf, moveFund, totalOf, wakeQueue } from '../funds/fund.writer.js';

type Input = Parameters<CompensationActivities['recordRecovery']>[0];
export type RecoveryVerdict = Verdict & { whole: boolean; settled: boolean };

/** One receipt, given out by the pack's rule; the fund's part is free for new claims at once. */
export async function recordRecovery(context: StoreContext, input: Input): Promise<RecoveryVerdict> {
  const changeId = `recovery/${input.inboxId}`;
  return context.database.transaction(async (db) => {
    const { claim, loan } = await lockClaim(db, input.claimId);
    const known = await recallVerdict<RecoveryVerdict>(db, claim.id, [changeId]);
    if (known !== null) return known;
    const code = await refusalOf(db, claim, loan, input);
    const verdict = code === null ? await applyRecovery(db, context, claim, loan, input) : refused(code);
    await markApplied(db, claim.id, changeId, verdict);
    await tell(db, claim, input, verdict);
    return verdict;
  });
}

/** A receipt that stood in the books as a repayment, given out within the transaction that found it to be a recovery. */
export async function shareReceipt(db: Db, context: StoreContext, input: Input): Promise<void> {
  const { claim, loan } = await lockClaim(db, input.claimId);
  const verdict = await applyRecovery(db, context, claim, loan, input);
  await markApplied(db, claim.id, `recovery/${input.inboxId}`, verdict);
  await tell(db, claim, input, { ...verdict, settled: false });
}

const refused = (code: string): RecoveryVerdict => ({
  ...{ accepted: false, code, reasons: [code], whole: false, settled: false },
});

/** The recovery that ends the claim is told by its workflow; money for a closed claim opens it again (lifecycle §11). */
async function tell(
  db: Db,
  claim: ClaimRecord,
  { receiptNo, amount, receivedOn, at }: Input,
  { accepted, code, settled }: RecoveryVerdict,
): Promise<void> {
  const data = { receiptNo, amount, receivedOn };
  const events = [systemEvent(accepted ? 'recovered' : 'recoveryRefused', data, { lane: 'bank', code })];
  if (accepted && claim.stage === 'closed') {
    events.unshift(systemEvent('recoveryReopened', data));
    await takeBackWriteOff(db, claim, receivedOn);
    await db.run(`update claim set stage = 'recovering' where id = $1`, [claim.id]);
    await db.run(`update loan set stage = 'writtenRecovery' where id = $1 and stage = 'closedLoss'`, [
      claim.loan_id,
    ]);
  }
  if (!settled) await appendTimeline(db, claimSubject(claim), at, events);
  await announce(db, { topic: 'claim', id: claim.id, county: claim.county });
}

async function refusalOf(db: Db, claim: ClaimRecord, loan: LoanRecord, input: Input): Promise<string | null> {
  const { amount, interest = '0.00', receiptNo, receivedOn } = input;
  if (claim.paid_on === null) return 'NOT_DETERMINED';
  if (receiptNo.trim() === '') return 'FIELD_REQUIRED';
  if (!isMoney(amount) || !isMoney(interest)) return 'BAD_AMOUNT';
  if (amount.startsWith('-') || interest.startsWith('-')) return 'BAD_AMOUNT';
  if (compareMoney(addMoney(amount, interest), '0.00') === 0) return 'BAD_AMOUNT';
  if (!isCivilDate(receivedOn)) return 'BAD_DATE';
  const taken = await db.maybe(
    `select 1 from recovery where county = $1 and bank = $2 and receipt_no = $3 and reversed_on is null
     union all select 1 from repayment where county = $1 and bank = $2 and receipt_no = $3 and reversed_on is null`,
    [claim.county, claim.bank, receiptNo],
  );
  if (taken !== null) return 'DUPLICATE_RECEIPT';
  // Paid before the compensation and reported after it: the loss was smaller than what was paid for, so it is shared too.
  return loan.disbursed_on === null || receivedOn < loan.disbursed_on ? 'BAD_DATE' : null;
}

async function applyRecovery(
  db: Db,
  context: StoreContext,
  claim: ClaimRecord,
  loan: LoanRecord,
  input: Input,
): Promise<RecoveryVerdict> {
  const rule = compensationRule(context, loan);
  const { receiptNo, receivedOn } = input;
  // Interest that runs on after the payment is the bank's, unless the loss that was paid held interest (calculations §5).
  const isLoss = rule.lossBase === 'principalAndInterest';
  const amount = isLoss ? addMoney(input.amount, input.interest ?? '0.00') : input.amount;
  const interest = isLoss ? '0.00' : (input.interest ?? '0.00');
  const outstanding = await outstandingShares(db, claim);
  const isShared = compareMoney(amount, '0.00') > 0;
  const { allocation, outstandingAfter } = isShared
    ? allocateRecovery(rule, outstanding, amount)
    : { allocation: {}, outstandingAfter: outstanding };
  const keys = await recoveryKeys(db, claim, receiptNo);
  await storeRecovery(db, claim, input, { amount, interest, allocation });
  const surplus = surplusOf(amount, outstanding);
  await db.run('update claim set recovered = recovered + $2, surplus = surplus + $3 where id = $1', [
    ...[claim.id, amount, surplus],
  ]);
  await giveBackToFund(db, context, claim, keys.movement, receivedOn, { ...allocation });
  await bookRecovery(db, claim, { key: keys.entry, receiptNo, receivedOn, allocation, interest });
  const collected = { ...claim, surplus: addMoney(claim.surplus, surplus) };
  const settled = await lowerToDebtLeft(db, context, collected, loan, receivedOn);
  const whole = compareMoney(totalOf(outstandingAfter), '0.00') === 0;
  return { accepted: true, code: null, reasons: [], whole, settled: whole && settled };
}

const surplusOf = (amount: string, outstanding: Record<string, string>): string =>
  formatMoney(Decimal.max(parseMoney(amount).minus(parseMoney(totalOf(outstanding))), 0));

async function storeRecovery(
  db: Db,
  claim: ClaimRecord,
  { inboxId, receiptNo, receivedOn }: Input,
  { amount, interest, allocation }: { amount: string; interest: string; allocation: Record<string, string> },
): Promise<void> {
  const recovery = await db.one<{ id: string }>(
    `insert into recovery (claim_id, county, bank, receipt_no, inbox_id, amount, interest, received_on)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
    [claim.id, claim.county, claim.bank, receiptNo, inboxId, amount, interest, receivedOn],
  );
  await db.run(
    `insert into recovery_share (recovery_id, party, amount) select $1, key, value::numeric from jsonb_each_text($2::jsonb)`,
    [recovery.id, JSON.stringify(allocation)],
  );
}

async function giveBackToFund(
  db: Db,
  context: StoreContext,
  claim: ClaimRecord,
  key: string,
  on: string,
  { fund: amount = '0.00' }: Record<string, string>,
): Promise<void> {
  if (compareMoney(amount, '0.00') === 0) return;
  const fund = await lockFundOf(db, claim);
  await moveFund(db, fund, { key, kind: 'recovery', amount, on, subjectNo: claim.claim_no });
  await assessFund(db, context, fund, on);
  await wakeQueue(db, fund);
}

/** The bank's part lowers what it is still owed; its interest is no principal. */
async function bookRecovery(
  db: Db,
  claim: ClaimRecord,
  recovery: {
    key: string;
    receiptNo: string;
    receivedOn: string;
    allocation: Record<string, string>;
    interest: string;
  },
): Promise<void> {
  const { key, receiptNo, receivedOn: on, allocation, interest } = recovery;
  const { id, county, bank, loan_id: loanId } = claim;
  const { bank: toBank = '0.00' } = allocation;
  const entry = recoveryEntry({
    ...{ id, county, bank, loanId, on, fundBank: claim.fund_bank ?? bank },
    allocation: { ...allocation, bank: addMoney(toBank, interest) },
    bankPrincipal: minMoney(toBank, await principalOwedToBank(db, claim)),
  });
  await bookNew(db, entry, causeOf(claimSubject(claim), key, receiptNo));
}
