import type { Actor, LoanStage } from '@bangdai/contracts';
import { loanStages, type ConsistencyCheck } from '@bangdai/contracts/http';
import { compareMoney } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { caseOf, type CaseRecord } from './case.record.js';
import { booksUntil } from './loan-books.js';
import { eventsUntil, replayStage } from './stage-replay.js';

const FOREVER = '9999-12-31';

/** The record against what must say the same: its own history, the ledger, the bank's statements. */
export async function readConsistency(
  db: Db,
  context: StoreContext,
  actor: Actor,
  loanId: string,
): Promise<ConsistencyCheck[]> {
  const record = await caseOf(db, context, actor, loanId);
  return [await againstHistory(db, record), await againstBooks(db, record), await againstBank(db, record)];
}

async function againstHistory(db: Db, { loan }: CaseRecord): Promise<ConsistencyCheck> {
  const events = await eventsUntil(db, loan.id, FOREVER);
  const replayed = replayStage(events);
  const agrees = replayed === loan.stage;
  return {
    key: 'replay',
    title: '台账状态与办理记录',
    state: agrees ? 'agrees' : 'differs',
    detail: agrees
      ? `按 ${events.length} 条记录重演，状态一致`
      : `按记录重演为“${loanStages[replayed]}”，台账为“${loanStages[loan.stage as LoanStage]}”`,
  };
}

/** After the fund has paid, what is owed stands on other accounts: the balance is then no matter of this check. */
async function againstBooks(db: Db, { loan }: CaseRecord): Promise<ConsistencyCheck> {
  const title = '台账余额与会计账';
  const { balance } = await booksUntil(db, loan.id, FOREVER);
  if (loan.balance === null && balance === null)
    return { key: 'books', title, state: 'agrees', detail: '尚未放款，无账' };
  const ours = loan.balance ?? '0.00';
  const booked = balance ?? '0.00';
  const agrees = compareMoney(ours, booked) === 0;
  const paid = ['compensated', 'writtenRecovery', 'closedLoss', 'converted'].includes(loan.stage);
  if (!agrees && paid)
    return {
      key: 'books',
      title,
      state: 'unknown',
      detail: `补偿或转出后另行记账：台账 ${ours}，会计账 ${booked}`,
    };
  const detail = agrees ? `均为 ${ours} 元` : `台账 ${ours} 元，会计账 ${booked} 元`;
  return { key: 'books', title, state: agrees ? 'agrees' : 'differs', detail };
}

/** The bank's own statements are compared every night: open cases about this loan, and how far the statements reach. */
async function againstBank(db: Db, { loan }: CaseRecord): Promise<ConsistencyCheck> {
  const title = '银行对账单';
  const { until, open } = await db.one<{ until: string | null; open: number }>(
    `select (select max(on_day) from statement_fetch where county = $1 and source = 'bank:' || $2 and given) as until,
       (select count(*)::int from reconciliation_case where loan_id = $3 and state = 'open') as open`,
    [loan.county, loan.bank, loan.id],
  );
  if (open > 0)
    return {
      key: 'bank',
      title,
      state: 'differs',
      detail: `有 ${open} 项差异待核对（对账至 ${until ?? '—'}）`,
    };
  if (until === null) return { key: 'bank', title, state: 'unknown', detail: '尚未收到银行对账单' };
  return { key: 'bank', title, state: 'agrees', detail: `对账至 ${until}，无差异` };
}
