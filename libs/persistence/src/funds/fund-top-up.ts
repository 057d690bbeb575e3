import { compareMoney, fundTopUpDueEntry, fundTopUpMetEntry, subtractMoney } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { bookNew } from '../ledger/ledger.writer.js';
import { announce } from '../messages/live-feed.js';
import { closeSystemTasks, openSystemTask } from '../subjects/system-task.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import { fundRules, positionOf } from './fund-position.js';
import { fundSubject, type FundRecord } from './fund.writer.js';

const TASK = { kind: 'fundTopUp', cause: 'topUp' } as const;

/**
 * Looks at an account after its money or the loans it answers for have moved: what is missing stands in the books as due
 * and is a task of finance with its day; what was paid in takes it off again (lifecycle §5). The caller holds the lock.
 */
export async function assessFund(
  db: Db,
  context: StoreContext,
  { county, bank }: Pick<FundRecord, 'county' | 'bank'>,
  on: string,
): Promise<void> {
  const fund = await db.one<FundRecord>('select * from fund where county = $1 and bank = $2 for update', [
    county,
    bank,
  ]);
  const rules = await fundRules(db, context, county, on);
  const { topUpDue, topUpBy } = await positionOf(db, rules, fund, on);
  const change = subtractMoney(topUpDue, fund.top_up_due);
  if (compareMoney(change, '0.00') === 0) return;
  const isMet = compareMoney(topUpDue, '0.00') === 0;
  // The day was set when the fund fell short: paying in a part, or falling further, does not move it.
  const by = isMet ? null : (fund.top_up_by ?? topUpBy);
  await db.run(
    'update fund set top_up_due = $3, top_up_by = $4, top_up_no = top_up_no + 1 where county = $1 and bank = $2',
    [county, bank, topUpDue, by],
  );
  await bookDue(db, fund, change, on);
  await closeSystemTasks(db, { id: fund.id, county }, TASK, 'done');
  if (!isMet) await askFinance(db, context, fund, topUpDue, by, on);
  await announce(db, { topic: 'fund', id: fund.id, county });
}

async function bookDue(db: Db, fund: FundRecord, change: string, on: string): Promise<void> {
  const { county, bank, id, top_up_no: turn } = fund;
  const booking = { id, county, bank, on };
  const entry =
    compareMoney(change, '0.00') > 0
      ? fundTopUpDueEntry({ ...booking, amount: change })
      : fundTopUpMetEntry({ ...booking, amount: subtractMoney('0.00', change) });
  await bookNew(db, entry, {
    ...{ key: `topUp/${id}/${turn + 1}`, county, subject: 'fund', subjectNo: fundSubject(fund).no },
    ...{ subjectId: id, loanId: null, documentNo: null },
  });
}

async function askFinance(
  db: Db,
  context: StoreContext,
  fund: FundRecord,
  amount: string,
  dueOn: string | null,
  on: string,
): Promise<void> {
  const subject = fundSubject(fund);
  const at = new Date().toISOString();
  await openSystemTask(db, context, subject, {
    ...TASK,
    title: '补足风险补偿金',
    role: 'finance',
    ...{ place: '', bank: null, amount, at, dueOn, openedOn: on },
  });
  await appendTimeline(db, subject, at, [systemEvent('fundTopUpDue', { amount }, { dueOn })]);
}

/** Once a day: a new quarter has a new floor, and loans were paid out since. */
export async function assessFunds(
  db: Db,
  context: StoreContext,
  { county, on }: { county: string; on: string },
): Promise<void> {
  const funds = await db.rows<FundRecord>('select * from fund where county = $1 order by bank for update', [
    county,
  ]);
  for (const fund of funds) await assessFund(db, context, fund, on);
}
