import { loanWorkflowId, type CommandReceipt, type LoanStart } from '@bangdai/contracts';
import type { ApplicationForm } from '@bangdai/contracts/http';
import { addMonths } from '@bangdai/domain';
import { inventedIdNumber } from '@bangdai/persistence/testing';
import { randomUUID } from 'node:crypto';
import type { LoanClock } from './loan-clock.js';
import { ninthCounty } from './ninth-county.js';
import type { World } from './worlds.js';

const county = ninthCounty;

/** Loans of the ninth county, whose plan has extensions, renewals and recalls as no other, brought to where a test begins. */
export class NinthLoans {
  constructor(
    private readonly world: World,
    private readonly clock: LoanClock,
  ) {}

  async applied(form: Partial<ApplicationForm> = {}): Promise<LoanStart> {
    const { loan } = await this.world.apply({
      ...{ county, appliedOn: '2021-09-01', termMonths: 12, idNumber: inventedIdNumber() },
      ...{ documents: ['idCard', 'yubeiAnnex2'], ...form },
    });
    return loan;
  }

  async approved(form: Partial<ApplicationForm> = {}): Promise<LoanStart> {
    const loan = await this.applied(form);
    for (const step of ['villageOpinion', 'townOpinion', 'districtOpinion', 'bankDecision'])
      await this.world.decideLoan(loan, step);
    return loan;
  }

  /** Out since today. */
  async active(form: Partial<ApplicationForm> = {}): Promise<LoanStart> {
    const loan = await this.approved(form);
    await this.disburse(loan);
    await this.world.becomes(loan, 'active');
    return loan;
  }

  /** The bank's report, as it would come today unless the test says otherwise. */
  async disburse({ loanNo, application }: LoanStart, over: Record<string, string> = {}): Promise<void> {
    const disbursedOn = await this.clock.today();
    await this.world.report('loanDisbursed', county, loanNo, {
      ...{ loanNo, contractNo: `HT-${loanNo}`, amount: '30000.00', annualRate: '0.03', disbursedOn },
      ...{ maturesOn: addMonths(disbursedOn, application.termMonths), ...over },
    });
  }

  async repay({ loanNo }: LoanStart, receipt: Record<string, string>): Promise<void> {
    const paidOn = await this.clock.today();
    await this.world.report('repaymentReceived', county, loanNo, {
      ...{ loanNo, paidOn, principal: '30000.00', interest: '0.00', ...receipt },
    });
  }

  /** A command of a person of that role, at the loan's own village or for the whole county. */
  send(loan: LoanStart, name: string, role: string, payload: object): Promise<CommandReceipt> {
    const place = role === 'village' ? loan.place : '';
    return this.world.update(loanWorkflowId(county, loan.loanNo), name, {
      ...{ commandId: randomUUID(), actor: this.world.actor(county, role, place, 'sends') },
      ...payload,
    });
  }

  /** Codes on the loan's history, in their order. */
  async codes({ loanId }: LoanStart): Promise<string[]> {
    const rows = await this.world.sql<{ code: string }>(
      'select code from timeline where subject_id = $1 and code is not null order by id',
      [loanId],
    );
    return rows.map(({ code }) => code);
  }
}
