import { paymentOrderNo, RefusedError, type CompensationActivities, type Verdict } from '@bangdai/contracts';
import {
  accountName,
  allocateRecovery,
  compareMoney,
  compensationPaymentEntry,
  isCivilDate,
  isMoney,
  parseMoney,
  recoveryEntry,
  subtractMoney,
  Decimal,
  formatMoney,
} from '@bangdai/domain';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { book, causeOf } from '../ledger/ledger.writer.js';
import type { LoanRecord } from '../loans/loan.record.js';
import { announce } from '../messages/live-feed.js';
import { storeMessages } from '../messages/outbox.writer.js';
import { confirmOrder, createOrder } from '../payments/payment-order.writer.js';
import { roleName } from '../reads/labels.js';
import { markApplied, recallVerdict } from '../subjects/applied-change.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import { totalOf } from './claim.activities.js';
import { compensationRule, lockFund } from './claim.figures.js';
import { claimSubject, lockClaim, type ClaimRecord } from './claim.record.js';

type Input<Name extends keyof CompensationActivities> = Parameters<CompensationActivities[Name]>[0];
type RecoveryVerdict = Verdict & { whole: boolean };

/** The fund's share goes to the bank; the other parties pay theirs by themselves. @throws RefusedError `NOT_DETERMINED` */
export async function orderCompensationPayment(
  context: StoreContext,
  { claimId }: Input<'orderCompensationPayment'>,
): Promise<{ orderNo: string; amount: string }> {
  return context.database.transaction(async (db) => {
    const { claim, loan } = await lockClaim(db, claimId);
    if (!claim.frozen && claim.paid_on === null) throw new RefusedError('NOT_DETERMINED');
    const amount = claim.fund_paid ?? '0.00';
    if (compareMoney(amount, '0.00') === 0) throw new RefusedError('NOT_DETERMINED');
    const pack = packOf(context, loan.scheme_key, loan.pack_version);
    const bank = await db.one<{ name: string }>('select name from bank where county = $1 and code = $2', [
      claim.county,
      claim.bank,
    ]);
    return createOrder(db, {
      kind: 'compensation',
      county: claim.county,
      bank: claim.bank,
      subject: claimSubject(claim),
      orderNo: (sequence) => paymentOrderNo('compensation', claim.county, claim.claim_no, sequence),
      payer: roleName(pack, 'fund'),
      payee: bank.name,
      purpose: `风险补偿 ${claim.claim_no}`,
      amount,
      lines: 1,
    });
  });
}

export async function recordCompensationPaid(
  context: StoreContext,
  { claimId, orderNo, paidOn, at }: Input<'recordCompensationPaid'>,
): Promise<void> {
  await context.database.transaction(async (db) => {
    const { claim, loan } = await lockClaim(db, claimId);
    if (!(await markApplied(db, claim.id, `paid/${orderNo}`))) return;
    const amount = await confirmOrder(db, orderNo, paidOn);
    await lockFund(db, claim.county);
    await db.run('update fund set balance = balance - $2, frozen = frozen - $2 where county = $1', [
      claim.county,
      amount,
    ]);
    await db.run('update claim set paid_on = $2, frozen = false where id = $1', [claim.id, paidOn]);
    await book(
      db,
      compensationPaymentEntry({
        ...bookingOf(claim, paidOn),
        shares: claim.shares ?? {},
        principal: loan.balance ?? '0.00',
      }),
      causeOf(claimSubject(claim), `compensation/${claim.claim_no}@${claim.county}`, orderNo),
    );
    const subject = claimSubject(claim);
    const data = { claimNo: claim.claim_no, orderNo, amount, paidOn };
    await appendTimeline(db, subject, at, [systemEvent('paid', data)]);
    await storeMessages(db, subject, [
      {
        kind: 'compensationAdvice',
        key: `compensationAdvice/${orderNo}`,
        to: 'bank',
        bank: claim.bank,
        data,
      },
    ]);
    await announce(db, { topic: 'claim', id: claim.id, county: claim.county });
  });
}

const bookingOf = ({ id, county, bank, loan_id: loanId }: ClaimRecord, on: string) => ({
  ...{ id, county, bank, loanId },
  on,
});

/** One receipt, given out by the pack's rule; the fund's part is free for new claims at once. */
export async function recordRecovery(
  context: StoreContext,
  input: Input<'recordRecovery'>,
): Promise<RecoveryVerdict> {
  const changeId = `recovery/${input.inboxId}`;
  return context.database.transaction(async (db) => {
    const { claim, loan } = await lockClaim(db, input.claimId);
    const known = await recallVerdict<RecoveryVerdict>(db, claim.id, [changeId]);
    if (known !== null) return known;
    const code = await refusalOf(db, claim, input);
    const verdict = code === null ? await applyRecovery(db, context, claim, loan, input) : refused(code);
    await markApplied(db, claim.id, changeId, verdict);
    const data = { receiptNo: input.receiptNo, amount: input.amount, receivedOn: input.receivedOn };
    const event = systemEvent('recovered', data, { lane: 'bank', code });
    // The recovery that makes all whole ends the claim, and is told by its workflow.
    if (!verdict.whole) await appendTimeline(db, claimSubject(claim), input.at, [event]);
    await announce(db, { topic: 'claim', id: claim.id, county: claim.county });
    return verdict;
  });
}

