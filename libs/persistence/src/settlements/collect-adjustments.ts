import { addMoney, compareMoney, minMoney, subtractMoney } from '@bangdai/domain';
import type { Db } from '../database/database.js';
import type { SettlementRecord } from './settlement.record.js';

interface WaitingAdjustment {
  loan_id: string;
  period_from: string;
  period_to: string;
  sequence: number;
  subsidy: string;
  /** Who is paid: the one bank, or each household by itself. */
  payee: string;
}

/**
 * Adjustments that wait for the next settlement of the bank become lines of this one (lifecycle §4). What lowers a
 * payee's sum does so to zero at most; the rest waits on. To be called once, with the settlement's own lines in place.
 */
export async function collectAdjustments(db: Db, settlement: SettlementRecord): Promise<void> {
  const waiting = await db.rows<WaitingAdjustment>(
    `select a.loan_id, a.period_from, a.period_to, a.sequence, a.subsidy,
       case when $3 = 'bank' then '' else l.household_id::text end as payee
     from subsidy_adjustment a join loan l on l.id = a.loan_id
     where a.settlement_id is null and l.county = $1 and l.bank = $2
     order by a.subsidy < 0, l.loan_no, a.period_from for update of a`,
    [settlement.county, settlement.bank, settlement.payee],
  );
  if (waiting.length === 0) return;
  const left = await sumsByPayee(db, settlement);
  for (const adjustment of waiting) {
    const sum = left.get(adjustment.payee) ?? '0.00';
    const taken = takenOf(adjustment.subsidy, sum);
    if (compareMoney(taken, '0.00') === 0) continue;
    left.set(adjustment.payee, addMoney(sum, taken));
    await takeAdjustment(db, settlement, adjustment, taken);
  }
}

/** A negative amount is cut to what the payee has to get. */
function takenOf(subsidy: string, sum: string): string {
  if (compareMoney(subsidy, '0.00') > 0) return subsidy;
  return subtractMoney('0.00', minMoney(subtractMoney('0.00', subsidy), sum));
}

async function sumsByPayee(db: Db, { id, payee }: SettlementRecord): Promise<Map<string, string>> {
  const sums = await db.rows<{ payee: string; sum: string }>(
    `select case when $2 = 'bank' then '' else l.household_id::text end as payee, sum(s.subsidy)::text as sum
     from settlement_line s join loan l on l.id = s.loan_id where s.settlement_id = $1 and s.state = 'claimed' group by 1`,
    [id, payee],
  );
  return new Map(sums.map(({ payee: who, sum }) => [who, sum]));
}

async function takeAdjustment(
  db: Db,
  settlement: SettlementRecord,
  { loan_id, period_from, period_to, sequence, subsidy }: WaitingAdjustment,
  taken: string,
): Promise<void> {
  const rest = subtractMoney(subsidy, taken);
  const key = [loan_id, period_from, period_to, sequence];
  await db.run(
    `update subsidy_adjustment set settlement_id = $5, subsidy = $6
     where loan_id = $1 and period_from = $2 and period_to = $3 and sequence = $4`,
    [...key, settlement.id, taken],
  );
  await db.run(
    `insert into settlement_line (settlement_id, loan_id, loan_no, township, village, period_from, period_to, sequence, nights,
       interest, subsidy_rate, subsidy, borrower_share)
     select $5, l.id, l.loan_no, l.township, l.village, a.period_from, a.period_to, a.sequence, a.nights, a.interest,
       a.subsidy_rate, a.subsidy, a.borrower_share
     from subsidy_adjustment a join loan l on l.id = a.loan_id
     where a.loan_id = $1 and a.period_from = $2 and a.period_to = $3 and a.sequence = $4`,
    [...key, settlement.id],
  );
  if (compareMoney(rest, '0.00') === 0) return;
  await db.run(
    `insert into subsidy_adjustment (loan_id, period_from, period_to, sequence, nights, interest, subsidy_rate, subsidy,
       borrower_share, cause)
     select loan_id, period_from, period_to, sequence + 1, 0, 0, subsidy_rate, $5, 0, cause from subsidy_adjustment
     where loan_id = $1 and period_from = $2 and period_to = $3 and sequence = $4`,
    [...key, rest],
  );
}
