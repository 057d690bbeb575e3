import { loanWorkflowId, settlementWorkflowId, type LoanStart } from '@bangdai/contracts';
import type { ApplicationForm } from '@bangdai/contracts/http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectRecordsAgree } from './agreeing-records.js';
import { expectWholeStory } from './case-story.js';
import { withLoanClock, type LoanClock } from './loan-clock.js';
import { eventually } from './operators.js';
import { keepHistory } from './recorded-histories.js';
import { amount, type SchemeCase } from './scheme-case.js';
import { SchemeClaim } from './scheme-claim.js';
import { signSettlement } from './scheme-settlement.js';
import { ClaimVectors } from './claim-vectors.js';
import { SubsidyVectors } from './subsidy-vectors.js';
import { World } from './worlds.js';

/**
 * Drives two loans of one county through its whole plan: one settled, one overdue and compensated.
 * @param afterwards what else a plan promises, looked at when all is over
 */
export function describeScheme(
  scheme: SchemeCase,
  afterwards: Record<string, (world: World) => Promise<void>> = {},
): void {
  describe(`${scheme.county}: a loan from application to close`, () => {
    const holder = withLoanClock();
    let life: SchemeLife;
    beforeAll(async () => {
      life = await SchemeLife.begin(scheme, holder.current);
    }, 90_000);
    afterAll(() => life?.world.close(), 60_000);

    it('passes the desks of its own chain in their order', () => life.passChain(), 90_000);
    it('pays its subsidy for the quarter through its own flow, once', () => life.settleQuarter(), 90_000);
    it('plans its use checks with the right party', () => life.expectChecks(), 30_000);
    it(
      'becomes overdue unpaid, is urged, and is compensated by its own split',
      () => life.compensate(),
      90_000,
    );
    it('reminds of the maturity on its days and is settled by payoff', () => life.remindAndSettle(), 90_000);
    it('leaves records that agree', () => expectRecordsAgree(life.world, scheme.county), 30_000);
    const { vectors } = scheme;
    if (vectors !== undefined && Object.keys(vectors.settled).length > 0)
      it(
        'settles the vectors of its plan to the fen, as a bank lists them that counts for itself',
        () => new SubsidyVectors(scheme, holder.current, life.world).run(vectors.settled),
        120_000,
      );
    if (vectors !== undefined)
      it(
        'compensates the vectors of its plan to the fen',
        () => new ClaimVectors(scheme, holder.current, life.world).run(vectors.claimed),
        120_000,
      );
    for (const [title, check] of Object.entries(afterwards)) it(title, () => check(life.world), 60_000);
  });
}

class SchemeLife {
  private constructor(
    private readonly scheme: SchemeCase,
    private readonly clock: LoanClock,
    readonly world: World,
    /** Year of disbursement. */
    private readonly year: number,
  ) {}

  private good!: LoanStart;
  private bad!: LoanStart;

  static async begin(scheme: SchemeCase, clock: LoanClock): Promise<SchemeLife> {
    const start = await clock.coming(
      scheme.chain.some(({ role }) => role === 'publicity') ? '04-18' : '04-28',
    );
    await clock.sleepUntil(start);
    const { packDirs = [] } = scheme;
    const world = await World.open(clock.client, clock.env.address, { packDirs });
    return new SchemeLife(scheme, clock, world, Number(start.slice(0, 4)));
  }

  private day(monthAndDay: string, yearsOn = 0): string {
    return `${this.year + yearsOn}-${monthAndDay}`;
  }

  async passChain(): Promise<void> {
    this.good = await this.approve({ termMonths: 12 });
    this.bad = await this.approve({ termMonths: 6 });
    await this.clock.sleepUntil(this.day('05-05'), '10:00');
    await this.disburse(this.good, this.day('05-05', 1));
    await this.disburse(this.bad, this.day('11-05'));
  }

