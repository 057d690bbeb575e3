import { loanUpdates, loanWorkflowId, type LoanStart } from '@bangdai/contracts';
import { addDays } from '@bangdai/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { withLoanClock } from '../../support/loan-clock.js';
import { ninthCounty, writeNinthCounty } from '../../support/ninth-county.js';
import { NinthLoans } from '../../support/ninth-loans.js';
import { keepHistory } from '../../support/recorded-histories.js';
import { codeOf } from '../../support/refusals.js';
import { World } from '../../support/worlds.js';

// Yubei: 恶意退出的，收回贷款或转为农户贷款.
const county = ninthCounty;
const clock = withLoanClock();
let world: World;

beforeAll(async () => {
  world = await World.open(clock.current.client, clock.current.env.address, {
    packDirs: [writeNinthCounty()],
  });
}, 60_000);
afterAll(() => world?.close(), 60_000);

const workflowOf = (loan: LoanStart) => loanWorkflowId(loan.county, loan.loanNo);

const activeLoan = (): Promise<LoanStart> => new NinthLoans(world, clock.current).active();

interface Exit {
  option: string;
  payBy: string | null;
  reasonGiven?: boolean;
  role?: string;
}

const exit = (loan: LoanStart, { role = 'countyOffice', reasonGiven = true, ...rest }: Exit) =>
  world.update(workflowOf(loan), loanUpdates.recordMaliciousExit, {
    commandId: randomUUID(),
    actor: world.actor(county, role, '', 'exit'),
    reasonGiven,
    ...rest,
  });

const planned = (loan: LoanStart, after: string) =>
  world.sql('select 1 from subsidy_plan where loan_id = $1 and period_from >= $2 and subsidy > 0', [
    loan.loanId,
    after,
  ]);

describe('a household that walks away from the purpose of its loan', () => {
  it('is recalled by a nearer day, earns no subsidy from the finding on, and is overdue after that day', async () => {
    const loan = await activeLoan();
    const foundOn = await clock.current.today();
    const payBy = addDays(foundOn, 30);
    const refusals: [Exit, string][] = [
      [{ option: 'recall', payBy, role: 'bank' }, 'WRONG_ROLE'],
      [{ option: 'recall', payBy, reasonGiven: false }, 'REASON_REQUIRED'],
      [{ option: 'recall', payBy: null }, 'BAD_DATE'],
      [{ option: 'recall', payBy: foundOn }, 'BAD_DATE'],
      [{ option: 'forgive', payBy: null }, 'DECISION_NOT_ALLOWED'],
    ];
    for (const [command, code] of refusals)
      await expect(exit(loan, command)).rejects.toMatchObject({ cause: { type: code } });
    expect(await exit(loan, { option: 'recall', payBy })).toMatchObject({
      accepted: true,
      stage: 'recalled',
    });
    const row = await world.loanRow(loan.loanId);
    expect(row).toMatchObject({ stage: 'recalled', matures_on: payBy, subsidy_stops_on: foundOn });
    expect(await planned(loan, foundOn)).toEqual([]);
    await clock.current.sleepUntil(addDays(payBy, 1), '10:00');
    await world.becomes(loan, 'overdue');
  }, 60_000);

  it('is not extended any more: its open request ends with the recall, and no other is taken', async () => {
    const loan = await activeLoan();
    const send = <C extends object>(name: string, role: string, payload: C) =>
      world.update(workflowOf(loan), name, {
        ...{ commandId: randomUUID(), reasonGiven: true },
        actor: world.actor(county, role, role === 'village' ? loan.place : '', 'asks'),
        ...payload,
      });
    const request = { kind: 'extension', months: 6 };
    await send(loanUpdates.requestTerm, 'village', request);
    const { id: taskId } = await world.task(loan.loanId, 'termRequest');
    const payBy = addDays(await clock.current.today(), 30);
    await exit(loan, { option: 'recall', payBy });
    expect((await world.openTasks(loan.loanId)).filter(({ kind }) => kind === 'termRequest')).toEqual([]);
    const decision = { taskId, decision: 'approve' };
    expect(await codeOf(send(loanUpdates.decideRequest, 'bank', decision))).toBe('LOAN_CLOSED');
    expect(await codeOf(send(loanUpdates.requestTerm, 'village', request))).toBe('LOAN_CLOSED');
    expect((await world.loanRow(loan.loanId))['matures_on']).toBe(payBy);
    await keepHistory(clock.current.client, workflowOf(loan), 'loan-recalled-with-request');
  }, 60_000);

  it("or becomes the bank's ordinary loan: the programme lets go of it", async () => {
    const loan = await activeLoan();
    expect(await exit(loan, { option: 'convertToFarmerLoan', payBy: null })).toMatchObject({
      accepted: true,
      stage: 'converted',
    });
    await clock.current.completed(workflowOf(loan));
    expect(await planned(loan, await clock.current.today())).toEqual([]);
  }, 60_000);
});
