import { settlementWorkflowId, type Actor } from '@bangdai/contracts';
import type { Page, SettlementDetail, SettlementLineRow, SettlementRow } from '@bangdai/contracts/http';
import { settlementFlow } from '@bangdai/domain';
import { budgetSums } from '../budget/budget.js';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { isBounded } from '../settlements/order-payment.js';
import { PAYABLE } from '../settlements/settlement.record.js';
import { addSearch, Conditions } from './conditions.js';
import { decodeCursor, pageOf } from './cursor.js';
import { roleName } from './labels.js';
import { maskedName, type SealedName } from './people.reader.js';
import { EVERY_COUNTY } from './scope.js';
import { stepViews } from './steps.reader.js';
import { openTasksOf } from './task.reader.js';

interface Row extends SettlementRow {
  excluded: number;
  figures_hash: string | null;
  pending_step: string | null;
  scheme_key: string;
  pack_version: string;
  product: string;
  payee: string;
}

/** Settlements belong to a county and a bank; a village or township sees its own lines of them. */
function scope(where: Conditions, actor: Actor): void {
  if (actor.county !== EVERY_COUNTY) where.add(actor.county, (name) => `s.county = ${name}`);
  if (actor.bank !== null) where.add(actor.bank, (name) => `s.bank = ${name}`);
}

const SELECT = `select s.id, s.settlement_no as "settlementNo", s.county, c.name as "countyName", s.bank,
    coalesce(b.name, s.bank) as "bankName", s.period_from as "periodFrom", s.period_to as "periodTo", s.settle_on as "settleOn",
    s.stage, f.lines, f.disputed, f.excluded, f.total, s.bank_total as "bankTotal", s.paid_on as "paidOn", s.figures_hash,
    s.pending_step, s.scheme_key, s.pack_version, s.product, s.payee
  from settlement s join county c on c.code = s.county left join bank b on b.county = s.county and b.code = s.bank
  cross join lateral (select count(*)::int as lines, (count(*) filter (where state = 'disputed'))::int as disputed,
    (count(*) filter (where state = 'excluded'))::int as excluded,
    coalesce(sum(subsidy) filter (where state in ${PAYABLE}), 0)::numeric(18,2) as total
    from settlement_line l where l.settlement_id = s.id) f`;

export async function listSettlements(
  db: Db,
  actor: Actor,
  query: { county?: string; after?: string; limit: number },
): Promise<Page<SettlementRow>> {
  const where = new Conditions();
  scope(where, actor);
  where.maybe(query.county, (name) => `s.county = ${name}`);
  if (query.after !== undefined) {
    const [day, no] = decodeCursor(query.after, 2).map((value) => where.param(value));
    where.raw(`(s.settle_on, s.settlement_no) < (${day}::date, ${no})`);
  }
  const limit = where.param(query.limit + 1);
  const rows = await db.rows<Row>(
    `${SELECT} where ${where.sql} order by s.settle_on desc, s.settlement_no desc limit ${limit}`,
    where.params,
  );
  return pageOf(rows, query.limit, settlementRow, (row) => [row.settleOn, row.settlementNo]);
}

function settlementRow(row: Row): SettlementRow {
  const { id, settlementNo, county, countyName, bank, bankName, periodFrom, periodTo, settleOn } = row;
  const { stage, lines, disputed, total, bankTotal, paidOn } = row;
  return {
    id,
    settlementNo,
    county,
    countyName,
    bank,
    bankName,
    periodFrom,
    periodTo,
    settleOn,
    stage,
    lines,
    disputed,
    total,
    bankTotal,
    paidOn,
  };
}

/** @throws RefusedError `NOT_FOUND` */
export async function findSettlement(db: Db, actor: Actor, settlementId: string): Promise<Row> {
  const where = new Conditions();
  where.add(settlementId, (name) => `s.id = ${name}`);
  scope(where, actor);
  return db.one<Row>(`${SELECT} where ${where.sql}`, where.params);
}

const PASSED = new Set(['determined', 'publicised', 'paying', 'partlyPaid', 'paid', 'closed']);
const ENDED = new Set(['paid', 'rejected', 'closed']);

export async function readSettlement(
  db: Db,
  context: StoreContext,
  actor: Actor,
  settlementId: string,
  today: string,
): Promise<SettlementDetail> {
  const row = await findSettlement(db, actor, settlementId);
  const pack = packOf(context, row.scheme_key, row.pack_version);
  const steps = settlementFlow(pack, row.product);
  const position = {
    subjectId: row.id,
    steps,
    pendingStep: ENDED.has(row.stage) ? null : row.pending_step,
    // A quarter with nothing to settle is closed at once: nobody walked its chain.
    completed: PASSED.has(row.stage) && row.lines > 0,
  };
  return {
    ...settlementRow(row),
    figuresHash: row.figures_hash,
    excluded: row.excluded,
    payee: row.payee === 'bank' ? row.bankName : roleName(pack, 'borrower'),
    steps: await stepViews(db, context, pack, position),
    openTasks: await openTasksOf(db, context, [row.id], today),
    orders: await readOrders(db, row.id),
    byTownship: await readTownships(db, row.id),
    ...(await readProgress(db, context, row)),
    workflowId: settlementWorkflowId(row.county, row.bank, row.settleOn),
  };
}

