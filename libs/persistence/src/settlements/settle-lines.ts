import { RefusedError, type LinesSettled, type SettlementLinesCommand } from '@bangdai/contracts';
import { shanghaiDateOf } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { announce } from '../messages/live-feed.js';
import { markApplied, recallVerdict } from '../subjects/applied-change.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import { keepDisputeTasks } from './dispute-tasks.js';
import { keepFailureTasks } from './failed-lines.js';
import { bookReturned, failedNow, moveTakings, RETURNED, type ReturnedLine } from './returned-lines.js';
import {
  figuresByPlace,
  figuresOf,
  lockSettlement,
  PAYABLE,
  settlementSubject,
  type SettlementRecord,
} from './settlement.record.js';

interface Change {
  /** States that the action fits. */
  from: string;
  set: string;
  /** Lines that fit by their state and still cannot be settled so. */
  barred?: string;
  event: string;
  grows?: boolean;
}

/** What each action does to a line; the paid ones of earlier orders are never touched (lifecycle §4). */
const CHANGES: Record<Exclude<SettlementLinesCommand['action'], 'acknowledge'>, Change> = {
  exclude: {
    from: `(s.state in ('claimed', 'disputed') and s.order_no is null)`,
    set: `state = 'excluded'`,
    event: 'linesExcluded',
  },
  acceptPlatform: {
    from: `s.state = 'disputed'`,
    set: `state = 'claimed'`,
    event: 'disputeSettled',
    grows: true,
  },
  acceptBank: {
    from: `s.state = 'disputed'`,
    set: `state = 'claimed', own_subsidy = s.subsidy, subsidy = s.bank_subsidy, nights = s.bank_nights,
      interest = s.bank_interest, borrower_share = s.bank_interest - s.bank_subsidy`,
    barred: `(s.bank_subsidy is null or s.bank_subsidy > s.bank_interest)`,
    event: 'disputeSettled',
    grows: true,
  },
  hold: { from: `s.state = 'disputed'`, set: `state = 'held'`, event: 'disputeSettled' },
  failed: { from: `s.state = 'paid'`, set: `state = 'failed'`, event: 'linesFailed' },
  mended: { from: `s.state = 'failed'`, set: `state = 'claimed', order_no = null`, event: 'accountsMended' },
};

/** Lines named, and those of the place and of the person's own place alone. */
const CHOSEN = `s.settlement_id = $1 and (cardinality($2::text[]) = 0 or s.loan_no = any($2))
  and ($3 = '' or starts_with(s.township || '/' || s.village || '/', $3 || '/'))
  and ($4 = '' or starts_with(s.township || '/' || s.village || '/', $4 || '/'))`;

/**
 * One command on single lines, once. Totals, hash and what stands on desks follow in the same transaction.
 * @throws RefusedError `NOT_FOUND` when a named line is not there, not the person's, or not in a state that the action
 *   fits | `FIGURES_CHANGED` | `DECISION_NOT_ALLOWED` when the bank has no figure to accept
 */
export async function settleLines(
  context: StoreContext,
  input: { settlementId: string; command: SettlementLinesCommand; at: string },
): Promise<LinesSettled> {
  const { settlementId, command, at } = input;
  return context.database.transaction(async (db) => {
    const settlement = await lockSettlement(db, settlementId);
    const known = await recallVerdict<LinesSettled>(db, settlementId, [command.commandId]);
    if (known !== null) return { ...known, failed: await failedNow(db, settlementId) };
    const { figuresHash } = await figuresOf(db, settlementId);
    if (command.figuresHash !== null && command.figuresHash !== figuresHash)
      throw new RefusedError('FIGURES_CHANGED');
    const lines = await applyChange(db, settlementId, command);
    const changed = lines.length;
    const figures = await figuresByPlace(db, settlementId);
    const grown = command.action !== 'acknowledge' && CHANGES[command.action].grows === true;
    const settled: LinesSettled = { changed, figures, grown };
    await markApplied(db, settlementId, command.commandId, settled);
    if (command.action === 'failed') {
      const on = shanghaiDateOf(Date.parse(at));
      await bookReturned(db, settlement, lines, { on, key: `/${command.commandId}` });
    }
    await tell(db, context, settlement, { command, settled, at });
    return { ...settled, failed: await failedNow(db, settlementId) };
  });
}

async function applyChange(
  db: Db,
  settlementId: string,
  command: SettlementLinesCommand,
): Promise<ReturnedLine[]> {
  const { action, loanNos, place, actor, commandId } = command;
  // What only the bank's list has is no line here; the task alone is done.
  if (action === 'acknowledge') return [];
  const { from, set, barred } = CHANGES[action];
  const chosen = [settlementId, loanNos, place, actor.place];
  if (barred !== undefined) {
    const found = await db.maybe(
      `select 1 from settlement_line s where ${CHOSEN} and ${from} and ${barred} limit 1`,
      chosen,
    );
    if (found !== null) throw new RefusedError('DECISION_NOT_ALLOWED');
  }
  // Money is named as it came back, line by line.
  if (action === 'failed' && loanNos.length === 0) throw new RefusedError('FIELD_REQUIRED');
  const rows = await db.rows<ReturnedLine & { loan_no: string }>(
    `update settlement_line s set ${set}, action = $5, command_id = $6 where ${CHOSEN} and ${from}
     returning s.loan_no, ${RETURNED}`,
    [...chosen, action, commandId],
  );
  const touched = new Set(rows.map(({ loan_no }) => loan_no));
  if (touched.size === 0 || loanNos.some((no) => !touched.has(no))) throw new RefusedError('NOT_FOUND');
  if (action !== 'failed' && action !== 'mended') return rows;
  return [...rows, ...(await moveTakings(db, settlementId, { from, set }, rows))];
}

interface Told {
  command: SettlementLinesCommand;
  settled: LinesSettled;
  at: string;
}

async function tell(
  db: Db,
  context: StoreContext,
  settlement: SettlementRecord,
  { command, settled, at }: Told,
): Promise<void> {
  const { id, county } = settlement;
  const { action, commandId, actor } = command;
  const { total, figuresHash } = settled.figures;
  await db.run('update settlement set figures_hash = $2 where id = $1', [id, figuresHash]);
  await refreshAmounts(db, id, total);
  const by = { decision: action, actorId: actor.id };
  await keepDisputeTasks(db, context, settlement, at, by);
  await keepFailureTasks(db, context, settlement, at);
  const data = { lines: String(settled.changed), total };
  const event = systemEvent(eventOf(action), data, {
    lane: 'people',
    actor,
    commandId,
    decision: action,
  });
  await appendTimeline(db, settlementSubject(settlement), at, [event]);
  await announce(db, { topic: 'settlement', id, county });
}

const eventOf = (action: SettlementLinesCommand['action']): string =>
  action === 'acknowledge' ? 'disputeSettled' : CHANGES[action].event;

/** Whoever has a step on the desk sees the sum that is signed now. */
async function refreshAmounts(db: Db, settlementId: string, total: string): Promise<void> {
  await db.run(
    `update task t set amount = case when t.place = '' then $2::numeric else coalesce((select sum(s.subsidy)
       from settlement_line s where s.settlement_id = $1 and s.state in ${PAYABLE}
         and starts_with(s.township || '/' || s.village || '/', t.place || '/')), 0) end
     where t.subject_id = $1 and t.kind = 'review' and t.status in ('open', 'claimed')`,
    [settlementId, total],
  );
}
