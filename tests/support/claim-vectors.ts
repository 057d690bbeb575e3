import type { LoanStart } from '@bangdai/contracts';
import type { ApplicationForm } from '@bangdai/contracts/http';
import {
  addDays,
  addMonths,
  compareMoney,
  minMoney,
  rateCap,
  subtractMoney,
  type PolicyPack,
} from '@bangdai/domain';
import { apply, disburse, inventedIdNumber, loanChange, repay } from '@bangdai/persistence/testing';
import { loadPacks } from '@bangdai/policy-packs';
import { expect } from '@jest/globals';
import { goldenVector, type ClaimVector } from './golden-vectors.js';
import type { LoanClock } from './loan-clock.js';
import { eventually } from './operators.js';
import { factsOf, gradeOf } from './vector-lending.js';
import type { SchemeCase } from './scheme-case.js';
import type { FiledClaim } from './anhui-claim.js';
import type { World } from './worlds.js';

const proofs = ['loanContract', 'disbursementProof', 'overdueStatement', 'causeProof', 'collectionRecord'];

/** More than any interest of a vector. */
const allInterest = '999999.00';

interface Overdue {
  loans: LoanStart[];
  filedOn: string;
}

/** Golden vectors of the compensation, claimed, verified, paid and recovered like any loan of the county. */
export class ClaimVectors {
  private readonly pack: PolicyPack;
  private readonly registry = loadPacks();

  constructor(
    private readonly scheme: SchemeCase,
    private readonly clock: LoanClock,
    private readonly world: World,
  ) {
    const [pack] = this.registry.versions(scheme.county).slice(-1);
    if (pack === undefined) throw new Error(`no pack of ${scheme.county}`);
    this.pack = pack;
  }

  async run(ids: string[]): Promise<void> {
    for (const id of ids) await this.claim(goldenVector('compensation', id));
  }

  private async claim(vector: ClaimVector): Promise<void> {
    const { expect: expected, given } = vector;
    const { loans, filedOn } = await this.overdue(vector);
    const [loan, further] = loans;
    if (loan === undefined) throw new Error(`${vector.id} lends nothing`);
    const before = await this.fund();
    const claim = await this.file(loan, given.cause, filedOn);
    if (expected.decision === 'refused') {
      expect(claim.receipt).toMatchObject({ accepted: false, code: expected.reason });
      return;
    }
    expect(claim.receipt).toMatchObject({ accepted: true, code: null });
    if (this.pack.compensation[given.product]?.insuranceFirst === true)
      await this.world.report('insuranceReported', this.scheme.county, claim.claimNo, {
        ...{ paid: given.insurancePaid, reportedOn: filedOn },
      });
    await this.verifyAndPay(claim);
    const [row] = await this.world.sql<Record<string, string>>(
      'select loss_base, net_loss, shares, uncovered, fund_paid from claim where id = $1',
      [claim.claimId],
    );
    // Of two loans of the household the second one's part beyond the pool is uncovered with it.
    const beyond = further === undefined ? '0.00' : further.application.amount;
    expect({ id: vector.id, ...row }).toEqual({
      ...{ id: vector.id, loss_base: expected.lossBase, net_loss: expected.netLoss, shares: expected.shares },
      ...{ uncovered: subtractMoney(expected.uncoveredByScheme, beyond), fund_paid: expected.fundPaid },
    });
    expect(subtractMoney(before, await this.fund())).toBe(expected.fundPaid);
    if (further !== undefined)
      expect((await this.file(further, given.cause, filedOn)).receipt.code).toBe('CAUSE_EXCLUDED');
    await this.recover(vector, loan, claim);
  }

  private file(loan: LoanStart, cause: string, filedOn: string): Promise<FiledClaim> {
    return this.world.fileClaim(loan, { cause, proofs, filedOn, role: this.scheme.claim.role });
  }

  private async verifyAndPay({ claimId, workflowId }: FiledClaim): Promise<void> {
    const { county, claim } = this.scheme;
    const { counterparts } = this.world;
    const sent = counterparts.sends.length;
    counterparts.paidOn = await this.clock.today();
    for (const { step } of claim.chain) {
      await this.world.task(claimId, step);
      const isPayment = step === 'financePay';
      const figuresHash = isPayment ? await this.world.figuresHash('claim', claimId) : null;
      const decision = isPayment ? 'complete' : 'approve';
      await this.world.decideClaim(workflowId, claimId, county, step, { decision, figuresHash });
    }
    await eventually('the order is sent', async () => counterparts.sends.length > sent);
    await this.clock.env.sleep('2h');
    await eventually('the claim is paid', async () => {
      const [row] = await this.world.sql<{ paid_on: string | null }>(
        'select paid_on from claim where id = $1',
        [claimId],
      );
      return row?.paid_on !== null;
    });
  }

