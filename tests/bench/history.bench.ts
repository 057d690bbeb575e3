import { randomUUID } from 'node:crypto';
import { loanWorkflowId, type LoanStart } from '@bangdai/contracts';
import type { ApplicationForm } from '@bangdai/contracts/http';
import { addMonths, shanghaiInstant } from '@bangdai/domain';
import { afterAll, beforeAll, it } from '@jest/globals';
import proto from '@temporalio/proto';
import { eventsOf, type LoanEvents } from '../support/event-counts.js';
import { withLoanClock } from '../support/loan-clock.js';
import { World } from '../support/worlds.js';
import { report } from './figures.js';

interface Life {
  name: string;
  months: number;
  form: Partial<ApplicationForm> & { county: string };
  steps: string[];
  annualRate: string;
  /** Whether the checks that fall due every so many months are held, each with its finding. */
  checkEvery: number | null;
}

const bachu = {
  form: { county: 'bachu-2024', appliedOn: '2024-03-04' },
  steps: ['villageReview', 'townshipReview', 'countyDetermination', 'bankReview'],
  annualRate: '0.0395',
  checkEvery: null,
};
const yubei = {
  form: { county: 'yubei-2021', appliedOn: '2021-09-01', documents: ['idCard', 'yubeiAnnex2'] },
  steps: ['villageOpinion', 'townOpinion', 'districtOpinion', 'bankDecision'],
  annualRate: '0.03',
  checkEvery: 3,
};
const cases: Life[] = [
  { ...bachu, name: 'clean, 12 months', months: 12 },
  { ...bachu, name: 'clean, 36 months', months: 36 },
  { ...yubei, name: 'with use checks held, 12 months', months: 12 },
];

const { HistoryEvent } = proto.temporal.api.history.v1;
const { EventType } = proto.temporal.api.enums.v1;
const clock = withLoanClock();
let world: World;

beforeAll(async () => {
  world = await World.open(clock.current.client, clock.current.env.address);
}, 60_000);
afterAll(() => world?.close(), 60_000);

async function holdChecks(
  loan: LoanStart,
  every: number,
  disbursedOn: string,
  months: number,
): Promise<void> {
  const { county, loanId } = loan;
  for (let month = every; month < months; month += every) {
    const on = addMonths(disbursedOn, month);
    await clock.current.sleepUntil(on, '20:00');
    await world.database.persistence.programme.openUsageCheckTasks({ county, on });
    const task = await world.task(loanId, 'usageCheck');
    await world.database.persistence.checks.record(world.actor(county, task.role, task.place, 'check'), {
      ...{ loanId, taskId: task.id, commandId: randomUUID(), checkedOn: on, finding: 'ok' },
      at: new Date(shanghaiInstant(on, '20:00')).toISOString(),
    });
  }
}

/** From application to payoff on the maturity day. */
async function live({ form, steps, months, annualRate, checkEvery }: Life): Promise<string> {
  const { loan } = await world.apply({ ...form, termMonths: months });
  const { county, loanNo } = loan;
  const amount = loan.application.amount;
  for (const step of steps) {
    const isLast = step === steps.at(-1);
    const approvedTerms = isLast ? { amount, termMonths: months, annualRate } : null;
    await world.decideLoan(loan, step, { approvedTerms });
  }
  const disbursedOn = await clock.current.today();
  const maturesOn = addMonths(disbursedOn, months);
  const terms = { contractNo: `HT-${loanNo}`, amount, annualRate, disbursedOn, maturesOn };
  await world.report('loanDisbursed', county, loanNo, { loanNo, ...terms });
  await world.becomes(loan, 'active');
  if (checkEvery !== null) await holdChecks(loan, checkEvery, disbursedOn, months);
  await clock.current.sleepUntil(maturesOn, '12:00');
  const paid = { receiptNo: `R-${loanNo}`, paidOn: maturesOn, principal: amount, interest: '0.00' };
  await world.report('repaymentReceived', county, loanNo, { loanNo, ...paid });
  await world.becomes(loan, 'settled');
  const workflowId = loanWorkflowId(county, loanNo);
  await clock.current.completed(workflowId);
  return workflowId;
}

/** Between the task of the disbursement and that of the payoff; a wake's timer was set by the task before it. */
function inService({ tasks }: LoanEvents): number {
  const isFact = ([cause]: string[]): boolean => cause === 'WorkflowExecutionSignaled';
  const served = tasks.slice(tasks.findIndex(isFact) + 1, tasks.findLastIndex(isFact));
  return served.flat().length + 1;
}

/** Size of each event as the server stores it, by type. */
async function bytesOf(workflowId: string): Promise<Map<string, number>> {
  const { events } = await clock.current.client.workflow.getHandle(workflowId).fetchHistory();
  const bytes = new Map<string, number>();
  for (const event of events ?? []) {
    const type = EventType[Number(event.eventType)] ?? '';
    const name = type.replace('EVENT_TYPE_', '').toLowerCase();
    bytes.set(name, (bytes.get(name) ?? 0) + HistoryEvent.encode(event).finish().length);
  }
  return bytes;
}

const listed = (entries: Iterable<[string, number]>): string =>
  [...entries]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

it.each(cases)(
  'history of a loan $name',
  async (life) => {
    const workflowId = await live(life);
    const events = await eventsOf(clock.current.client, workflowId);
    const bytes = await bytesOf(workflowId);
    const service = inService(events);
    const common = { group: 'history', better: 'less', floor: null, goalOn: 'ours' } as const;
    report({
      ...{ ...common, name: `${life.name}: opening and closing`, unit: 'events', goal: 45 },
      ours: [events.total - service],
      note: `all ${events.total}: ${listed(Object.entries(events.all))}`,
    });
    report({
      ...{ ...common, name: `${life.name}: a year in service`, unit: 'events', goal: 25 },
      ours: [service / (life.months / 12)],
    });
    report({
      ...{ ...common, name: `${life.name}: whole history`, unit: 'bytes', goal: 30_000 },
      ours: [[...bytes.values()].reduce((sum, size) => sum + size, 0)],
      note: listed(bytes),
    });
  },
  120_000,
);
