import { compareMoney, debtLeft, minMoney, subtractMoney } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import type { LoanRecord } from '../loans/loan.record.js';
import { compensationRule } from './claim.figures.js';
import type { ClaimRecord } from './claim.record.js';

type Shared = Pick<ClaimRecord, 'id' | 'shares'>;

/** Share of each party less what came back to it; a surplus that went to the bank is nobody's share. */
export async function outstandingShares(db: Db, claim: Shared): Promise<Record<string, string>> {
  const rows = await db.rows<{ party: string; amount: string }>(
    `select s.party, sum(s.amount)::text as amount from recovery r join recovery_share s on s.recovery_id = r.id
     where r.claim_id = $1 and r.reversed_on is null group by s.party`,
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

/**
 * The borrower owes what nobody has got back and what lies above the scheme's base; what an insurer paid the bank is no
 * longer owed. The loan's balance follows, and reaches zero only when all of that is collected.
 * @returns whether nothing is left to collect
 */
export async function lowerToDebtLeft(
  db: Db,
  context: StoreContext,
  claim: ClaimRecord,
  loan: LoanRecord,
  on: string,
): Promise<boolean> {
  const left = debtLeft(compensationRule(context, loan), {
    principal: claim.principal,
    lossBase: claim.loss_base ?? '0.00',
    uncovered: claim.uncovered ?? '0.00',
    outstanding: await outstandingShares(db, claim),
    surplus: claim.surplus,
  });
  const balance = minMoney(loan.balance ?? '0.00', left);
  const settled = compareMoney(left, '0.00') === 0;
  await db.run('update loan set balance = $2, settled_on = $3 where id = $1', [
    ...[loan.id, balance, settled ? (loan.settled_on ?? on) : loan.settled_on],
  ]);
  return settled;
}
