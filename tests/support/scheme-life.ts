import {
  compensationWorkflowId,
  loanWorkflowId,
  settlementWorkflowId,
  type LoanStart,
} from '@bangdai/contracts';
import type { ApplicationForm } from '@bangdai/contracts/http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withLoanClock, type LoanClock } from './loan-clock.js';
import { eventually } from './operators.js';
import { keepHistory } from './recorded-histories.js';
import { World } from './worlds.js';

/** What a county's plan and its seed say about one loan of 30,000.00 over twelve months, in figures and days. */
export interface SchemeCase {
  county: string;
  /** What an applicant of this county brings. */
  form: Partial<ApplicationForm>;
  /** Desks in order, after the application; `publicity` stands for its seven days. */
  chain: { step: string; role: string; opinion?: boolean }[];
  annualRate: string;
  /** One quarter: disbursed on 5 May, settled on 20 June. */
  subsidy: {
    /** Paid off before the settlement, where a scheme settles at payoff. */
    payoffOn?: string;
    interest: string;
    nights: number;
    amount: string;
    payee: 'bank' | 'borrower';
    flow: { step: string; role: string; decision: 'approve' | 'complete'; documents?: string[] }[];
  };
  checksBy: string;
  claim: {
    cause: string;
    role: string;
    /** Days after maturity on which it can be filed. */
    insurance?: string;
    chain: { step: string; role: string }[];
    lossBase: string;
    netLoss: string;
    shares: Record<string, string>;
    fundPaid: string;
    recovery: { amount: string; shares: Record<string, string> };
  };
}

const amount = '30000.00';
const proofs = ['loanContract', 'disbursementProof', 'overdueStatement', 'causeProof', 'collectionRecord'];

/** Drives two loans of one county through its whole plan: one settled, one overdue and compensated. */
export function describeScheme(scheme: SchemeCase): void {
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
    const world = await World.open(clock.client, clock.env.address);
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

  private becomes(loan: LoanStart, stage: string): Promise<unknown> {
    return eventually(
      `${loan.loanNo} is ${stage}`,
      async () => (await this.world.loanRow(loan.loanId))['stage'] === stage,
    );
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
    for (const { step, role, decision, documents } of subsidy.flow) {
      const task = await this.world.task(id, step);
      expect(task.role).toBe(role);
      await this.world.decideSettlement(county, settleOn, id, step, { decision, documents: documents ?? [] });
    }
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

  async compensate(): Promise<void> {
    const { county, claim } = this.scheme;
    await this.clock.sleepUntil(this.day('11-06'), '09:30');
    await this.becomes(this.bad, 'overdue');
    expect((await this.world.loanRow(this.bad.loanId))['overdue_since']).toBe(this.day('11-06'));
    const urging = await eventually('both parties are asked to urge', async () => {
      const tasks = (await this.world.openTasks(this.bad.loanId)).filter(({ kind }) => kind === 'urging');
      return tasks.length === 2 ? tasks : null;
    });
    expect(urging.map(({ role }) => role).sort()).toEqual(['bank', 'village']);
    // 90 days overdue: the first day counts as one.
    await this.clock.sleepUntil(this.day('02-03', 1), '08:30');
    expect((await this.world.openTasks(this.bad.loanId)).map(({ kind }) => kind)).not.toContain('claimReady');
    await this.clock.sleepUntil(this.day('02-03', 1), '09:30');
    const ready = await this.world.task(this.bad.loanId, 'claimReady');
    expect(ready.role).toBe(claim.role);
    const filed = await this.world.fileClaim(this.bad, { ...claim, proofs, filedOn: this.day('02-03', 1) });
    expect(filed.receipt).toMatchObject({ accepted: true, code: null });
    await this.becomes(this.bad, 'compensating');
    if (claim.insurance !== undefined) {
      const reportedOn = this.day('02-03', 1);
      await this.world.report('insuranceReported', county, filed.claimNo, {
        paid: claim.insurance,
        reportedOn,
      });
    }
    await this.reviewClaim(filed.claimId, filed.workflowId);
    await this.recover(filed.claimId, filed.workflowId);
  }

  private async reviewClaim(claimId: string, workflowId: string): Promise<void> {
    const { county, claim } = this.scheme;
    const sent = this.world.counterparts.sends.length;
    this.world.counterparts.paidOn = await this.clock.today();
    for (const { step, role } of claim.chain) {
      const task = await this.world.task(claimId, step);
      expect(task.role).toBe(role);
      const isPayment = step === 'financePay';
      const figuresHash = isPayment ? await this.world.figuresHash('claim', claimId) : null;
      await this.world.decideClaim(workflowId, claimId, county, step, {
        decision: isPayment ? 'complete' : 'approve',
        figuresHash,
      });
    }
    await eventually('the order is sent', async () => this.world.counterparts.sends.length > sent);
    await this.clock.env.sleep('2h');
    await this.becomes(this.bad, 'compensated');
    const [row] = await this.world.sql(
      'select loss_base, net_loss, fund_paid, shares from claim where id = $1',
      [claimId],
    );
    const { lossBase: loss_base, netLoss: net_loss, fundPaid: fund_paid, shares } = claim;
    expect(row).toEqual({ loss_base, net_loss, fund_paid, shares });
    expect(this.world.counterparts.sends.slice(sent).map(({ amount: paid }) => paid)).toEqual([
      claim.fundPaid,
    ]);
  }

  /** One recovery flows back by the pack's rule; then the county office ends the pursuit. */
  private async recover(claimId: string, workflowId: string): Promise<void> {
    const { county, claim } = this.scheme;
    const { loanNo } = this.bad;
    const receivedOn = await this.clock.today();
    await this.world.report('recoveryReceived', county, loanNo, {
      loanNo,
      receiptNo: `V-${loanNo}`,
      amount: claim.recovery.amount,
      receivedOn,
    });
    const shares = await eventually('the recovery is given out', async () => {
      const rows = await this.world.sql<{ party: string; amount: string }>(
        `select s.party, s.amount from recovery r join recovery_share s on s.recovery_id = r.id where r.claim_id = $1`,
        [claimId],
      );
      return rows.length > 0 ? rows : null;
    });
    expect(Object.fromEntries(shares.map((share) => [share.party, share.amount]))).toEqual(
      claim.recovery.shares,
    );
    const actor = this.world.actor(county, 'countyOffice', '', 'office');
    await this.world.update(workflowId, 'closeRecovery', {
      commandId: `close-${claimId}`,
      reasonGiven: true,
      actor,
    });
    await this.clock.completed(workflowId);
    await this.becomes(this.bad, 'closedLoss');
    const loanWorkflow = loanWorkflowId(county, loanNo);
    await this.clock.completed(loanWorkflow);
    await keepHistory(this.clock.client, workflowId, `compensation-closed-${county}`);
    await keepHistory(this.clock.client, loanWorkflow, `loan-compensated-${county}`);
    expect(workflowId).toBe(compensationWorkflowId(county, workflowId.split('/').at(-1) ?? ''));
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
  }
}
