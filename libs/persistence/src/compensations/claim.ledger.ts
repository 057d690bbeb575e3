import { accountName, compareMoney, minMoney, repaymentEntry, subtractMoney } from '@bangdai/domain';
import type { Db } from '../database/database.js';
import { bookNew, causeOf } from '../ledger/ledger.writer.js';
import { claimSubject, type ClaimRecord } from './claim.record.js';

/** What the loan's account still shows: the part of the debt that did not pass to fund and guarantors. */
export async function principalOwedToBank(
  db: Db,
  { county, loan_id: loanId }: Pick<ClaimRecord, 'county' | 'loan_id'>,
): Promise<string> {
  const { owed } = await db.one<{ owed: string }>(
    `select greatest(coalesce(sum(debit - credit), 0), 0)::numeric(18,2)::text as owed from posting where account = $1`,
    [accountName(county, 'loanPrincipal', loanId)],
  );
  return owed;
}

/** The insurer paid the bank in the borrower's stead: principal first as far as it is still owed, the rest was interest. */
export async function bookInsurance(
  db: Db,
  claim: ClaimRecord,
  booking: { id: string; county: string; bank: string; loanId: string; on: string },
): Promise<void> {
  const paid = claim.insurance_counted;
  if (paid === null || compareMoney(paid, '0.00') === 0) return;
  const principal = minMoney(paid, await principalOwedToBank(db, claim));
  await bookNew(
    db,
    repaymentEntry({ ...booking, principal, interest: subtractMoney(paid, principal) }),
    causeOf(claimSubject(claim), `insurance/${claim.claim_no}@${claim.county}`, null),
  );
}
