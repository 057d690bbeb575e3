import type { CorrectedReceipt, FeedCorrection } from '@bangdai/contracts';
import {
  addMoney,
  compareMoney,
  debtLeft,
  isCivilDate,
  isMoney,
  minMoney,
  subtractMoney,
  type Money,
} from '@bangdai/domain';
import { compensationRule } from '../compensations/claim.figures.js';
import { claimSubject, type ClaimRecord } from '../compensations/claim.record.js';
import { outstandingShares } from '../compensations/debt-left.js';
import { recoveryKeys } from '../compensations/recovery-keys.js';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { assessFund } from '../funds/fund-top-up.js';
import { lockFundOf, moveFund, tellClaim } from '../funds/fund.writer.js';
import { causeOf, reverse } from '../ledger/ledger.writer.js';
import type { LoanRecord } from '../loans/loan.record.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';

type ReceiptCorrection = Extract<FeedCorrection, { kind: 'repayment' }>;

interface Recovery {
  id: string;
  receipt_no: string;
  received_on: string;
  amount: Money;
  interest: Money;
  shares: Record<string, Money>;
}

const find = (db: Db, claim: ClaimRecord, receiptNo: string): Promise<Recovery | null> =>
  db.maybe<Recovery>(
    `select r.id, r.receipt_no, r.received_on, r.amount, r.interest, (select coalesce(jsonb_object_agg(s.party, s.amount::text), '{}')
       from recovery_share s where s.recovery_id = r.id) as shares
     from recovery r where r.claim_id = $1 and r.receipt_no = $2 and r.reversed_on is null`,
    [claim.id, receiptNo],
  );

/**
 * What the debt is without a receipt that fund and others were given their parts of (lifecycle §9); the right receipt then
 * comes as any other. The figures of a claim that is over, or that gave a surplus to the bank, rest on it and stay.
 * @returns the balance without it, or why it cannot be taken back
 */
export async function weighRecovery(
  db: Db,
  context: StoreContext,
  loan: LoanRecord,
  claim: ClaimRecord,
  { receiptNo, replacement }: ReceiptCorrection,
  on: string,
): Promise<{ code: string } | { code: null; balance: Money }> {
  const recovery = await find(db, claim, receiptNo);
  if (recovery === null)
    return { code: (await isRepayment(db, loan, receiptNo)) ? 'DECISION_NOT_ALLOWED' : 'NOT_FOUND' };
  if (claim.stage !== 'recovering' || compareMoney(claim.surplus, '0.00') > 0)
    return { code: 'DECISION_NOT_ALLOWED' };
  const fault = replacement === null ? null : await faultOf(db, loan, recovery, replacement, on);
  if (fault !== null) return { code: fault };
  const fund = await lockFundOf(db, claim);
  const free = subtractMoney(fund.balance, fund.frozen);
  if (compareMoney(recovery.shares['fund'] ?? '0.00', free) > 0) return { code: 'FUND_INSUFFICIENT' };
  const outstanding = await outstandingShares(db, claim);
  for (const [party, amount] of Object.entries(recovery.shares))
    outstanding[party] = addMoney(outstanding[party] ?? '0.00', amount);
  const left = debtLeft(compensationRule(context, loan), {
    ...{
      principal: claim.principal,
      lossBase: claim.loss_base ?? '0.00',
      uncovered: claim.uncovered ?? '0.00',
    },
    ...{ outstanding, surplus: claim.surplus },
  });
  return { code: null, balance: minMoney(claim.principal, left) };
}

/** What stood before the claim was paid is in its signed figures. */
async function isRepayment(db: Db, { id }: LoanRecord, receiptNo: string): Promise<boolean> {
  const row = await db.maybe('select 1 from repayment where loan_id = $1 and receipt_no = $2', [
    id,
    receiptNo,
  ]);
  return row !== null;
}

async function faultOf(
  db: Db,
  { county, bank, disbursed_on: lentOn }: LoanRecord,
  wrong: Recovery,
  { receiptNo, paidOn, principal, interest }: CorrectedReceipt,
  on: string,
): Promise<string | null> {
  if (receiptNo.trim() === '') return 'FIELD_REQUIRED';
  if (!isMoney(principal) || !isMoney(interest) || compareMoney(minMoney(principal, interest), '0.00') < 0)
    return 'BAD_AMOUNT';
  if (compareMoney(addMoney(principal, interest), '0.00') === 0) return 'BAD_AMOUNT';
  if (!isCivilDate(paidOn) || paidOn > on || lentOn === null || paidOn < lentOn) return 'BAD_DATE';
  const isSame =
    receiptNo === wrong.receipt_no &&
    paidOn === wrong.received_on &&
    compareMoney(addMoney(principal, interest), addMoney(wrong.amount, wrong.interest)) === 0 &&
    (compareMoney(principal, wrong.amount) === 0 || compareMoney(wrong.interest, '0.00') === 0);
  if (isSame) return 'NOTHING_TO_CORRECT';
  if (receiptNo === wrong.receipt_no) return null;
  const taken = await db.maybe(
    `select 1 from recovery where county = $1 and bank = $2 and receipt_no = $3 and reversed_on is null
     union all select 1 from repayment where county = $1 and bank = $2 and receipt_no = $3 and reversed_on is null`,
    [county, bank, receiptNo],
  );
  return taken === null ? null : 'DUPLICATE_RECEIPT';
}

/** The wrong receipt is reversed in books, fund and claim; what stands instead is handed to the claim as it came in. */
export async function correctRecovery(
  db: Db,
  context: StoreContext,
  claim: ClaimRecord,
  { receiptNo, replacement }: ReceiptCorrection,
  { correctionId, on, at }: { correctionId: string; on: string; at: string },
): Promise<void> {
  const recovery = await find(db, claim, receiptNo);
  if (recovery === null) throw new Error('a recovery that was weighed is gone');
  const keys = await recoveryKeys(db, claim, receiptNo);
  const subject = claimSubject(claim);
  await reverse(db, keys.entry, on, causeOf(subject, `reversal/${keys.entry}/${correctionId}`, receiptNo));
  const { fund: given = '0.00' } = recovery.shares;
  const fund = await lockFundOf(db, claim);
  const back = {
    key: `${keys.movement}/reversed`,
    kind: 'recovery' as const,
    amount: subtractMoney('0.00', given),
  };
  if (await moveFund(db, fund, { ...back, on, subjectNo: claim.claim_no }))
    await assessFund(db, context, fund, on);
  await db.run('update recovery set reversed_on = $2 where id = $1', [recovery.id, on]);
  await db.run('update claim set recovered = recovered - $2 where id = $1', [claim.id, recovery.amount]);
  const data = { receiptNo, amount: recovery.amount, on };
  await appendTimeline(db, subject, at, [systemEvent('recoveryReversed', data, { lane: 'bank' })]);
  if (replacement === null) return;
  const { receiptNo: rightNo, paidOn: receivedOn, principal: amount, interest } = replacement;
  const { county, bank, claim_no: claimNo } = claim;
  await tellClaim(db, county, claimNo, 'recoveryReceived', {
    ...{ bank, claimNo, receiptNo: rightNo, receivedOn, amount, interest },
  });
}
