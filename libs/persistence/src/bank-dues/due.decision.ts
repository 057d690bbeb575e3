import { RefusedError, type Actor } from '@bangdai/contracts';
import type { DeskDecision } from '@bangdai/contracts/http';
import { sumMoney } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import type { DeskTask } from '../desk/task-desk.js';
import { openSystemTask } from '../subjects/system-task.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import { isNothing, leftOf, lockDue, storeReturn, type BankDue } from './bank-due.record.js';
import { bookReturn, subjectOfDue } from './return-due.js';

const WAITING = '-setOff';

/**
 * Finance says that the money is in, or that it is to be kept back from the bank's next compensation; until that is paid
 * the case stays on its desk.
 * @throws RefusedError `BAD_DATE` | `DECISION_NOT_ALLOWED` while an order that keeps it back is under way
 */
export async function decideDue(
  db: Db,
  context: StoreContext,
  actor: Actor,
  task: DeskTask,
  { decision, commandId, on }: DeskDecision,
): Promise<void> {
  const due = await lockDue(db, task.cause.replace(WAITING, ''));
  const at = new Date().toISOString();
  const parties = await leftOf(db, due);
  if (decision === 'setOff') return orderSetOff(db, context, actor, due, { decision, commandId, at });
  if (on < due.opened_on) throw new RefusedError('BAD_DATE');
  if (isNothing(parties)) throw new RefusedError('DECISION_NOT_ALLOWED');
  await storeReturn(db, due, { parties, orderNo: null, on });
  await bookReturn(db, context, due, { parties, on, at });
}

async function orderSetOff(
  db: Db,
  context: StoreContext,
  actor: Actor,
  due: BankDue,
  { decision, commandId, at }: { decision: string; commandId: string; at: string },
): Promise<void> {
  await db.run('update bank_due set set_off_ordered = true where id = $1', [due.id]);
  const subject = subjectOfDue(due);
  const amount = sumMoney(Object.values(await leftOf(db, due)));
  const event = systemEvent(
    'bankDueSetOffOrdered',
    { amount },
    { lane: 'people', actor, decision, commandId },
  );
  await appendTimeline(db, subject, at, [event]);
  await openSystemTask(db, context, subject, {
    ...{
      kind: 'bankDue',
      cause: `${due.id}${WAITING}`,
      title: '多拨补偿款待抵扣，银行退回则登记',
      role: 'finance',
    },
    ...{ place: '', bank: due.bank, amount, at, dueOn: due.due_on, outcomes: ['repaid'] },
  });
}

/** The bank says that it has given the money back: a statement, booked when finance finds it on the account. */
export async function stateReturned(
  db: Db,
  _context: StoreContext,
  actor: Actor,
  task: DeskTask,
  { decision, commandId, on }: DeskDecision,
): Promise<void> {
  const due = await lockDue(db, task.cause);
  if (on < due.opened_on) throw new RefusedError('BAD_DATE');
  const event = systemEvent('bankDueStated', { on }, { lane: 'people', actor, decision, commandId });
  await appendTimeline(db, subjectOfDue(due), new Date().toISOString(), [event]);
}
