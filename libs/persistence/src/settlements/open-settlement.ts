import { RefusedError, type SettlementOpened } from '@bangdai/contracts';
import {
  addDays,
  interestDaysBetween,
  productOf,
  settlementFlow,
  subsidyRules,
  type PolicyPack,
} from '@bangdai/domain';
import { collectSetOffs } from '../clawbacks/clawback-money.js';
import { packInForce, packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { announce } from '../messages/live-feed.js';
import { dueDayOf } from '../subjects/task.writer.js';
import { periodStart } from '../subsidy/plan-lines.js';
import { collectAdjustments } from './collect-adjustments.js';
import { collectLines } from './collect-lines.js';
import { figuresOf, SETTLEMENT_COLUMNS, type SettlementRecord } from './settlement.record.js';

export interface OpenSettlementInput {
  county: string;
  bank: string;
  settleOn: string;
  openedBy: string;
}

/** Working days after the settlement day in which a bank's list is still awaited (lifecycle §4). */
const CUT_OFF_WORKING_DAYS = 5;

/**
 * Collects the lines of the period from the subsidy plans by one statement. The settlement is unique by county, bank and
 * day, and its lines are taken only when it is made: a second run answers the same and changes nothing.
 * @throws RefusedError `BAD_DATE` when the day is no interest day of the pack
 */
export async function openSettlement(
  context: StoreContext,
  input: OpenSettlementInput,
): Promise<SettlementOpened> {
  const pack = packInForce(context, input.county, input.settleOn);
  const product = subsidisedProduct(pack);
  const { interestDays } = productOf(pack, product).repayment;
  if (interestDaysBetween(interestDays, input.settleOn, input.settleOn).length === 0)
    throw new RefusedError('BAD_DATE');
  return context.database.transaction(async (db) => {
    const created = await insertSettlement(db, context, input, pack, product);
    if (created !== null) {
      await collectLines(db, created, payoffVersions(context, created.scheme_key));
      await collectAdjustments(db, created);
      await collectSetOffs(db, created);
      await announce(db, { topic: 'settlement', id: created.id, county: created.county });
    }
    return openedAnswer(db, context, input);
  });
}

/** Households first where the pack has them; the flow of one settlement is one. */
function subsidisedProduct(pack: PolicyPack): string {
  const products = Object.keys(pack.subsidy);
  return products.includes('household') ? 'household' : (products[0] ?? 'household');
}

async function insertSettlement(
  db: Db,
  { calendar }: StoreContext,
  { county, bank, settleOn, openedBy }: OpenSettlementInput,
  pack: PolicyPack,
  product: string,
): Promise<SettlementRecord | null> {
  const { rule, interestDays } = subsidyRules(pack, product);
  const cutOff =
    dueDayOf(settleOn, CUT_OFF_WORKING_DAYS, calendar) ?? addDays(settleOn, CUT_OFF_WORKING_DAYS + 2);
  const known = await db.maybe('select 1 from bank where county = $1 and code = $2', [county, bank]);
  if (known === null) throw new RefusedError('NOT_FOUND');
  return db.maybe<SettlementRecord>(
    `insert into settlement (settlement_no, county, bank, period_from, period_to, settle_on, cut_off_on, stage, scheme_key,
       pack_version, product, payee, opened_by)
     values ($1, $2, $3, $4, $5, $6, $7, 'collecting', $8, $9, $10, $11, $12)
     on conflict (county, bank, settle_on) do nothing returning ${SETTLEMENT_COLUMNS}`,
    [
      ...[
        `${county}-${bank}-${settleOn}`,
        county,
        bank,
        periodStart(interestDays, settleOn),
        addDays(settleOn, 1),
        settleOn,
      ],
      ...[cutOff, pack.schemeKey, pack.packVersion, product, rule.payee, openedBy],
    ],
  );
}

function payoffVersions({ packs }: StoreContext, schemeKey: string): string[] {
  return packs.versions(schemeKey).flatMap((pack) =>
    Object.entries(pack.subsidy)
      .filter(([, rule]) => rule.settleAt === 'payoff')
      .map(([product]) => `${pack.packVersion}/${product}`),
  );
}

/** What the workflow works with. @throws RefusedError `NOT_FOUND` when no such settlement was opened */
export async function openedAnswer(
  db: Db,
  context: StoreContext,
  { county, bank, settleOn }: Omit<OpenSettlementInput, 'openedBy'>,
): Promise<SettlementOpened> {
  const settlement = await db.one<SettlementRecord>(
    `select ${SETTLEMENT_COLUMNS} from settlement where county = $1 and bank = $2 and settle_on = $3`,
    [county, bank, settleOn],
  );
  const { lines, total } = await figuresOf(db, settlement.id);
  const pack = packOf(context, settlement.scheme_key, settlement.pack_version);
  return {
    settlementId: settlement.id,
    settlementNo: settlement.settlement_no,
    periodFrom: settlement.period_from,
    periodTo: settlement.period_to,
    lines,
    total,
    flow: settlementFlow(pack, settlement.product),
    cutOffOn: settlement.cut_off_on,
  };
}
