import { RefusedError, type Actor, type ClawbackOpening, type ClawbackStart } from '@bangdai/contracts';
import { isCivilDate, isMoney, shanghaiDateOf } from '@bangdai/domain';
import { randomUUID } from 'node:crypto';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { nextNumber } from '../intake/numbers.js';
import { lockHouseholdAndLoan, type LoanRecord } from '../loans/loan.record.js';
import { scopeOf } from '../reads/scope.js';
import { readCase, startOfCase } from './clawback.record.js';

/**
 * One case per command. Null when no subsidy was paid or claimed for the nights: then there is nothing to take back.
 * @throws RefusedError `NOT_FOUND` | `BAD_DATE` | `BAD_AMOUNT`
 */
export async function openCase(
  context: StoreContext,
  opening: ClawbackOpening,
  openedBy: Actor | null,
): Promise<ClawbackStart | null> {
  return context.database.transaction(async (db) => {
    await checkScope(db, opening.loanId, openedBy);
    const loan = await lockHouseholdAndLoan(db, opening.loanId);
    const known = await db.maybe<{ id: string }>('select id from clawback where command_id = $1', [
      opening.commandId,
    ]);
    const id = known?.id ?? (await insertCase(db, loan, opening, openedBy));
    return id === null ? null : startOfCase(await readCase(db, id), loan.loan_no, openedBy);
  });
}

/** A loan outside the person's county, place or bank is as if it did not exist. */
async function checkScope(db: Db, loanId: string, actor: Actor | null): Promise<void> {
  if (actor === null) return;
  const scope = scopeOf(actor, 'l', 2);
  await db.one(`select 1 from loan l where l.id = $1 and ${scope.sql}`, [loanId, ...scope.params]);
}

async function insertCase(
  db: Db,
  loan: LoanRecord,
  { commandId, cause, fromOn, toOn, amountMax }: ClawbackOpening,
  openedBy: Actor | null,
): Promise<string | null> {
  const from = fromOn ?? loan.disbursed_on;
  if (from === null) throw new RefusedError('NOT_APPROVED');
  const today = shanghaiDateOf(Date.now());
  if (!isCivilDate(from) || (toOn !== null && (!isCivilDate(toOn) || toOn <= from)))
    throw new RefusedError('BAD_DATE');
  if (amountMax !== null && !isMoney(amountMax)) throw new RefusedError('BAD_AMOUNT');
  const concerned = await db.maybe(
    `select 1 from settlement_line where loan_id = $1 and period_to > $2 and ($3::date is null or period_from < $3)
       and state <> 'excluded' and subsidy > 0 limit 1`,
    [loan.id, from, toOn],
  );
  if (concerned === null) return null;
  const id = randomUUID();
  const caseNo = await nextNumber(db, loan.county, 'clawback', today.slice(0, 4));
  await db.run(
    `insert into clawback (id, case_no, county, loan_id, bank, place, cause, from_on, to_on, amount_max, command_id, opened_by,
       opened_on) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      ...[id, caseNo, loan.county, loan.id, loan.bank, loan.place, cause, from, toOn, amountMax],
      ...[commandId, openedBy?.id ?? null, today],
    ],
  );
  return id;
}
