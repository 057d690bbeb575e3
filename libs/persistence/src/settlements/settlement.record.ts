import type { SettlementFigures } from '@bangdai/contracts';
import type { Db } from '../database/database.js';
import type { Subject } from '../subjects/subject.js';

export interface SettlementRecord {
  id: string;
  settlement_no: string;
  county: string;
  bank: string;
  period_from: string;
  period_to: string;
  settle_on: string;
  cut_off_on: string;
  stage: string;
  scheme_key: string;
  pack_version: string;
  product: string;
  payee: string;
  paid_on: string | null;
}

export const SETTLEMENT_COLUMNS = `id, settlement_no, county, bank, period_from, period_to, settle_on, cut_off_on, stage,
  scheme_key, pack_version, product, payee, paid_on`;

/** @throws RefusedError `NOT_FOUND` */
export async function lockSettlement(db: Db, settlementId: string): Promise<SettlementRecord> {
  return db.one<SettlementRecord>(`select ${SETTLEMENT_COLUMNS} from settlement where id = $1 for update`, [
    settlementId,
  ]);
}

export function settlementSubject(
  settlement: Pick<SettlementRecord, 'id' | 'settlement_no' | 'county'>,
): Subject {
  return {
    kind: 'settlement',
    id: settlement.id,
    no: settlement.settlement_no,
    county: settlement.county,
    loanId: null,
  };
}

/** States of lines that the settlement pays: now, already, or once their account is mended. */
export const PAYABLE = `('claimed', 'paid', 'failed')`;

/** A line in one of these states takes its period up; a held one, or one without proof, leaves it to a later settlement. */
export const LEFT_OPEN = `('held', 'waiting')`;

/**
 * Sums and hash of what stands now. The hash is SHA-256 over the payable lines in order of loan number and period, each
 * as `loanNo|from|to|nights|interest|subsidy`: whoever signs it signs exactly these lines.
 */
export async function figuresOf(db: Db, settlementId: string): Promise<SettlementFigures> {
  return db.one<SettlementFigures>(
    `select count(*)::int as lines, (count(*) filter (where state = 'disputed'))::int as disputed,
       (count(*) filter (where state = 'excluded'))::int as excluded,
       coalesce(sum(subsidy) filter (where state in ${PAYABLE}), 0)::numeric(18,2)::text as total,
       encode(sha256(convert_to(coalesce(string_agg(
         concat_ws('|', loan_no, period_from, period_to, nights, interest, subsidy), E'\\n' order by loan_no, period_from)
         filter (where state in ${PAYABLE}), ''), 'UTF8')), 'hex') as "figuresHash"
     from settlement_line where settlement_id = $1`,
    [settlementId],
  );
}

/** Figures with the places whose lines are payable: a step of townships or villages is signed in each of them. */
export async function figuresByPlace(db: Db, settlementId: string): Promise<SettlementFigures> {
  const figures = await figuresOf(db, settlementId);
  const rows = await db.rows<{ township: string; village: string }>(
    `select distinct township, village from settlement_line where settlement_id = $1 and state in ${PAYABLE}
     order by township, village`,
    [settlementId],
  );
  const townships = [...new Set(rows.map(({ township }) => township))];
  const villages = rows.map(({ township, village }) => `${township}/${village}`);
  return { ...figures, places: { townships, villages } };
}