  /** What comes in later, each time given out as the vector says. */
  private async recover({ expect: expected, given }: ClaimVector, loan: LoanStart, claim: FiledClaim) {
    const { county, loanNo } = loan;
    const receivedOn = await this.clock.today();
    for (const [index, { amount }] of (given.recoveries ?? []).entries()) {
      const receiptNo = `V-${loanNo}-${index}`;
      await this.world.report('recoveryReceived', county, loanNo, { loanNo, receiptNo, amount, receivedOn });
      const shares = await eventually('the recovery is given out', async () => {
        const rows = await this.world.sql<{ party: string; amount: string }>(
          `select s.party, s.amount from recovery r join recovery_share s on s.recovery_id = r.id
           where r.claim_id = $1 and r.receipt_no = $2`,
          [claim.claimId, receiptNo],
        );
        return rows.length > 0 ? rows : null;
      });
      expect(Object.fromEntries(shares.map((share) => [share.party, share.amount]))).toEqual(
        expected.recoveries?.[index]?.allocation,
      );
    }
  }

  /** Overdue for as long as the vector says, with its principal and, where it names some, its interest unpaid. */
  private async overdue(vector: ClaimVector): Promise<Overdue> {
    const { given } = vector;
    const { product, overdueDays, principalOutstanding: principal } = given;
    const quarter = `${Number(this.pack.effectiveFrom.slice(0, 4)) + 1}-03-21`;
    const filedOn = addDays(quarter, await this.unpaidNights(vector, quarter));
    const maturesOn = addDays(filedOn, -overdueDays);
    const on = addMonths(maturesOn, -6);
    const max = this.pack.products[product]?.amountMax ?? principal;
    const idNumber = inventedIdNumber();
    const loans = [await this.lend(vector, { on, maturesOn, idNumber, principal: minMoney(principal, max) })];
    const rest = subtractMoney(principal, minMoney(principal, max));
    if (compareMoney(rest, '0.00') > 0)
      loans.push(await this.lend(vector, { on, maturesOn, idNumber, principal: rest, requestType: 'topUp' }));
    return { loans, filedOn };
  }

  /** Nights since the quarter began for which interest is unpaid; enough for the arrears where there is none. */
  private async unpaidNights({ given }: ClaimVector, quarter: string): Promise<number> {
    if (given.interestUnpaid === '0.00') return given.overdueDays + 1;
    const annual = Number(given.principalOutstanding) * Number(this.rateOf(given.product, quarter));
    return Math.round((Number(given.interestUnpaid) * 360) / annual);
  }

  private rateOf(product: string, on: string): string {
    const { rateCap: cap } = rateCap(this.pack, product, on, on, addMonths(on, 6), this.registry.rates);
    return cap ?? '0.03';
  }

  private async lend(
    { given: { product, interestUnpaid }, id }: ClaimVector,
    terms: { on: string; maturesOn: string; idNumber: string; principal: string; requestType?: 'topUp' },
  ): Promise<LoanStart> {
    const { persistence } = this.world.database;
    const { on, maturesOn, idNumber, principal, requestType = 'new' } = terms;
    const min = this.pack.products[product]?.amountMin ?? '1000.00';
    const amount = compareMoney(principal, min) < 0 ? min : principal;
    const form: Partial<ApplicationForm> = {
      ...{ county: this.scheme.county, ...this.scheme.form, product, amount, idNumber, requestType },
      ...{ appliedOn: on, termMonths: 7 },
      facts: { ...factsOf(this.scheme.form), grade: gradeOf(this.pack, product) },
    };
    const { loan, verdict } = await apply(persistence, form);
    if (!verdict.accepted) throw new Error(`${id}: ${verdict.reasons.join(', ')}`);
    const paid = await disburse(persistence, loan, { on, annualRate: this.rateOf(product, on), maturesOn });
    if (!paid.accepted) throw new Error(`${id}: ${paid.code}`);
    if (amount !== principal)
      await repay(persistence, loan, { receiptNo: `R-${loan.loanNo}`, paidOn: on, principal: subtractMoney(amount, principal) }); // prettier-ignore
    if (interestUnpaid === '0.00')
      await repay(persistence, loan, { receiptNo: `I-${loan.loanNo}`, paidOn: maturesOn, principal: '0.00', interest: allInterest }); // prettier-ignore
    const change = loanChange(loan, 'overdue', { stage: 'overdue' });
    await persistence.loans.recordOverdue({ change, overdueSince: addDays(maturesOn, 1) });
    return loan;
  }

  private async fund(): Promise<string> {
    const [row] = await this.world.sql<{ balance: string }>(
      'select balance::text as balance from fund where county = $1',
      [this.scheme.county],
    );
    return row?.balance ?? '';
  }
}
