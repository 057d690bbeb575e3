import { addDays, compareMoney, shanghaiDateOf, subtractMoney, sumMoney, type Money } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import { closedLoan } from '../compensations/claim.activities.js';
import { decide } from '../compensations/claim.figures.js';
import { claimSubject, type ClaimRecord } from '../compensations/claim.record.js';
import type { Db } from '../database/database.js';
import type { LoanRecord } from '../loans/loan.record.js';
import { openSystemTask } from '../subjects/system-task.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';

/** Days that a bank has to give it back, as a payee of subsidy has (lifecycle §9). */
const DAYS_TO_RETURN = 30;

/** The claim as it is paid, and what of the shares as signed found no loss any more, by party. */
export interface PaidFigures {
  claim: ClaimRecord;
  overpaid: Record<string, Money>;
}

/**
 * The borrower paid while the order was under way: the loss was smaller than what the order pays for (lifecycle §5,
 * recomputed at payment). Shares, loss and what is left to collect are those of the smaller loss; what was paid beyond
 * them the bank has twice. A loss that grew changes nothing here.
 */
export async function figuresAtPayment(
  db: Db,
  context: StoreContext,
  claim: ClaimRecord,
  loan: LoanRecord,
  at: string,
): Promise<PaidFigures> {
  const asSigned = { claim, overpaid: {} };
  const now = closedLoan(loan) === null ? await lossNow(db, context, claim, loan, at) : NO_LOSS;
  if (now === null || compareMoney(now.lossBase, claim.loss_base ?? '0.00') >= 0) return asSigned;
  const overpaid: Record<string, Money> = {};
  const shares: Record<string, Money> = {};
  for (const [party, signed] of Object.entries(claim.shares ?? {})) {
    shares[party] = now.shares[party] ?? '0.00';
    const beyond = subtractMoney(signed, shares[party]);
    if (party !== 'bank' && compareMoney(beyond, '0.00') > 0) overpaid[party] = beyond;
  }
  await db.run(
    `update claim set shares = $2::jsonb, loss_base = $3, net_loss = $4, uncovered = $5, principal = $6, interest_unpaid = $7
     where id = $1`,
    [
      ...[claim.id, JSON.stringify(shares), now.lossBase, now.netLoss, now.uncovered],
      ...[now.principal, now.interest],
    ],
  );
  const paid: ClaimRecord = {
    ...{ ...claim, shares, loss_base: now.lossBase, uncovered: now.uncovered },
    ...{ principal: now.principal, interest_unpaid: now.interest },
    insurance_counted: subtractMoney(now.lossBase, now.netLoss),
  };
  return { claim: paid, overpaid };
}

interface Loss {
  lossBase: Money;
  netLoss: Money;
  uncovered: Money;
  principal: Money;
  interest: Money;
  shares: Record<string, Money>;
}

const NO_LOSS: Loss = {
  ...{
    lossBase: '0.00',
    netLoss: '0.00',
    uncovered: '0.00',
    principal: '0.00',
    interest: '0.00',
    shares: {},
  },
};

async function lossNow(
  db: Db,
  context: StoreContext,
  claim: ClaimRecord,
  loan: LoanRecord,
  at: string,
): Promise<Loss | null> {
  const filedOn = claim.filed_on ?? shanghaiDateOf(Date.parse(at));
  const { decision, input } = await decide(db, context, claim, loan, filedOn);
  if (!('lossBase' in decision)) return null;
  const { lossBase, netLoss, uncoveredByScheme: uncovered, shares } = decision;
  return {
    ...{ lossBase, netLoss, uncovered, shares },
    ...{ principal: input.principalOutstanding, interest: input.interestUnpaid },
  };
}

/** A case of finance, and the demand on the bank's desk. Nothing where the bank was paid what was lost. */
export async function openDue(
  db: Db,
  context: StoreContext,
  claim: ClaimRecord,
  { overpaid, orderNo, on, at }: { overpaid: Record<string, Money>; orderNo: string; on: string; at: string },
): Promise<void> {
  const amount = sumMoney(Object.values(overpaid));
  if (compareMoney(amount, '0.00') === 0) return;
  const dueOn = addDays(shanghaiDateOf(Date.parse(at)), DAYS_TO_RETURN);
  const { id } = await db.one<{ id: string }>(
    `insert into bank_due (county, bank, fund_bank, claim_id, order_no, shares, amount, opened_on, due_on)
     values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9) returning id`,
    [
      ...[claim.county, claim.bank, claim.fund_bank ?? claim.bank, claim.id, orderNo],
      ...[JSON.stringify(overpaid), amount, on, dueOn],
    ],
  );
  const subject = claimSubject(claim);
  await appendTimeline(db, subject, at, [systemEvent('bankDueOpened', { amount, orderNo }, { dueOn })]);
  const task = { cause: id, place: claim.place, bank: claim.bank, amount, at, dueOn };
  await openSystemTask(db, context, subject, {
    ...{
      ...task,
      kind: 'bankDue',
      title: '向银行追回多拨补偿款',
      role: 'finance',
      outcomes: ['repaid', 'setOff'],
    },
  });
  await openSystemTask(db, context, subject, {
    ...{ ...task, kind: 'bankDemand', title: '退回多拨补偿款', role: 'bank', outcomes: ['returned'] },
  });
}
