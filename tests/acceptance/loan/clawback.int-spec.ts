import {
  clawbackUpdates,
  clawbackWorkflowId,
  clawbackWorkflowType,
  loanUpdates,
  loanWorkflowId,
  taskQueues,
  type ClawbackOpening,
  type LoanStart,
} from '@bangdai/contracts';
import { addDays, addMonths } from '@bangdai/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inventedIdNumber } from '@bangdai/persistence/testing';
import { randomUUID } from 'node:crypto';
import { withLoanClock } from '../../support/loan-clock.js';
import { ninthCounty as county, writeNinthCounty } from '../../support/ninth-county.js';
import { eventually } from '../../support/operators.js';
import { keepHistory } from '../../support/recorded-histories.js';
import { World } from '../../support/worlds.js';

const clock = withLoanClock();
let world: World;
let settleOn: string;
const loans: LoanStart[] = [];

async function activeLoan(): Promise<LoanStart> {
  const documents = ['idCard', 'yubeiAnnex2'];
  const form = { county, appliedOn: '2021-09-01', termMonths: 36, idNumber: inventedIdNumber(), documents };
  const { loan } = await world.apply(form);
  for (const step of ['villageOpinion', 'townOpinion', 'districtOpinion', 'bankDecision'])
    await world.decideLoan(loan, step);
  const disbursedOn = await clock.current.today();
  await world.report('loanDisbursed', county, loan.loanNo, {
    ...{ loanNo: loan.loanNo, contractNo: `HT-${loan.loanNo}`, amount: '30000.00', annualRate: '0.03' },
    ...{ disbursedOn, maturesOn: addMonths(disbursedOn, 36) },
  });
  await world.becomes(loan, 'active');
  return loan;
}

/** What the settlements' own chain ends in, without its people: the store pays the claimed lines. */
async function settle(day: string): Promise<string> {
  const { settlements } = world.database.persistence;
  const opened = await settlements.openSettlement({
    county,
    bank: 'main',
    settleOn: day,
    openedBy: 'system',
  });
  const at = `${day}T09:00:00.000Z`;
  const { settlementId } = opened;
  const { orderNo } = await settlements.orderSubsidyPayment({ settlementId, at });
  await settlements.recordSettlementPaid({ settlementId, orderNo, paidOn: day, at });
  return opened.total;
}

beforeAll(async () => {
  world = await World.open(clock.current.client, clock.current.env.address, {
    packDirs: [writeNinthCounty()],
  });
  for (let i = 0; i < 4; i += 1) loans.push(await activeLoan());
  settleOn = await clock.current.coming('12-20');
  if ((await clock.current.today()) > addDays(settleOn, -10)) settleOn = addMonths(settleOn, 3);
  await clock.current.sleepUntil(addDays(settleOn, 1));
  await settle(settleOn);
}, 180_000);
afterAll(() => world?.close(), 60_000);

const paidTo = async ({ loanId }: LoanStart): Promise<string> => {
  const [row] = await world.sql<{ paid: string }>(
    `select sum(subsidy)::text as paid from settlement_line where loan_id = $1 and state = 'paid' and clawback_id is null`,
    [loanId],
  );
  return row?.paid ?? '0.00';
};

const caseOf = async ({ loanId }: LoanStart) => {
  const [row] = await world.sql<Record<string, string | null>>('select * from clawback where loan_id = $1', [
    loanId,
  ]);
  return row ?? {};
};

async function open(loan: LoanStart, over: Partial<ClawbackOpening> = {}) {
  const office = world.actor(county, 'countyOffice', '', 'opener');
  const commandId = randomUUID();
  const opening = { commandId, loanId: loan.loanId, cause: 'ineligible' as const };
  const terms = { fromOn: null, toOn: null, amountMax: null, ...over };
  const start = await world.database.persistence.clawbacks.openCase({ ...opening, ...terms }, office);
  if (start === null) return null;
  const workflowId = clawbackWorkflowId(county, start.caseNo);
  const args: [typeof start] = [start];
  await clock.current.client.workflow.start(clawbackWorkflowType, {
    workflowId,
    taskQueue: taskQueues.loan,
    args,
  });
  return { ...start, workflowId };
}

type Case = NonNullable<Awaited<ReturnType<typeof open>>>;

const hashOf = async ({ caseId }: Case): Promise<string> => {
  const [row] = await world.sql<{ figures_hash: string }>('select figures_hash from clawback where id = $1', [
    caseId,
  ]);
  return row?.figures_hash ?? '';
};

async function decide(kase: Case, step: string, over: object = {}) {
  await world.task(kase.caseId, step);
  const figuresHash = await hashOf(kase);
  return world.decide(kase.workflowId, clawbackUpdates.submitReview, kase.caseId, county, step, {
    figuresHash,
    ...over,
  });
}