function readTownships(db: Db, settlementId: string): Promise<SettlementDetail['byTownship']> {
  return db.rows(
    `select township, (count(*) filter (where state in ${PAYABLE}))::int as lines,
       coalesce(sum(subsidy) filter (where state in ${PAYABLE}), 0)::numeric(18,2)::text as subsidy,
       (count(*) filter (where state = 'disputed'))::int as disputed,
       (count(*) filter (where state = 'excluded'))::int as excluded
     from settlement_line where settlement_id = $1 group by township order by township`,
    [settlementId],
  );
}

type Progress = Pick<SettlementDetail, 'held' | 'waiting' | 'failed' | 'forecastTotal' | 'budget'>;

/** What is left beside the figures that people sign, and whether the money reaches. */
async function readProgress(db: Db, context: StoreContext, row: Row): Promise<Progress> {
  const counts = await db.one<Omit<Progress, 'budget'> & { unpaid: string; year: number }>(
    `select (count(*) filter (where state = 'held'))::int as held, (count(*) filter (where state = 'waiting'))::int as waiting,
       (count(*) filter (where state = 'failed'))::int as failed,
       coalesce(sum(subsidy) filter (where state = 'claimed' and order_no is null), 0)::numeric(18,2)::text as unpaid,
       extract(year from now() at time zone 'Asia/Shanghai')::int as year,
       (select sum(f.subsidy)::text from subsidy_forecast_line f
          where f.county = $2 and f.bank = $3 and f.settle_on = $4) as "forecastTotal"
     from settlement_line where settlement_id = $1`,
    [row.id, row.county, row.bank, row.settleOn],
  );
  const { unpaid, year, ...rest } = counts;
  if (!isBounded(context, row)) return { ...rest, budget: null };
  const budget = await db.one<NonNullable<SettlementDetail['budget']>>(
    `select arrived, spent, ordered, (arrived::numeric - spent::numeric - ordered::numeric)::text as available,
       greatest($3::numeric - (arrived::numeric - spent::numeric - ordered::numeric), 0)::text as "shortBy"
     from (select ${budgetSums('$1', '$2')}) b`,
    [row.county, year, ENDED.has(row.stage) ? '0' : unpaid],
  );
  return { ...rest, budget };
}

export async function readOrders(db: Db, subjectId: string): Promise<SettlementDetail['orders']> {
  return db.rows(
    `select order_no as "orderNo", amount, state, paid_on as "paidOn" from payment_order where subject_id = $1 order by created_at`,
    [subjectId],
  );
}

type LineRow = Omit<SettlementLineRow, 'borrower'> & SealedName & { period_from: string };

export async function listSettlementLines(
  db: Db,
  context: StoreContext,
  actor: Actor,
  settlementId: string,
  query: { state?: string; q?: string; after?: string; limit: number },
): Promise<Page<SettlementLineRow>> {
  await findSettlement(db, actor, settlementId);
  const where = new Conditions();
  where.add(settlementId, (name) => `s.settlement_id = ${name}`);
  if (actor.place !== '')
    where.add(actor.place, (name) => `(l.place = ${name} or starts_with(l.place, ${name} || '/'))`);
  where.maybe(query.state, (name) => `s.state = ${name}`);
  addSearch(where, context.vault, query.q, { number: 's.loan_no', person: 'p' });
  if (query.after !== undefined) {
    const [loanNo, from] = decodeCursor(query.after, 2).map((value) => where.param(value));
    where.raw(`(s.loan_no, s.period_from) > (${loanNo}, ${from}::date)`);
  }
  const limit = where.param(query.limit + 1);
  const rows = await db.rows<LineRow>(
    `select s.loan_id as "loanId", s.loan_no as "loanNo", s.township, s.village, s.nights, s.interest,
       trim_scale(s.subsidy_rate)::text as "subsidyRate", s.subsidy, s.borrower_share as "borrowerShare", s.bank_subsidy as "bankSubsidy",
       (s.bank_subsidy - s.subsidy)::text as difference, s.state, s.sequence, s.period_from as "periodFrom", s.period_from, p.id as person_id, p.name_enc,
       s.bank_nights as "bankNights", s.bank_interest as "bankInterest", s.own_subsidy as "ownSubsidy",
       f.subsidy as "forecastSubsidy", o.settlement_no as "carriedFrom"
     from settlement_line s join loan l on l.id = s.loan_id join person p on p.id = l.person_id
     join settlement t on t.id = s.settlement_id
     left join subsidy_forecast_line f on f.county = t.county and f.bank = t.bank and f.settle_on = t.settle_on
       and f.loan_no = s.loan_no and s.carried_from is null and s.sequence = 0
     left join settlement o on o.id = s.carried_from
     where ${where.sql} order by s.loan_no, s.period_from limit ${limit}`,
    where.params,
  );
  const view = ({ person_id, name_enc, period_from: _from, ...row }: LineRow): SettlementLineRow => ({
    ...row,
    borrower: maskedName(context.vault, { person_id, name_enc }),
  });
  return pageOf(rows, query.limit, view, (row) => [row.loanNo, row.period_from]);
}
