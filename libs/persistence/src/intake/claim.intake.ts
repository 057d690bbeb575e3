import { RefusedError, type Actor, type CompensationStart } from '@bangdai/contracts';
import { compactSteps, shanghaiDateOf } from '@bangdai/domain';
import { randomUUID } from 'node:crypto';
import { packOf, type StoreContext } from '../context.js';
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
  claim: { cause: string; proofs: string[] },
): Promise<CompensationStart> {
  try {
    return await context.database.transaction(async (db) => {
      const known = await db.maybe<{ id: string }>('select id from claim where command_id = $1', [commandId]);
      return compensationStart(
        db,
        context,
        known?.id ?? (await insertClaim(db, actor, commandId, loanId, claim)),
      );
    });
  } catch (error) {
    if (violatedConstraint(error) === 'claim_open_once') throw new RefusedError('CLAIM_EXISTS');
    throw error;
  }
}

async function insertClaim(
  db: Db,
  actor: Actor,
  commandId: string,
  loanId: string,
  { cause, proofs }: { cause: string; proofs: string[] },
): Promise<string> {
  const scope = scopeOf(actor, 'l', 2);
  const loan = await db.one<{ county: string; bank: string; place: string; balance: string | null }>(
    `select county, bank, place, balance from loan l where l.id = $1 and ${scope.sql} for update`,
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
    `insert into claim (id, claim_no, county, loan_id, bank, place, cause, proofs, filed_by, command_id, principal)
     values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, $11)`,
    [
      ...[
        id,
        claimNo,
        loan.county,
        loanId,
        loan.bank,
        loan.place,
        cause,
        JSON.stringify(proofs),
        actor.id,
        commandId,
      ],
      loan.balance,
    ],
  );
  return id;
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
