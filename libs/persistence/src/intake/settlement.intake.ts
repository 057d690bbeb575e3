import { RefusedError, type Actor, type SubsidyListLine } from '@bangdai/contracts';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { subjectOf } from '../loans/loan-change.writer.js';
import { lockLoan } from '../loans/loan.record.js';
import { changeContact } from './contact-change.js';

/** @throws RefusedError `NOT_FOUND` unless this line failed and lies within the actor's place */
export async function correctAccount(
  context: StoreContext,
  actor: Actor,
  { settlementId, loanNo, account }: { settlementId: string; loanNo: string; account: string },
): Promise<void> {
  await context.database.transaction(async (db) => {
    const line = await db.maybe<{ id: string }>(
      `select l.id from settlement_line s join loan l on l.id = s.loan_id
       where s.settlement_id = $1 and s.loan_no = $2 and s.state = 'failed' and l.county = $3
         and ($4 = '' or l.place = $4 or starts_with(l.place, $4 || '/')) limit 1`,
      [settlementId, loanNo, actor.county, actor.place],
    );
    if (line === null) throw new RefusedError('NOT_FOUND');
    const loan = await lockLoan(db, line.id);
    await changeContact(db, context, {
      ...{ loan, subject: subjectOf(loan), field: 'account', after: account, cause: 'failedPayment' },
      ...{ by: actor.id, at: new Date().toISOString() },
    });
  });
}

export interface ForecastKey {
  county: string;
  bank: string;
  settleOn: string;
}

/** @throws RefusedError `NOT_FOUND` for a bank that the county has not */
export function storeForecast(
  { database }: StoreContext,
  key: ForecastKey,
  lines: readonly SubsidyListLine[],
): Promise<void> {
  return database.transaction((db) => writeForecast(db, key, lines));
}

/** The last one counts. @throws RefusedError `NOT_FOUND` */
export async function writeForecast(
  db: Db,
  { county, bank, settleOn }: ForecastKey,
  lines: readonly SubsidyListLine[],
): Promise<void> {
  await db.one('select 1 from bank where county = $1 and code = $2', [county, bank]);
  await db.run('delete from subsidy_forecast_line where county = $1 and bank = $2 and settle_on = $3', [
    ...[county, bank, settleOn],
  ]);
  await db.run(
    `insert into subsidy_forecast_line (county, bank, settle_on, loan_no, nights, interest, subsidy)
     select $1, $2, $3::date, "loanNo", sum(nights), sum(interest), sum(subsidy)
     from jsonb_to_recordset($4::jsonb) as x("loanNo" text, nights int, interest numeric, subsidy numeric) group by "loanNo"`,
    [county, bank, settleOn, JSON.stringify(lines)],
  );
}
