import { RefusedError, type ClawbackActivities } from '@bangdai/contracts';
import {
  clawbackRepaidEntry,
  compareMoney,
  isCivilDate,
  isMoney,
  minMoney,
  shanghaiDateOf,
  subtractMoney,
} from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { book, causeOf } from '../ledger/ledger.writer.js';
import { recallVerdict } from '../subjects/applied-change.js';
import type { SettlementRecord } from '../settlements/settlement.record.js';
import { caseSubject, outstandingOf, writeCaseChange, type ClawbackRecord } from './clawback.record.js';

type Repaid = Parameters<ClawbackActivities['recordClawbackRepaid']>[0];

/** Money back to the subsidy account of the year it came in, in whole or in part, each receipt once. */
export async function recordRepaid(
  db: Db,
  context: StoreContext,
  kase: ClawbackRecord,
  { changeIfOpen, changeIfWhole, receiptNo, amount, paidOn }: Repaid,
): Promise<{ whole: boolean }> {
  const known = await recallVerdict<{ whole: boolean }>(db, kase.id, [changeIfOpen.changeId]);
  if (known !== null) return known;
  const today = shanghaiDateOf(Date.parse(changeIfOpen.at));
  if (!isMoney(amount) || compareMoney(amount, '0.00') <= 0) throw new RefusedError('BAD_AMOUNT');
  if (!isCivilDate(paidOn) || paidOn > today) throw new RefusedError('BAD_DATE');
  const taken = await db.maybe(
    `select 1 from clawback_receipt where county = $1 and kind = 'repaid' and receipt_no = $2`,
    [kase.county, receiptNo],
  );
  if (taken !== null) throw new RefusedError('DUPLICATE_RECEIPT');
  const left = subtractMoney(await outstandingOf(db, kase), await onItsWay(db, kase.id));
  if (compareMoney(amount, left) > 0) throw new RefusedError('OVERPAYMENT');
  await storeReceipt(db, kase, { kind: 'repaid', receiptNo, amount, paidOn });
  const { id, county, loan_id: loanId } = kase;
  const entry = clawbackRepaidEntry({ id, county, on: paidOn, year: paidOn.slice(0, 4), loanId, amount });
  await book(db, entry, causeOf(caseSubject(kase), `clawback/${id}/${receiptNo}`, receiptNo));
  const whole = compareMoney(await outstandingOf(db, kase), '0.00') === 0;
  await writeCaseChange(db, context, kase, whole ? changeIfWhole : changeIfOpen, { whole });
  return { whole };
}

function storeReceipt(
  db: Db,
  { id, county }: Pick<ClawbackRecord, 'id' | 'county'>,
  receipt: { kind: 'repaid' | 'setOff'; receiptNo: string; amount: string; paidOn: string },
): Promise<number> {
  return db.run(
    `insert into clawback_receipt (clawback_id, county, kind, receipt_no, amount, paid_on) values ($1, $2, $3, $4, $5, $6)
     on conflict do nothing`,
    [id, county, receipt.kind, receipt.receiptNo, receipt.amount, receipt.paidOn],
  );
}

/** Kept back in a settlement that is not paid yet. */
async function onItsWay(db: Db, caseId: string): Promise<string> {
  const { sum } = await db.one<{ sum: string }>(
    `select coalesce(-sum(subsidy), 0)::numeric(18,2)::text as sum from settlement_line
     where clawback_id = $1 and state in ('claimed', 'failed')`,
    [caseId],
  );
  return sum;
}

interface OpenCase {
  id: string;
  loan_id: string;
  amount: string;
  payee: string;
}

/**
 * Cases to be set off become lines that lower what their payee gets of this settlement, to zero at most; the rest waits
 * for a later one. To be called with all other lines in place, once.
 */
export async function collectSetOffs(db: Db, settlement: SettlementRecord): Promise<void> {
  const cases = await db.rows<OpenCase>(
    `select distinct on (c.loan_id) c.id, c.loan_id, c.amount,
       case when $3 = 'bank' then '' else l.household_id::text end as payee
     from clawback c join loan l on l.id = c.loan_id
     where c.county = $1 and c.bank = $2 and c.set_off_ordered and c.stage in ('noticed', 'escalated')
     order by c.loan_id, c.case_no`,
    [settlement.county, settlement.bank, settlement.payee],
  );
  for (const kase of cases) {
    const record = kase as unknown as ClawbackRecord;
    const owed = subtractMoney(await outstandingOf(db, record), await onItsWay(db, kase.id));
    const amount = minMoney(owed, await sumOfPayee(db, settlement, kase.payee));
    if (compareMoney(amount, '0.00') > 0) await insertSetOff(db, settlement, kase, amount);
  }
}

async function sumOfPayee(db: Db, { id, payee: kind }: SettlementRecord, payee: string): Promise<string> {
  const { sum } = await db.one<{ sum: string }>(
    `select greatest(coalesce(sum(s.subsidy), 0), 0)::numeric(18,2)::text as sum from settlement_line s
     join loan l on l.id = s.loan_id
     where s.settlement_id = $1 and s.state = 'claimed' and ($2 = 'bank' or l.household_id::text = $3)`,
    [id, kind, payee],
  );
  return sum;
}

/** The line stands on the interest day itself, where no other line of the loan begins. */
async function insertSetOff(
  db: Db,
  { id, settle_on }: SettlementRecord,
  kase: OpenCase,
  amount: string,
): Promise<void> {
  await db.run(
    `insert into settlement_line (settlement_id, loan_id, loan_no, township, village, period_from, period_to, sequence, nights,
       interest, subsidy_rate, subsidy, borrower_share, clawback_id)
     select $1, l.id, l.loan_no, l.township, l.village, $3::date, $3::date + 1, 1, 0, 0, 0, -$4::numeric, 0, $5
     from loan l where l.id = $2 on conflict do nothing`,
    [id, kase.loan_id, settle_on, amount, kase.id],
  );
}

/** The settlement is paid: its set-offs are receipts of their cases, and each case's workflow is told through the inbox. */
export async function settleSetOffs(
  db: Db,
  { id, county, settlement_no: settlementNo }: SettlementRecord,
  paidOn: string,
): Promise<void> {
  const lines = await db.rows<{ clawback_id: string; case_no: string; amount: string }>(
    `select s.clawback_id, c.case_no, (-s.subsidy)::text as amount from settlement_line s join clawback c on c.id = s.clawback_id
     where s.settlement_id = $1 and s.state = 'paid'`,
    [id],
  );
  for (const { clawback_id, case_no, amount } of lines) {
    const receipt = { kind: 'setOff' as const, receiptNo: `${settlementNo}/${case_no}`, amount, paidOn };
    const stored = await storeReceipt(db, { id: clawback_id, county }, receipt);
    if (stored === 0) continue;
    await db.run(
      `insert into inbox (source, event_id, kind, county, subject_no, payload)
       values ('platform', $1, 'clawbackSetOff', $2, $3, $4::jsonb) on conflict do nothing`,
      [
        `setOff/${settlementNo}/${case_no}`,
        county,
        case_no,
        JSON.stringify({ amount, paidOn, settlementNo }),
      ],
    );
  }
}
