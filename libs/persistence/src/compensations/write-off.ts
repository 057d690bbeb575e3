import { compareMoney, subtractMoney, writeOffEntry } from '@bangdai/domain';
import type { Db } from '../database/database.js';
import { bookNew, causeOf, reverse } from '../ledger/ledger.writer.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import { claimSubject, type ClaimRecord } from './claim.record.js';
import { outstandingShares } from './debt-left.js';
import { totalOf } from '../funds/fund.writer.js';

/** The pursuit is ended: what fund and guarantors have not got back is lost to them. The bank's own share never moved. */
export async function writeOff(db: Db, claim: ClaimRecord, on: string, at: string): Promise<void> {
  if (claim.paid_on === null) return;
  const outstanding = await outstandingShares(db, claim);
  const amount = subtractMoney(totalOf(outstanding), outstanding['bank'] ?? '0.00');
  if (compareMoney(amount, '0.00') === 0) return;
  const { turn } = await db.one<{ turn: number }>(
    'update claim set written_off = $2, write_off_no = write_off_no + 1 where id = $1 returning write_off_no as turn',
    [claim.id, amount],
  );
  const { id, county, bank, loan_id: loanId } = claim;
  const subject = claimSubject(claim);
  await bookNew(
    db,
    writeOffEntry({ id, county, bank, loanId, on, amount }),
    causeOf(subject, keyOf(claim, turn), null),
  );
  await appendTimeline(db, subject, at, [systemEvent('writtenOff', { amount })]);
}

/** Money came in after all: the loss that was given up is pursued again. */
export async function takeBackWriteOff(db: Db, claim: ClaimRecord, on: string): Promise<void> {
  const { written_off: amount, write_off_no: turn } = await db.one<{
    written_off: string;
    write_off_no: number;
  }>('select written_off, write_off_no from claim where id = $1', [claim.id]);
  if (compareMoney(amount, '0.00') === 0) return;
  const key = keyOf(claim, turn);
  await reverse(db, key, on, causeOf(claimSubject(claim), `${key}/reopened`, null));
  await db.run('update claim set written_off = 0 where id = $1', [claim.id]);
}

const keyOf = ({ claim_no: claimNo, county }: ClaimRecord, turn: number): string =>
  `writeOff/${claimNo}/${turn}@${county}`;
