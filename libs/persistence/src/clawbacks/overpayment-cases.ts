import type { ClawbackStart } from '@bangdai/contracts';
import { shanghaiDateOf, subtractMoney } from '@bangdai/domain';
import { randomUUID } from 'node:crypto';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { nextNumber } from '../intake/numbers.js';
import { lockHouseholdAndLoan } from '../loans/loan.record.js';
import { SETTLEMENT_COLUMNS, type SettlementRecord } from '../settlements/settlement.record.js';
import { readCase, startOfCase } from './clawback.record.js';

interface Rest {
  loan_id: string;
  period_from: string;
  period_to: string;
  sequence: number;
  subsidy: string;
}

/** What takes back waits, and its payee, the bank or the household, has nothing more to get that it could be taken from. */
const NOTHING_LEFT = `select a.loan_id, a.period_from, a.period_to, a.sequence, a.subsidy
  from subsidy_adjustment a join loan l on l.id = a.loan_id
  where a.settlement_id is null and a.subsidy < 0 and l.county = $1 and l.bank = $2
    and not exists (select 1 from subsidy_plan p join loan o on o.id = p.loan_id
      where o.county = l.county and o.bank = l.bank and ($3 = 'bank' or o.household_id = l.household_id)
        and p.subsidy > 0 and p.settle_on > $4)
    and not exists (select 1 from settlement_line s join loan o on o.id = s.loan_id
      where o.county = l.county and o.bank = l.bank and ($3 = 'bank' or o.household_id = l.household_id)
        and s.subsidy > 0 and s.carried_to is null and s.state in ('held', 'waiting', 'disputed'))`;

/**
 * The rest of an overpayment that no later subsidy can be lowered by becomes a case, to be decided by people like any
 * other (lifecycle §9). To be called once the settlement has taken up what it can; a second time answers the same cases.
 */
export async function openOverpaymentCases(
  { database }: StoreContext,
  settlementId: string,
): Promise<ClawbackStart[]> {
  const { settlement, rests } = await database.read(async (db) => {
    const record = await db.one<SettlementRecord>(
      `select ${SETTLEMENT_COLUMNS} from settlement where id = $1`,
      [settlementId],
    );
    return { settlement: record, rests: await restsOf(db, record) };
  });
  for (const rest of rests) await database.transaction((db) => openRest(db, settlement, rest));
  return database.read((db) => startsOf(db, settlementId));
}

function restsOf(db: Db, { county, bank, payee, settle_on }: SettlementRecord): Promise<Rest[]> {
  return db.rows<Rest>(`${NOTHING_LEFT} order by l.loan_no, a.period_from`, [county, bank, payee, settle_on]);
}

const commandOf = (settlementId: string, { loan_id, period_from }: Rest): string =>
  `overpayment/${settlementId}/${loan_id}/${period_from}`;

/** Household and loan are locked before the adjustment, as wherever a household is planned again. */
async function openRest(db: Db, settlement: SettlementRecord, rest: Rest): Promise<void> {
  const loan = await lockHouseholdAndLoan(db, rest.loan_id);
  const taken = await db.run(
    `delete from subsidy_adjustment where loan_id = $1 and period_from = $2 and period_to = $3 and sequence = $4
       and subsidy = $5 and settlement_id is null`,
    [rest.loan_id, rest.period_from, rest.period_to, rest.sequence, rest.subsidy],
  );
  // Changed meanwhile: the next settlement looks at it again.
  if (taken === 0) return;
  const amount = subtractMoney('0.00', rest.subsidy);
  const openedOn = shanghaiDateOf(Date.now());
  const caseNo = await nextNumber(db, loan.county, 'clawback', openedOn.slice(0, 4));
  await db.run(
    `insert into clawback (id, case_no, county, loan_id, bank, place, cause, from_on, to_on, amount_max, rest, command_id, opened_on)
     values ($1, $2, $3, $4, $5, $6, 'overpayment', $7, $8, $9, $9, $10, $11)`,
    [
      ...[
        randomUUID(),
        caseNo,
        loan.county,
        loan.id,
        loan.bank,
        loan.place,
        rest.period_from,
        rest.period_to,
      ],
      ...[amount, commandOf(settlement.id, rest), openedOn],
    ],
  );
}

async function startsOf(db: Db, settlementId: string): Promise<ClawbackStart[]> {
  const rows = await db.rows<{ id: string; loan_no: string }>(
    `select c.id, l.loan_no from clawback c join loan l on l.id = c.loan_id
     where starts_with(c.command_id, $1) order by c.case_no`,
    [`overpayment/${settlementId}/`],
  );
  const starts: ClawbackStart[] = [];
  for (const { id, loan_no } of rows) starts.push(startOfCase(await readCase(db, id), loan_no, null));
  return starts;
}