const send = (kase: Case, name: string, role: string, payload: object) =>
  world.update(kase.workflowId, name, {
    ...{ commandId: randomUUID(), actor: world.actor(county, role, '', `${role}-money`) },
    ...payload,
  });

async function notice(kase: Case): Promise<string> {
  const { id: taskId } = await world.task(kase.caseId, 'clawbackNotice');
  const noticedOn = await clock.current.today();
  await send(kase, clawbackUpdates.recordNotice, 'countyOffice', { taskId, noticedOn });
  return noticedOn;
}

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'accepted',
    (error: { cause?: { message?: string } }) => error.cause?.message ?? String(error),
  );

const receivable = async ({ loanId }: LoanStart): Promise<string | undefined> => {
  const [row] = await world.sql<{ sum: string }>(
    'select sum(debit - credit)::text as sum from posting where account = $1',
    [`county/${county}/clawbackReceivable/${loanId}`],
  );
  return row?.sum;
};

describe('a clawback case', () => {
  it('is agreed on by office and finance, noticed, and repaid in parts to the account of the year', async () => {
    const [loan] = loans as [LoanStart];
    const kase = (await open(loan))!;
    const amount = await paidTo(loan);
    await world.task(kase.caseId, 'clawbackOffice');
    expect(await codeOf(decide(kase, 'clawbackOffice', { figuresHash: 'another' }))).toBe('FIGURES_CHANGED');
    expect(await codeOf(decide(kase, 'clawbackOffice', { decision: 'reject', reasonGiven: false }))).toBe(
      'REASON_REQUIRED',
    );
    await decide(kase, 'clawbackOffice');
    await decide(kase, 'clawbackFinance');
    expect(await caseOf(loan)).toMatchObject({ stage: 'decided', amount });
    expect(await receivable(loan)).toBe(amount);
    const [plan] = await world.sql<{ nights: number }>(
      'select coalesce(sum(nights), 0)::int as nights from subsidy_plan p where loan_id = $1 and not exists (select 1 from settlement_line s where s.loan_id = p.loan_id and s.period_from = p.period_from)',
      [loan.loanId],
    );
    // Ineligible from the start: no night of it earns any more.
    expect(plan?.nights).toBe(0);
    await notice(kase);
    const paidOn = await clock.current.today();
    const pay = (receiptNo: string, sum: string) =>
      send(kase, clawbackUpdates.recordRepaid, 'finance', { receiptNo, amount: sum, paidOn });
    expect(await codeOf(pay('B-1', '999999.00'))).toBe('OVERPAYMENT');
    await pay('B-1', '1.00');
    expect(await codeOf(pay('B-1', '1.00'))).toBe('DUPLICATE_RECEIPT');
    await pay('B-2', (Number(amount) - 1).toFixed(2));
    expect((await caseOf(loan))['stage']).toBe('repaid');
    expect(await receivable(loan)).toBe('0.00');
    await clock.current.completed(kase.workflowId);
    await keepHistory(clock.current.client, kase.workflowId, 'clawback-repaid');
    // Several findings on the same nights count once.
    const second = (await open(loan, { cause: 'falseClaim' }))!;
    await clock.current.completed(second.workflowId);
    const [dropped] = await world.sql<{ stage: string; amount: string }>(
      'select stage, amount from clawback where id = $1',
      [second.caseId],
    );
    expect(dropped).toEqual({ stage: 'dropped', amount: '0.00' });
  }, 90_000);

  it('is dropped when unfounded, and the reason stands on it', async () => {
    const loan = loans[1]!;
    const kase = (await open(loan, { fromOn: addDays(settleOn, -20) }))!;
    await world.task(kase.caseId, 'clawbackOffice');
    expect(Number((await caseOf(loan))['amount'])).toBeGreaterThan(0);
    expect(Number((await caseOf(loan))['amount'])).toBeLessThan(Number(await paidTo(loan)));
    await decide(kase, 'clawbackOffice', { decision: 'reject' });
    expect((await caseOf(loan))['stage']).toBe('dropped');
    await clock.current.completed(kase.workflowId);
    expect(await receivable(loan)).toBeNull();
    await keepHistory(clock.current.client, kase.workflowId, 'clawback-dropped');
  }, 60_000);

  it('is opened by a finding of misuse, noticed, appealed, escalated after 30 days, and still repaid', async () => {
    const loan = loans[2]!;
    const checkedOn = addDays(settleOn, -10);
    await world.update(loanWorkflowId(county, loan.loanNo), loanUpdates.submitUsageCheck, {
      ...{ commandId: randomUUID(), taskId: null, checkedOn, finding: 'misuse', remarkGiven: true },
      actor: world.actor(county, 'bank', '', 'checker'),
    });
    const row = await eventually('the case is open', async () => {
      const found = await caseOf(loan);
      return Number(found['amount'] ?? 0) > 0 ? found : null;
    });
    expect(row).toMatchObject({ cause: 'misuse', from_on: checkedOn, nights: 11 });
    const caseId = String(row['id']);
    const kase = { caseId, workflowId: clawbackWorkflowId(county, String(row['case_no'])) } as Case;
    // The finding's own command called nobody: the relay opened the case from what the record left it.
    const { events } = await clock.current.client.workflow
      .getHandle(loanWorkflowId(county, loan.loanNo))
      .fetchHistory();
    const called = events?.map((event) => event.activityTaskScheduledEventAttributes?.activityType?.name);
    expect(called).not.toContain('openClawback');
    await decide(kase, 'clawbackOffice');
    await decide(kase, 'clawbackFinance');
    const { id: noticeTask } = await world.task(caseId, 'clawbackNotice');
    const office = world.actor(county, 'countyOffice', '', 'office');
    const letter = await world.database.persistence.desk.readForm(office, noticeTask);
    expect(letter).toMatchObject({ title: '追回财政贴息通知书', number: row['case_no'] });
    expect(letter.fields).toContainEqual({ label: '追回金额（元）', value: row['amount'] });
    expect(letter.fields.find(({ label }) => label === '金额大写')?.value).toMatch(/元/);
    expect(letter.paragraphs.join('')).toContain(`因改变用途，自 ${checkedOn} 起`);
    const noticedOn = await notice(kase);
    await send(kase, clawbackUpdates.noteAppeal, 'township', { reasonGiven: true });
    await clock.current.sleepUntil(addDays(noticedOn, 31), '00:10');
    await world.task(caseId, 'clawbackOverdue');
    expect((await caseOf(loan))['stage']).toBe('escalated');
    const receipt = { receiptNo: 'B-9', amount: row['amount'], paidOn: await clock.current.today() };
    await send(kase, clawbackUpdates.recordRepaid, 'finance', receipt);
    expect(await caseOf(loan)).toMatchObject({ stage: 'repaid' });
    await clock.current.completed(kase.workflowId);
    await keepHistory(clock.current.client, kase.workflowId, 'clawback-escalated');
  }, 120_000);

  it('is set off from later lines of the same payee, and settled by the payment of that settlement', async () => {
    const loan = loans[1]!;
    const nights = { fromOn: addDays(settleOn, -20), toOn: addDays(settleOn, 1) };
    const kase = (await open(loan, { cause: 'overpayment', ...nights }))!;
    await decide(kase, 'clawbackOffice');
    await decide(kase, 'clawbackFinance');
    const stageOf = async () =>
      (await world.sql<{ stage: string }>('select stage from clawback where id = $1', [kase.caseId]))[0]
        ?.stage;
    await notice(kase);
    await send(kase, clawbackUpdates.orderSetOff, 'finance', {});
    const owed = await receivable(loan);
    const next = addMonths(settleOn, 3);
    await clock.current.sleepUntil(addDays(next, 1));
    const total = await settle(next);
    await eventually('the case is set off', async () => (await stageOf()) === 'setOff');
    expect(await receivable(loan)).toBe('0.00');
    const [line] = await world.sql<{ subsidy: string }>(
      'select subsidy from settlement_line where clawback_id = $1',
      [kase.caseId],
    );
    expect(line?.subsidy).toBe(`-${owed}`);
    const [order] = await world.sql<{ amount: string }>(
      `select p.credit::text as amount from posting p join journal_entry e on e.id = p.entry_id
       where e.kind = 'subsidyPayment' and p.account like '%/treasury/%' order by e.seq desc limit 1`,
    );
    expect(order?.amount).toBe(total);
    await clock.current.completed(kase.workflowId);
    await keepHistory(clock.current.client, kase.workflowId, 'clawback-set-off');
  }, 120_000);

  it('excludes a line that is not paid yet instead, and gives it back when unfounded', async () => {
    const loan = loans[3]!;
    const day = addMonths(settleOn, 6);
    const { settlements } = world.database.persistence;
    await clock.current.sleepUntil(addDays(day, 1));
    await settlements.openSettlement({ county, bank: 'main', settleOn: day, openedBy: 'system' });
    const kase = (await open(loan, { fromOn: addDays(day, -9) }))!;
    await clock.current.completed(kase.workflowId);
    const lines = await world.sql<{ state: string; subsidy: string }>(
      'select state, subsidy from settlement_line where loan_id = $1 order by period_from desc limit 1',
      [loan.loanId],
    );
    expect(lines[0]?.state).toBe('excluded');
    const [waiting] = await world.sql<{ subsidy: string }>(
      'select subsidy from subsidy_adjustment where loan_id = $1 and settlement_id is null',
      [loan.loanId],
    );
    // Ten of the nights are not paid; what the others earned comes with the next settlement.
    expect(Number(waiting?.subsidy)).toBeGreaterThan(0);
    expect(Number(waiting?.subsidy)).toBeLessThan(Number(lines[0]?.subsidy));
  }, 60_000);
});
