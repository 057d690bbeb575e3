import type { SettlementReopened, SettlementStart } from '@bangdai/contracts';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { openedAnswer } from './open-settlement.js';
import { figuresByPlace, type SettlementRecord } from './settlement.record.js';

/**
 * A closed settlement as its workflow left it, for what an account refused afterwards: figures, who signed which step, and
 * how often each step was opened, so that nobody decides two steps and no task is opened twice.
 * @throws RefusedError `NOT_FOUND`
 */
export async function reopenSettlement(
  context: StoreContext,
  input: { county: string; bank: string; settleOn: string },
): Promise<SettlementReopened> {
  return context.database.read(async (db) => {
    const opened = await openedAnswer(db, context, input);
    const { settlementId: id } = opened;
    const { stage } = await db.one<{ stage: SettlementReopened['stage'] }>(
      'select stage from settlement where id = $1',
      [id],
    );
    const signed = await db.rows<{ actor_id: string; step_key: string }>(
      'select actor_id, step_key from review where subject_id = $1 order by at',
      [id],
    );
    const rounds = await db.rows<{ step_key: string; round: number }>(
      `select step_key, max(substring(id from '[0-9]+$')::int)::int as round from task
       where subject_id = $1 and kind = 'review' group by step_key`,
      [id],
    );
    return {
      ...{ opened, stage, figures: await figuresByPlace(db, id) },
      deciders: Object.fromEntries(signed.map(({ actor_id, step_key }) => [actor_id, step_key])),
      rounds: Object.fromEntries(rounds.map(({ step_key, round }) => [step_key, round])),
    };
  });
}

/**
 * How to open the closed settlement of an order again; null unless its report names lines that are booked as paid by
 * that order.
 */
export async function reopening(db: Db, orderNo: string): Promise<SettlementStart | null> {
  const row = await db.maybe<Pick<SettlementRecord, 'county' | 'bank' | 'settle_on'>>(
    `select t.county, t.bank, t.settle_on from settlement t
     where t.stage = 'closed' and exists (
       select 1 from settlement_line s join inbox i on i.kind = 'paymentReported' and i.subject_no = s.order_no,
         jsonb_array_elements(case jsonb_typeof(i.payload->'failedLines') when 'array' then i.payload->'failedLines'
           else '[]'::jsonb end) as f
       where s.settlement_id = t.id and s.order_no = $1 and s.state = 'paid' and s.loan_no = f->>'loanNo')
       and t.id = (select subject_id from payment_order where order_no = $1)`,
    [orderNo],
  );
  if (row === null) return null;
  const { county, bank, settle_on: settleOn } = row;
  return { county, bank, settleOn, openedBy: 'system', reopened: true };
}
