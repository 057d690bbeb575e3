import { compareMoney, takeoverEntry } from '@bangdai/domain';
import type { Db } from '../database/database.js';
import { bookAll } from '../ledger/ledger.writer.js';

/** Opening balances of a page of imported loans: one entry a loan, so that each can be followed on its own. */
export async function bookTakeovers(
  db: Db,
  batch: { county: string; as_of: string },
  rows: readonly { loanId: string; loanNo: string; balance: string }[],
): Promise<void> {
  const owing = rows.filter(({ balance }) => compareMoney(balance, '0.00') > 0);
  const { county, as_of: on } = batch;
  await bookAll(
    db,
    owing.map(({ loanId, loanNo, balance }) => ({
      entry: takeoverEntry({ id: loanId, county, on, loanId, balance }),
      cause: {
        ...{ key: `takeover/${loanId}`, county, subject: 'loan', subjectNo: loanNo },
        ...{ subjectId: loanId, loanId, documentNo: null },
      },
    })),
  );
}