  private async approve(form: Partial<ApplicationForm>): Promise<LoanStart> {
    const { county, chain, annualRate } = this.scheme;
    const { loan, receipt } = await this.world.apply({ county, amount, ...this.scheme.form, ...form });
    expect(receipt).toMatchObject({ accepted: true, code: null });
    const last = chain.at(-1);
    for (const { step, role, opinion } of chain) {
      if (role === 'publicity') {
        await this.passPublicity(loan);
        continue;
      }
      const task = await this.world.task(loan.loanId, step);
      expect(task.role).toBe(role);
      const terms = { amount, termMonths: loan.application.termMonths, annualRate };
      const isBank = role === 'bank';
      const answer = await this.world.decideLoan(loan, step, {
        opinionGiven: opinion ?? false,
        approvedTerms: isBank ? terms : null,
      });
      expect(answer.stage).toBe(step === last?.step ? 'approved' : answer.stage);
    }
    expect((await this.world.loanRow(loan.loanId))['stage']).toBe('approved');
    return loan;
  }

  /** Seven calendar days, the day of posting not counted; nobody decides meanwhile. */
  private async passPublicity(loan: LoanStart): Promise<void> {
    const row = await this.world.loanRow(loan.loanId);
    expect(row['stage']).toBe('publicity');
    const endsOn = String(row['publicity_ends_on']);
    await this.clock.sleepUntil(endsOn, '23:50');
    expect((await this.world.loanRow(loan.loanId))['stage']).toBe('publicity');
    await this.clock.env.sleep('15m');
    await eventually(
      'publicity is over',
      async () => (await this.world.loanRow(loan.loanId))['stage'] === 'inReview',
    );
  }

  private async disburse(loan: LoanStart, maturesOn: string): Promise<void> {
    const { loanNo, county } = loan;
    const disbursedOn = this.day('05-05');
    await eventually('the bank is asked to pay out', async () =>
      this.world.counterparts.mail.find(
        (mail) => mail.kind === 'disbursementRequest' && mail.loanNo === loanNo,
      ),
    );
    await this.world.report('loanDisbursed', county, loanNo, {
      ...{
        loanNo,
        contractNo: `HT-${loanNo}`,
        amount,
        annualRate: this.scheme.annualRate,
        disbursedOn,
        maturesOn,
      },
    });
    await this.becomes(loan, 'active');
  }

  private becomes(loan: LoanStart, stage: string): Promise<void> {
    return this.world.becomes(loan, stage);
  }

  async settleQuarter(): Promise<void> {
    const { county, subsidy } = this.scheme;
    const settleOn = this.day('06-20');
    await this.payInterest(subsidy.payoffOn);
    await this.clock.sleepUntil(settleOn, '18:00');
    const { counterparts } = this.world;
    const lines = this.linesOfBank();
    counterparts.list = lines;
    counterparts.paidOn = settleOn;
    const id = await this.world.openSettlement(county, settleOn);
    await signSettlement(this.scheme, this.clock, this.world, { settleOn, id });
    await eventually('the order is sent', async () => counterparts.sends.length > 0);
    await this.clock.env.sleep('2h');
    const workflowId = settlementWorkflowId(county, 'main', settleOn);
    await this.clock.completed(workflowId);
    await keepHistory(this.clock.client, workflowId, `settlement-paid-${county}`);
    const total = (Number(subsidy.amount) * lines.length).toFixed(2);
    expect(counterparts.sends.map(({ amount: paid }) => paid)).toEqual([total]);
    const settled = await this.world.sql(
      'select nights, interest, subsidy, state from settlement_line where settlement_id = $1 order by loan_no',
      [id],
    );
    const line = {
      nights: subsidy.nights,
      interest: subsidy.interest,
      subsidy: subsidy.amount,
      state: 'paid',
    };
    expect(settled).toEqual(lines.map(() => line));
    const [row] = await this.world.sql<{ stage: string; payee: string }>(
      'select stage, payee from settlement where id = $1',
      [id],
    );
    expect(row).toEqual({ stage: 'closed', payee: subsidy.payee });
  }