const refused = (code: string): RecoveryVerdict => ({ accepted: false, code, reasons: [code], whole: false });

async function refusalOf(db: Db, claim: ClaimRecord, input: Input<'recordRecovery'>): Promise<string | null> {
  if (claim.paid_on === null) return 'NOT_DETERMINED';
  if (!isMoney(input.amount) || compareMoney(input.amount, '0.00') <= 0) return 'BAD_AMOUNT';
  if (!isCivilDate(input.receivedOn) || input.receivedOn < claim.paid_on) return 'BAD_DATE';
  const taken = await db.maybe(
    `select 1 from recovery where county = $1 and bank = $2 and receipt_no = $3
     union all select 1 from repayment where county = $1 and bank = $2 and receipt_no = $3`,
    [claim.county, claim.bank, input.receiptNo],
  );
  return taken === null ? null : 'DUPLICATE_RECEIPT';
}

async function applyRecovery(
  db: Db,
  context: StoreContext,
  claim: ClaimRecord,
  loan: LoanRecord,
  { inboxId, receiptNo, amount, receivedOn }: Input<'recordRecovery'>,
): Promise<RecoveryVerdict> {
  const outstanding = await outstandingShares(db, claim);
  const { allocation, outstandingAfter } = allocateRecovery(
    compensationRule(context, loan),
    outstanding,
    amount,
  );
  const recovery = await db.one<{ id: string }>(
    `insert into recovery (claim_id, county, bank, receipt_no, inbox_id, amount, received_on)
     values ($1, $2, $3, $4, $5, $6, $7) returning id`,
    [claim.id, claim.county, claim.bank, receiptNo, inboxId, amount, receivedOn],
  );
  await db.run(
    `insert into recovery_share (recovery_id, party, amount) select $1, key, value::numeric from jsonb_each_text($2::jsonb)`,
    [recovery.id, JSON.stringify(allocation)],
  );
  const surplus = Decimal.max(parseMoney(amount).minus(parseMoney(totalOf(outstanding))), 0);
  await db.run('update claim set recovered = recovered + $2, surplus = surplus + $3 where id = $1', [
    ...[claim.id, amount, formatMoney(surplus)],
  ]);
  // What is collected lowers the borrower's debt, whoever gets it.
  await db.run(
    `update loan set balance = greatest(balance - $2, 0), settled_on = case when balance <= $2 then $3::date end where id = $1`,
    [loan.id, amount, receivedOn],
  );
  await db.run('update fund set balance = balance + $2 where county = $1', [
    claim.county,
    allocation['fund'] ?? '0.00',
  ]);
  await book(
    db,
    recoveryEntry({
      ...bookingOf(claim, receivedOn),
      allocation,
      bankPrincipal: await principalOwedToBank(db, claim),
    }),
    causeOf(claimSubject(claim), `recovery/${claim.bank}/${receiptNo}@${claim.county}`, receiptNo),
  );
  const whole = compareMoney(totalOf(outstandingAfter), '0.00') === 0;
  return { accepted: true, code: null, reasons: [], whole };
}

/** What the loan's account still shows: the part of the debt that did not pass to fund and guarantors. */
async function principalOwedToBank(db: Db, { county, loan_id }: ClaimRecord): Promise<string> {
  const { owed } = await db.one<{ owed: string }>(
    `select greatest(coalesce(sum(debit - credit), 0), 0)::numeric(18,2)::text as owed from posting where account = $1`,
    [accountName(county, 'loanPrincipal', loan_id)],
  );
  return owed;
}

/** Share of each party less what came back to it; a surplus that went to the bank is nobody's share. */
async function outstandingShares(db: Db, claim: ClaimRecord): Promise<Record<string, string>> {
  const rows = await db.rows<{ party: string; amount: string }>(
    `select s.party, sum(s.amount)::text as amount from recovery r join recovery_share s on s.recovery_id = r.id
     where r.claim_id = $1 group by s.party`,
    [claim.id],
  );
  const back = new Map(rows.map(({ party, amount }) => [party, amount]));
  return Object.fromEntries(
    Object.entries(claim.shares ?? {}).map(([party, share]) => {
      const left = subtractMoney(share, back.get(party) ?? '0.00');
      return [party, compareMoney(left, '0.00') < 0 ? '0.00' : left];
    }),
  );
}
