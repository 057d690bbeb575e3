import { RefusedError, type Actor, type CompensationStart } from '@bangdai/contracts';
import { compactSteps, shanghaiDateOf } from '@bangdai/domain';
import { randomUUID } from 'node:crypto';
import { packOf, type StoreContext } from '../context.js';
import type { ClaimApplicant, NewClaim } from '@bangdai/contracts/http';
import type { Db } from '../database/database.js';
import { violatedConstraint } from '../database/database.js';
import { scopeOf } from '../reads/scope.js';
import { nextNumber } from './numbers.js';

/** @throws RefusedError `NOT_FOUND` | `CLAIM_EXISTS` | `CAUSE_NOT_COVERED` (no compensation under this pack) */
export async function storeClaim(
  context: StoreContext,
  actor: Actor,
  commandId: string,
  loanId: string,
  claim: NewClaim,
): Promise<CompensationStart> {
  try {
    return await context.database.transaction(async (db) => {
      const known = await db.maybe<{ id: string }>('select id from claim where command_id = $1', [commandId]);
      return compensationStart(
        db,
        context,
        known?.id ?? (await insertClaim(db, context, actor, commandId, loanId, claim)),
      );
    });
  } catch (error) {
    if (violatedConstraint(error) === 'claim_open_once') throw new RefusedError('CLAIM_EXISTS');
    throw error;
  }
}

async function insertClaim(
  db: Db,
  context: StoreContext,
  actor: Actor,
  commandId: string,
  loanId: string,
  { cause, proofs, applicant }: NewClaim,
): Promise<string> {
  const scope = scopeOf(actor, 'l', 2);
  const loan = await db.one<ClaimedLoan>(
    `select county, bank, place, balance, scheme_key, pack_version, product from loan l
     where l.id = $1 and ${scope.sql} for update`,
    [loanId, ...scope.params],
  );
  if (loan.balance === null) throw new RefusedError('NOT_OVERDUE');
  const taken = await db.maybe(
    `select 1 from claim where loan_id = $1 and stage not in ('refused', 'withdrawn')`,
    [loanId],
  );
  if (taken !== null) throw new RefusedError('CLAIM_EXISTS');
  const id = randomUUID();
  const claimNo = await nextNumber(db, loan.county, 'claim', shanghaiDateOf(Date.now()).slice(0, 4));
  await db.run(
    `insert into claim (id, claim_no, county, loan_id, bank, place, cause, proofs, filed_by, command_id, principal, applicant)
     values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, $11, $12)`,
    [
      ...[id, claimNo, loan.county, loanId, loan.bank, loan.place, cause, JSON.stringify(proofs)],
      ...[actor.id, commandId, loan.balance, applicantOf(context, loan, { cause, applicant })],
    ],
  );
  return id;
}

interface ClaimedLoan {
  county: string;
  bank: string;
  place: string;
  balance: string | null;
  scheme_key: string;
  pack_version: string;
  product: string;
}

/** Death of the one who earned the household's living: then the heir claims in the borrower's place (lifecycle §5). */
const DEATH = 'mainEarnerDeath';

/** @throws RefusedError `FIELD_INVALID` for an applicant that the pack does not know, or an heir of a living borrower */
function applicantOf(
  context: StoreContext,
  loan: ClaimedLoan,
  { cause, applicant }: Pick<NewClaim, 'cause' | 'applicant'>,
): ClaimApplicant | null {
  const rule = packOf(context, loan.scheme_key, loan.pack_version).compensation[loan.product];
  const who = applicant ?? rule?.applicant ?? null;
  const isHeir = who === 'heir' && rule?.applicant === 'borrower' && cause === DEATH;
  if (who === null || who === rule?.applicant || isHeir) return who;
  throw new RefusedError('FIELD_INVALID', [], [{ pointer: '/applicant', code: 'FIELD_INVALID' }]);
}

/** What the claim's workflow starts with. */
export async function compensationStart(
  db: Db,
  context: StoreContext,
  claimId: string,
): Promise<CompensationStart> {
  const row = await db.one<{
    claim_no: string;
    loan_id: string;
    loan_no: string;
    county: string;
    bank: string;
    place: string;
    scheme_key: string;
    pack_version: string;
    product: string;
  }>(
    `select c.claim_no, c.loan_id, l.loan_no, c.county, c.bank, c.place, l.scheme_key, l.pack_version, l.product
     from claim c join loan l on l.id = c.loan_id where c.id = $1`,
    [claimId],
  );
  const pack = packOf(context, row.scheme_key, row.pack_version);
  const rule = pack.compensation[row.product];
  if (rule === undefined) throw new RefusedError('CAUSE_NOT_COVERED');
  return {
    claimId,
    claimNo: row.claim_no,
    loanId: row.loan_id,
    loanNo: row.loan_no,
    county: row.county,
    bank: row.bank,
    place: row.place,
    chain: compactSteps(rule.chain, pack),
    insuranceFirst: rule.insuranceFirst,
  };
}
