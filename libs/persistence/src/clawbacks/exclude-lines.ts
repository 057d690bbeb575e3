import { addMoney, compareMoney, subtractMoney } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import type { LoanRecord } from '../loans/loan.record.js';
import { waitForSettlement } from '../subsidy/adjust-lines.js';
import type { ClawbackRecord, ExcludedLine } from './clawback.record.js';
import { lostBy } from './figure-clawback.js';

/** Stages in which a settlement's lines are not on their way to the treasury yet. */
const OPEN_SETTLEMENTS = ['collecting', 'computed', 'underReview', 'returned', 'publicity'];

/**
 * Before payment a line is excluded instead of clawed back (lifecycle §11). What its other nights earn comes with the
 * next settlement as an adjustment.
 */
export async function excludeUnpaid(
  db: Db,
  context: StoreContext,
  loan: LoanRecord,
  kase: ClawbackRecord,
): Promise<ExcludedLine[]> {
  if (kase.rest !== null) return [];
  const lines = await db.rows<Omit<ExcludedLine, 'kept'> & { settlement_id: string }>(
    `select s.settlement_id, s.loan_id, s.period_from, s.period_to, s.subsidy from settlement_line s
     join settlement t on t.id = s.settlement_id
     where s.loan_id = $1 and s.period_to > $2 and ($3::date is null or s.period_from < $3) and s.sequence = 0
       and s.state in ('claimed', 'disputed') and t.stage = any($4) order by s.period_from for update of s`,
    [kase.loan_id, kase.from_on, kase.to_on, OPEN_SETTLEMENTS],
  );
  const lost = await lostBy(db, context, loan, kase, lines);
  const excluded: ExcludedLine[] = [];
  for (const { settlement_id, ...line } of lines) {
    const loss = lost.find(({ period_from }) => period_from === line.period_from);
    if (loss === undefined) continue;
    const kept = addMoney(line.subsidy, loss.subsidy);
    await db.run(
      `update settlement_line set state = 'excluded' where settlement_id = $1 and loan_id = $2 and period_from = $3`,
      [settlement_id, line.loan_id, line.period_from],
    );
    excluded.push({ ...line, kept });
    if (compareMoney(kept, '0.00') > 0) await wait(db, kase, line, kept);
  }
  return excluded;
}

/** The case was unfounded: what it kept back is due after all. */
export async function reinstate(db: Db, kase: ClawbackRecord): Promise<void> {
  for (const line of kase.excluded) await wait(db, kase, line, subtractMoney(line.subsidy, line.kept));
}

async function wait(
  db: Db,
  { case_no }: ClawbackRecord,
  { loan_id, period_from, period_to }: Omit<ExcludedLine, 'kept'>,
  subsidy: string,
): Promise<void> {
  const figures = { nights: 0, interest: '0.00', borrower_share: '0.00', subsidy_rate: '0' };
  await waitForSettlement(
    db,
    { loan_id, period_from, period_to, ...figures, subsidy },
    `clawback/${case_no}`,
  );
}
