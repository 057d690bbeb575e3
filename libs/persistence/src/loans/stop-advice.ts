import type { Db } from '../database/database.js';
import { storeMessages } from '../messages/outbox.writer.js';
import { subjectOf } from './loan-change.writer.js';
import type { LoanRecord } from './loan.record.js';

/** Tells the bank from which night on the county pays no subsidy, or that it pays again; nothing where nothing moved. */
export async function adviseStop(db: Db, before: LoanRecord, cause: string): Promise<void> {
  const { stops } = await db.one<{ stops: string | null }>(
    'select subsidy_stops_on as stops from loan where id = $1',
    [before.id],
  );
  if (stops === before.subsidy_stops_on) return;
  const { county, loan_no, bank } = before;
  await storeMessages(db, subjectOf(before), [
    {
      kind: 'subsidyStopAdvice',
      key: `${county}/${loan_no}/subsidyStopAdvice/${cause}`,
      to: 'bank',
      bank,
      data: { stopsOn: stops ?? '' },
    },
  ]);
}
