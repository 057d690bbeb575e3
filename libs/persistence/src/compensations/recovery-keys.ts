import type { Db } from '../database/database.js';
import type { ClaimRecord } from './claim.record.js';

/** Permanent keys of one receipt's entry and movement; a number that was taken back and comes again has its own. */
export async function recoveryKeys(
  db: Db,
  { county, bank }: Pick<ClaimRecord, 'county' | 'bank'>,
  receiptNo: string,
): Promise<{ entry: string; movement: string }> {
  const { before } = await db.one<{ before: number }>(
    `select count(*)::int as before from recovery where county = $1 and bank = $2 and receipt_no = $3 and reversed_on is not null`,
    [county, bank, receiptNo],
  );
  const again = before === 0 ? '' : `/again-${before}`;
  return {
    entry: `recovery/${bank}/${receiptNo}@${county}${again}`,
    movement: `recovery/${county}/${bank}/${receiptNo}${again}`,
  };
}
