import { compensationWorkflowId, type Actor } from '@bangdai/contracts';
import type { ClaimDetail, ClaimRow, Page } from '@bangdai/contracts/http';
import type { PolicyPack } from '@bangdai/domain';
import { readDues } from '../bank-dues/due.reader.js';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { Conditions } from './conditions.js';
import { decodeCursor, pageOf } from './cursor.js';
import { readHistory } from './history.reader.js';
import { labelledCause, labelledDocument, roleName } from './labels.js';
import { maskedName, type SealedName } from './people.reader.js';
import { scopeOf } from './scope.js';
import { readOrders } from './settlement.reader.js';
import { stepViews } from './steps.reader.js';
import { openTasksOf } from './task.reader.js';

interface Row extends SealedName {
  id: string;
  claim_no: string;
  loan_id: string;
  loan_no: string;
  county: string;
  county_name: string;
  township: string;
  village: string;
  bank: string;
  bank_name: string;
  cause: string;
  stage: ClaimRow['stage'];
  filed_on: string;
  principal: string;
  net_loss: string | null;
  fund_paid: string | null;
  recovered: string;
  pending_step: string | null;
  proofs: string[];
  applicant: ClaimDetail['applicant'];
  written_off: string;
  listing: ClaimDetail['listing'];
  loss_base: string | null;
  insurance_paid: string | null;
  shares: Record<string, string> | null;
  uncovered: string | null;
  figures_hash: string | null;
  scheme_key: string;
  pack_version: string;
  product: string;
}

const SELECT = `select cl.id, cl.claim_no, cl.loan_id, l.loan_no, cl.county, c.name as county_name, l.township, l.village, cl.bank,
    coalesce(b.name, cl.bank) as bank_name, cl.cause, cl.stage,
    coalesce(cl.filed_on, (cl.created_at at time zone 'Asia/Shanghai')::date) as filed_on, cl.principal, cl.net_loss, cl.fund_paid,
    cl.applicant, cl.written_off, (select jsonb_build_object('list', d.list, 'state', d.state) from debtor_listing d
      where d.claim_id = cl.id) as listing, cl.recovered, cl.pending_step, cl.proofs, cl.loss_base, cl.insurance_paid, cl.shares, cl.uncovered, cl.figures_hash,
    l.scheme_key, l.pack_version, l.product, p.id as person_id, p.name_enc
  from claim cl join loan l on l.id = cl.loan_id join county c on c.code = cl.county join person p on p.id = l.person_id
  left join bank b on b.county = cl.county and b.code = cl.bank`;

function claimRow({ vault }: StoreContext, row: Row): ClaimRow {
  const { id, county, township, village, bank, stage, principal, recovered } = row;
  return {
    id,
    county,
    township,
    village,
    bank,
    stage,
    principal,
    recovered,
    claimNo: row.claim_no,
    loanId: row.loan_id,
    loanNo: row.loan_no,
    countyName: row.county_name,
    borrower: maskedName(vault, row),
    bankName: row.bank_name,
    cause: labelledCause(row.cause),
    filedOn: row.filed_on,
    netLoss: row.net_loss,
    fundPaid: row.fund_paid,
  };
}

export async function listClaims(
  db: Db,
  context: StoreContext,
  actor: Actor,
  query: { county?: string; stage?: string; after?: string; limit: number },
): Promise<Page<ClaimRow>> {
  const where = new Conditions();
  where.scope((first) => scopeOf(actor, 'cl', first));
  where.maybe(query.county, (name) => `cl.county = ${name}`);
  where.maybe(query.stage, (name) => `cl.stage = ${name}`);
  if (query.after !== undefined) {
    const [county, no] = decodeCursor(query.after, 2).map((value) => where.param(value));
    where.raw(`(cl.county, cl.claim_no) > (${county}, ${no})`);
  }
  const limit = where.param(query.limit + 1);
  const rows = await db.rows<Row>(
    `${SELECT} where ${where.sql} order by cl.county, cl.claim_no limit ${limit}`,
    where.params,
  );
  return pageOf(
    rows,
    query.limit,
    (row) => claimRow(context, row),
    (row) => [row.county, row.claim_no],
  );
}

const PASSED = new Set(['determined', 'queued', 'paying', 'paid', 'recovering', 'closed']);

/** @throws RefusedError `NOT_FOUND` */
export async function readClaim(
  db: Db,
  context: StoreContext,
  actor: Actor,
  claimId: string,
  today: string,
): Promise<ClaimDetail> {
  const scope = scopeOf(actor, 'cl', 2);
  const row = await db.one<Row>(`${SELECT} where cl.id = $1 and ${scope.sql}`, [claimId, ...scope.params]);
  const pack = packOf(context, row.scheme_key, row.pack_version);
  const steps = pack.compensation[row.product]?.chain ?? [];
  const position = {
    subjectId: row.id,
    steps,
    pendingStep: row.pending_step,
    completed: PASSED.has(row.stage),
  };
  const fund = await db.one<{ balance: string }>(
    `select balance from fund where county = $1 and (bank = $2 or shared) order by (bank = $2) desc limit 1`,
    [row.county, row.bank],
  );
  return {
    ...claimRow(context, row),
    applicant: row.applicant,
    writtenOff: row.written_off,
    listing: row.listing,
    proofs: row.proofs.map(labelledDocument),
    lossBase: row.loss_base,
    insurancePaid: row.insurance_paid,
    shares: sharesOf(pack, row.shares ?? {}),
    uncoveredByScheme: row.uncovered,
    figuresHash: row.figures_hash,
    fundBalance: fund.balance,
    steps: await stepViews(db, context, pack, position),
    openTasks: await openTasksOf(db, context, [row.id], today),
    orders: await readOrders(db, row.id),
    bankDues: await readDues(db, 'd.claim_id = $1', [row.id]),
    recoveries: await readRecoveries(db, pack, row.id),
    history: await readHistory(db, context, pack, [row.id]),
    workflowId: compensationWorkflowId(row.county, row.claim_no),
  };
}

const sharesOf = (pack: PolicyPack, shares: Record<string, string>): ClaimDetail['shares'] =>
  Object.entries(shares).map(([party, amount]) => ({ party, partyName: roleName(pack, party), amount }));

async function readRecoveries(db: Db, pack: PolicyPack, claimId: string): Promise<ClaimDetail['recoveries']> {
  const rows = await db.rows<{
    receiptNo: string;
    receivedOn: string;
    amount: string;
    interest: string;
    shares: Record<string, string>;
  }>(
    `select r.receipt_no as "receiptNo", r.received_on as "receivedOn", r.amount, r.interest,
       (select coalesce(jsonb_object_agg(s.party, s.amount::text), '{}') from recovery_share s where s.recovery_id = r.id)
         as shares
     from recovery r where r.claim_id = $1 and r.reversed_on is null order by r.received_on, r.receipt_no`,
    [claimId],
  );
  return rows.map(({ shares, ...row }) => ({ ...row, shares: sharesOf(pack, shares) }));
}
