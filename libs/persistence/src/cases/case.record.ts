import type { Actor } from '@bangdai/contracts';
import { loanRules, type LoanRules, type PolicyPack } from '@bangdai/domain';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { LOAN_COLUMNS, type LoanRecord } from '../loans/loan.record.js';
import { scopeOf } from '../reads/scope.js';

/** A loan with the rules that it lives by; what every read of a case begins with. */
export interface CaseRecord {
  loan: LoanRecord & { pending_step: string | null; publicity_ends_on: string | null; bank_name: string };
  pack: PolicyPack;
  rules: LoanRules;
}

/** @throws RefusedError `NOT_FOUND` also for a loan outside the actor's place */
export async function caseOf(
  db: Db,
  context: StoreContext,
  actor: Actor,
  loanId: string,
): Promise<CaseRecord> {
  const scope = scopeOf(actor, 'l', 2);
  await db.one(`select 1 from loan l where l.id = $1 and ${scope.sql}`, [loanId, ...scope.params]);
  const loan = await db.one<CaseRecord['loan']>(
    `select ${LOAN_COLUMNS}, pending_step, publicity_ends_on,
       coalesce((select b.name from bank b where b.county = loan.county and b.code = loan.bank), bank) as bank_name
     from loan where id = $1`,
    [loanId],
  );
  const pack = packOf(context, loan.scheme_key, loan.pack_version);
  return { loan, pack, rules: loanRules(pack, loan.product) };
}
