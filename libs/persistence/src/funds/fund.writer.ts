import { addMoney, compareMoney, fundFreezeEntry, fundReleaseEntry, subtractMoney } from '@bangdai/domain';
import { randomUUID } from 'node:crypto';
import type { Db } from '../database/database.js';
import { bookNew, causeOf } from '../ledger/ledger.writer.js';
import type { Subject } from '../subjects/subject.js';
import { claimSubject, type ClaimRecord } from '../compensations/claim.record.js';

/** One account of a county's risk compensation fund; the shared one answers for every bank without its own. */
export interface FundRecord {
  id: string;
  county: string;
  bank: string;
  shared: boolean;
  balance: string;
  frozen: string;
  size: string;
  /** What must be paid in, by which day. */
  top_up_due: string;
  top_up_by: string | null;
  top_up_no: number;
}

export function fundSubject({ id, county, bank }: Pick<FundRecord, 'id' | 'county' | 'bank'>): Subject {
  return { kind: 'fund', id, no: `fund/${county}/${bank}`, county, loanId: null };
}

export type FundMovementKind =
  'opening' | 'deposit' | 'interest' | 'compensation' | 'recovery' | 'bankReturn';

export interface FundMovement {
  /** Permanent business key: the same movement asked for twice is one. */
  key: string;
  kind: FundMovementKind;
  /** Signed: what goes out is negative. */
  amount: string;
  on: string;
  subjectNo: string;
}

/** The account that answers for a bank's loans, locked. It comes last in the order of locks. @throws RefusedError `NOT_FOUND` */
export async function lockFund(db: Db, county: string, bank: string): Promise<FundRecord> {
  return db.one<FundRecord>(
    `select * from fund where county = $1 and (bank = $2 or shared)
     order by (bank = $2) desc limit 1 for update`,
    [county, bank],
  );
}

/** The account that a claim has been counted on; before that the one that answers for its bank. */
export async function lockFundOf(
  db: Db,
  claim: Pick<ClaimRecord, 'county' | 'bank' | 'fund_bank'>,
): Promise<FundRecord> {
  const { county, bank, fund_bank: counted } = claim;
  if (counted === null) return lockFund(db, county, bank);
  return db.one<FundRecord>('select * from fund where county = $1 and bank = $2 for update', [
    county,
    counted,
  ]);
}

/** Changes the balance and keeps the movement for good; false when it was made before. The caller holds the lock. */
export async function moveFund(
  db: Db,
  { county, bank }: Pick<FundRecord, 'county' | 'bank'>,
  { key, kind, amount, on, subjectNo }: FundMovement,
): Promise<boolean> {
  if (compareMoney(amount, '0.00') === 0) return false;
  const known = await db.maybe('select 1 from fund_movement where key = $1', [key]);
  if (known !== null) return false;
  const { balance } = await db.one<{ balance: string }>(
    'update fund set balance = balance + $3 where county = $1 and bank = $2 returning balance',
    [county, bank, amount],
  );
  await db.run(
    `insert into fund_movement (key, county, bank, kind, amount, balance_after, moved_on, subject_no)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [key, county, bank, kind, amount, balance, on, subjectNo],
  );
  return true;
}

/**
 * What the claim holds of the fund from now on: the fund's frozen sum is the sum over its claims at every step, and the
 * ledger sets the same money aside.
 */
export async function freeze(
  db: Db,
  fund: Pick<FundRecord, 'county' | 'bank'>,
  claim: ClaimRecord,
  amount: string,
  on: string,
): Promise<void> {
  const { freezeNo, held } = await db.one<{ freezeNo: number; held: string }>(
    `update claim set frozen_amount = $2, frozen = true, freeze_no = freeze_no + 1 where id = $1
     returning freeze_no as "freezeNo", $3::numeric(18,2)::text as held`,
    [claim.id, amount, claim.frozen_amount],
  );
  const change = subtractMoney(amount, held);
  if (compareMoney(change, '0.00') === 0) return;
  await db.run('update fund set frozen = frozen + $3 where county = $1 and bank = $2', [
    ...[fund.county, fund.bank, change],
  ]);
  const booking = { id: claim.id, county: fund.county, bank: fund.bank, on };
  const entry =
    compareMoney(change, '0.00') > 0
      ? fundFreezeEntry({ ...booking, amount: change })
      : fundReleaseEntry({ ...booking, amount: subtractMoney('0.00', change) });
  const key = `freeze/${claim.claim_no}/${freezeNo}@${claim.county}`;
  await bookNew(db, entry, causeOf(claimSubject(claim), key, null));
}

/**
 * Gives back what the claim holds and takes it out of the queue; whoever waits next is told.
 * The claim's row is locked by the caller.
 */
export async function releaseFund(db: Db, claim: ClaimRecord, on: string): Promise<void> {
  if (!claim.frozen && !claim.queued) return;
  const fund = await lockFundOf(db, claim);
  await freeze(db, fund, claim, '0.00', on);
  await db.run('update claim set frozen = false, queued = false where id = $1', [claim.id]);
  await wakeQueue(db, fund, claim.id);
}

/**
 * Tells the first claim that waits for this account that it may have enough now. Strictly in order of filing: what the
 * first cannot have, no later one gets (lifecycle §5), so only the first is told, and the next when that one has left.
 */
export async function wakeQueue(
  db: Db,
  { county, bank }: Pick<FundRecord, 'county' | 'bank'>,
  except: string | null = null,
): Promise<void> {
  const first = await db.maybe<{ claim_no: string }>(
    `select claim_no from claim where county = $1 and fund_bank = $2 and queued and id is distinct from $3
     order by filed_on, claim_no limit 1`,
    [county, bank, except],
  );
  if (first === null) return;
  await tellClaim(db, county, first.claim_no, 'fundReplenished', {});
}

/** A fact of the platform's own, delivered to the claim's workflow by the relay once the transaction holds. */
export async function tellClaim(
  db: Db,
  county: string,
  claimNo: string,
  kind: 'fundReplenished' | 'loanSettled' | 'recoveryReceived',
  payload: Record<string, string>,
): Promise<void> {
  await db.run(
    `insert into inbox (source, event_id, kind, county, subject_no, payload) values ($1, $2, $3, $4, $5, $6::jsonb)`,
    [`platform:${county}`, randomUUID(), kind, county, claimNo, JSON.stringify(payload)],
  );
}

/** Sum of amounts by party. */
export const totalOf = (amounts: Record<string, string>): string =>
  Object.values(amounts).reduce(addMoney, '0.00');
