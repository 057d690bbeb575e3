import { clawbackCauseLabels, clawbackWorkflowId, type Actor } from '@bangdai/contracts';
import type { ClawbackDetail, ClawbackRow, Page } from '@bangdai/contracts/http';
import { addDays, subtractMoney, sumMoney } from '@bangdai/domain';
import { CLAWBACK_CHAIN } from '../clawbacks/clawback-chain.js';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { Conditions } from './conditions.js';
import { decodeCursor, pageOf } from './cursor.js';
import { readHistory } from './history.reader.js';
import { commandTexts, maskedName, type SealedName } from './people.reader.js';
import { scopeOf } from './scope.js';
import { stepViews } from './steps.reader.js';
import { openTasksOf } from './task.reader.js';

interface Row extends SealedName {
  id: string;
  case_no: string;
  county: string;
  county_name: string;
  loan_id: string;
  loan_no: string;
  township: string;
  village: string;
  bank: string;
  bank_name: string;
  cause: keyof typeof clawbackCauseLabels & ClawbackRow['cause']['key'];
  stage: ClawbackRow['stage'];
  opened_on: string;
  amount: string;
  repaid: string;
  set_off: string;
  noticed_on: string | null;
  from_on: string;
  to_on: string | null;
  nights: number;
  paid: string;
  figures_hash: string | null;
  set_off_ordered: boolean;
  pending_step: string | null;
  command_id: string;
  scheme_key: string;
  pack_version: string;
}

const SELECT = `select cb.id, cb.case_no, cb.county, c.name as county_name, cb.loan_id, l.loan_no, l.township, l.village, cb.bank,
    coalesce(b.name, cb.bank) as bank_name, cb.cause, cb.stage, cb.opened_on, cb.amount, r.repaid, r.set_off, cb.noticed_on,
    cb.from_on, cb.to_on, cb.nights, cb.paid, cb.figures_hash, cb.set_off_ordered, cb.pending_step, cb.command_id,
    l.scheme_key, l.pack_version, p.id as person_id, p.name_enc
  from clawback cb join loan l on l.id = cb.loan_id join county c on c.code = cb.county join person p on p.id = l.person_id
  left join bank b on b.county = cb.county and b.code = cb.bank
  cross join lateral (select coalesce(sum(amount) filter (where kind = 'repaid'), 0)::numeric(18,2)::text as repaid,
    coalesce(sum(amount) filter (where kind = 'setOff'), 0)::numeric(18,2)::text as set_off
    from clawback_receipt where clawback_id = cb.id) r`;

/** Days after the notice in which the money is to come in (lifecycle §9). */
const DAYS_TO_PAY = 30;

function rowOf({ vault }: StoreContext, row: Row): ClawbackRow {
  const { id, county, township, village, bank, stage, amount, repaid } = row;
  return {
    ...{ id, county, township, village, bank, stage, amount, repaid },
    ...{ caseNo: row.case_no, countyName: row.county_name, loanId: row.loan_id, loanNo: row.loan_no },
    borrower: maskedName(vault, row),
    bankName: row.bank_name,
    cause: { key: row.cause, zh: clawbackCauseLabels[row.cause] ?? row.cause },
    openedOn: row.opened_on,
    setOff: row.set_off,
    outstanding: stage === 'dropped' ? '0.00' : subtractMoney(amount, sumMoney([repaid, row.set_off])),
    noticedOn: row.noticed_on,
    payBy: row.noticed_on === null ? null : addDays(row.noticed_on, DAYS_TO_PAY),
  };
}

/** Newest first. */
export async function listClawbacks(
  db: Db,
  context: StoreContext,
  actor: Actor,
  query: {
    county?: string | undefined;
    stage?: string | undefined;
    loanId?: string | undefined;
    after?: string | undefined;
    limit: number;
  },
): Promise<Page<ClawbackRow>> {
  const where = new Conditions();
  where.scope((first) => scopeOf(actor, 'cb', first));
  where.maybe(query.county, (name) => `cb.county = ${name}`);
  where.maybe(query.stage, (name) => `cb.stage = ${name}`);
  where.maybe(query.loanId, (name) => `cb.loan_id::text = ${name}`);
  if (query.after !== undefined) {
    const [county, no] = decodeCursor(query.after, 2).map((value) => where.param(value));
    where.raw(`(cb.county > ${county} or (cb.county = ${county} and cb.case_no < ${no}))`);
  }
  const limit = where.param(query.limit + 1);
  const rows = await db.rows<Row>(
    `${SELECT} where ${where.sql} order by cb.county, cb.case_no desc limit ${limit}`,
    where.params,
  );
  return pageOf(
    rows,
    query.limit,
    (row) => rowOf(context, row),
    (row) => [row.county, row.case_no],
  );
}

/** @throws RefusedError `NOT_FOUND` */
export async function readClawback(
  db: Db,
  context: StoreContext,
  actor: Actor,
  caseId: string,
  today: string,
): Promise<ClawbackDetail> {
  const scope = scopeOf(actor, 'cb', 2);
  const row = await db.one<Row>(`${SELECT} where cb.id = $1 and ${scope.sql}`, [caseId, ...scope.params]);
  const pack = packOf(context, row.scheme_key, row.pack_version);
  const completed = !['opened', 'dropped'].includes(row.stage);
  const position = { subjectId: row.id, steps: CLAWBACK_CHAIN, pendingStep: row.pending_step, completed };
  const texts = await commandTexts(db, context.vault, [row.command_id]);
  return {
    ...rowOf(context, row),
    ...{ fromOn: row.from_on, toOn: row.to_on, nights: row.nights, paid: row.paid },
    figuresHash: row.figures_hash,
    setOffOrdered: row.set_off_ordered,
    reason: texts.get(row.command_id) ?? null,
    steps: await stepViews(db, context, pack, position),
    openTasks: await openTasksOf(db, context, [row.id], today),
    receipts: await db.rows(
      `select receipt_no as "receiptNo", paid_on as "paidOn", amount, kind from clawback_receipt where clawback_id = $1
       order by paid_on, id`,
      [row.id],
    ),
    history: await readHistory(db, context, pack, [row.id]),
    workflowId: clawbackWorkflowId(row.county, row.case_no),
  };
}
