import type { LoanStart } from '@bangdai/contracts';
import { addDays, addMonths } from '@bangdai/domain';
import type { LoanClock } from './loan-clock.js';
import { eventually } from './operators.js';
import type { World } from './worlds.js';

const county = 'anhui-town';
const proofs = ['loanContract', 'disbursementProof', 'overdueStatement', 'causeProof', 'collectionRecord'];

export type FiledClaim = Awaited<ReturnType<World['fileClaim']>>;

/** A short loan of a scheme with an insurer before the fund, up to its claim: the quickest way to a claim's later steps. */
export class AnhuiClaim {
  constructor(
    private readonly world: World,
    private readonly clock: LoanClock,
  ) {}

  /** Disbursed, not paid after one month, overdue. */
  async overdueLoan(amount = '30000.00'): Promise<{ loan: LoanStart; filedOn: string }> {
    const { loan } = await this.world.apply({
      ...{ county, appliedOn: '2018-03-01', targetGroup: 'registeredPoor', termMonths: 1, amount },
      documents: ['ratingForm', 'idCard'],
      facts: {
        ...{ rated: true, grade: 'B', badCredit: false, blacklist: null, civilCapacity: true, willing: true },
        ...{ ableToRepay: true, inAreaList: true, isFamilyMember: false },
      },
    });
    const approvedTerms = { amount, termMonths: 1, annualRate: '0.0435' };
    await this.world.decideLoan(loan, 'bankProcessing', { approvedTerms });
    const disbursedOn = await this.clock.today();
    const maturesOn = addMonths(disbursedOn, 1);
    await this.world.report('loanDisbursed', county, loan.loanNo, {
      ...{ loanNo: loan.loanNo, contractNo: `HT-${loan.loanNo}`, amount, annualRate: '0.0435' },
      ...{ disbursedOn, maturesOn },
    });
    await this.world.becomes(loan, 'active');
    const filedOn = addDays(maturesOn, 3);
    await this.clock.sleepUntil(filedOn, '10:00');
    await this.world.becomes(loan, 'overdue');
    return { loan, filedOn };
  }

  fileFor({ loan, filedOn }: { loan: LoanStart; filedOn: string }): Promise<FiledClaim> {
    return this.world.fileClaim(loan, { cause: 'naturalDisaster', proofs, filedOn, role: 'village' });
  }

  async insurerPays({ claimNo }: FiledClaim, paid: string, reportedOn: string): Promise<void> {
    await this.world.report('insuranceReported', county, claimNo, { paid, reportedOn });
  }

  /** Reviewed by village, town and county; the payment is left for finance. */
  async reviewed({ workflowId, claimId }: FiledClaim): Promise<void> {
    for (const step of ['villageReview', 'townReview', 'countyDetermine'])
      await this.world.decideClaim(workflowId, claimId, county, step, { decision: 'approve' });
    await this.world.task(claimId, 'financePay');
  }

  async financePays({ workflowId, claimId }: FiledClaim): Promise<void> {
    this.world.counterparts.paidOn = await this.clock.today();
    const figuresHash = await this.world.figuresHash('claim', claimId);
    const sent = this.world.counterparts.sends.length;
    await this.world.decideClaim(workflowId, claimId, county, 'financePay', {
      decision: 'complete',
      figuresHash,
    });
    await eventually('the order is sent', async () => this.world.counterparts.sends.length > sent);
    await this.clock.env.sleep('2h');
  }

  async repays(loan: LoanStart, receiptNo: string, principal: string, interest = '0.00'): Promise<void> {
    const paidOn = await this.clock.today();
    const receipt = { loanNo: loan.loanNo, receiptNo, paidOn, principal, interest };
    await this.world.report('repaymentReceived', county, loan.loanNo, receipt);
  }
}
