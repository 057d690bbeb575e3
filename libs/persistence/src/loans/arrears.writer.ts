import type { ArrearsSpell } from '@bangdai/contracts';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { replannedWithAdjustments } from '../subsidy/adjust-lines.js';
import type { LoanRecord } from './loan.record.js';

/**
 * Keeps nights in arrears and plans the household's subsidy anew; nights of a settled period become an adjustment
 * (lifecycle §4). Arrears that are paid up stay so, in whatever order the two notices come.
 */
export async function keepArrears(
  db: Db,
  context: StoreContext,
  loan: LoanRecord,
  { since, curedOn }: ArrearsSpell,
): Promise<void> {
  const change = () =>
    db.run(
      `insert into arrears as a (loan_id, since, cured_on) values ($1, $2, $3)
       on conflict (loan_id, since) do update set cured_on = coalesce(excluded.cured_on, a.cured_on)`,
      [loan.id, since, curedOn],
    );
  const cause = { householdId: loan.household_id, from: since, cause: `arrears/${since}` };
  await replannedWithAdjustments(db, context, cause, change);
}