  /** The bank's own books, which the platform's figures have to meet to the fen. */
  private linesOfBank() {
    const { nights, interest, amount: subsidy, payoffOn } = this.scheme.subsidy;
    const loans = payoffOn === undefined ? [this.good, this.bad] : [this.good];
    return loans.map(({ loanNo }) => ({ loanNo, nights, interest, subsidy }));
  }

  /** The household pays its interest; where subsidies are settled at payoff, all of it. */
  private async payInterest(payoffOn: string | undefined): Promise<void> {
    const { interest } = this.scheme.subsidy;
    const paidOn = this.day(payoffOn ?? '06-20');
    await this.clock.sleepUntil(paidOn, '10:00');
    const loans = payoffOn === undefined ? [this.good, this.bad] : [this.good];
    for (const { county, loanNo } of loans) {
      const principal = payoffOn === undefined ? '0.00' : amount;
      await this.world.report('repaymentReceived', county, loanNo, {
        loanNo,
        receiptNo: `I-${loanNo}`,
        paidOn,
        principal,
        interest,
      });
    }
    if (payoffOn !== undefined) await this.becomes(this.good, 'settled');
  }

  async expectChecks(): Promise<void> {
    const checks = await this.world.sql<{ due_on: string; by: string }>(
      `select due_on, item->>'by' as by from due_item where loan_id = $1 and kind = 'usageCheck' order by due_on`,
      [this.bad.loanId],
    );
    expect(checks).toEqual([{ due_on: this.day('08-05'), by: this.scheme.checksBy }]);
  }

  compensate(): Promise<void> {
    return new SchemeClaim(this.scheme, this.clock, this.world, this.year, this.bad).compensate();
  }

  async remindAndSettle(): Promise<void> {
    const { county, subsidy } = this.scheme;
    if (subsidy.payoffOn !== undefined) return this.expectClosed(this.good);
    const { counterparts } = this.world;
    const mailOf = (kind: string) =>
      counterparts.mail.filter((mail) => mail.loanNo === this.good.loanNo && mail.kind === kind);
    await this.clock.sleepUntil(this.day('03-06', 1), '08:55');
    expect(mailOf('maturityNotice')).toEqual([]);
    await this.clock.sleepUntil(this.day('03-06', 1), '09:10');
    await eventually('the notice left', async () => mailOf('maturityNotice').length === 1);
    await this.clock.sleepUntil(this.day('04-05', 1), '08:55');
    expect(mailOf('writtenNotice')).toEqual([]);
    await this.clock.sleepUntil(this.day('04-05', 1), '09:10');
    await eventually('the written notice left', async () => mailOf('writtenNotice').length === 1);
    await this.clock.sleepUntil(this.day('05-05', 1), '11:00');
    const { loanNo } = this.good;
    const paidOn = this.day('05-05', 1);
    await this.world.report('repaymentReceived', county, loanNo, {
      loanNo,
      receiptNo: `P-${loanNo}`,
      paidOn,
      principal: amount,
      interest: '0.00',
    });
    await this.becomes(this.good, 'settled');
    await this.expectClosed(this.good);
  }

  private async expectClosed(loan: LoanStart): Promise<void> {
    const workflowId = loanWorkflowId(loan.county, loan.loanNo);
    await this.clock.completed(workflowId);
    await keepHistory(this.clock.client, workflowId, `loan-settled-${loan.county}`);
    const row = await this.world.loanRow(loan.loanId);
    expect([row['stage'], row['balance']]).toEqual(['settled', '0.00']);
    expect(await this.world.openTasks(loan.loanId)).toEqual([]);
    await expectWholeStory(this.world, loan);
    await expectWholeStory(this.world, this.bad);
  }
}
