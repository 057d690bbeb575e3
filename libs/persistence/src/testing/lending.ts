import { randomUUID } from 'node:crypto';
import type { LoanStart, Verdict } from '@bangdai/contracts';
import type { ApplicationForm } from '@bangdai/contracts/http';
import { addMonths } from '@bangdai/domain';
import type { Persistence } from '../persistence.js';
import { applicationForm, loanChange, villageActor } from './fixtures.js';

/** Stores an application and asks for eligibility, as the API and the workflow do. */
export async function apply(
  persistence: Persistence,
  over: Partial<ApplicationForm> = {},
): Promise<{ loan: LoanStart; verdict: Verdict }> {
  const form = applicationForm(over);
  const place = `${form.township}/${form.village}`;
  const loan = await persistence.intake.storeApplication(
    villageActor(form.county, place),
    `cmd-${randomUUID()}`,
    form,
  );
  return { loan, verdict: await register(persistence, loan) };
}

export function register(persistence: Persistence, loan: LoanStart): Promise<Verdict> {
  const { appliedOn } = loan.application;
  const at = `${appliedOn}T02:00:00.000Z`;
  return persistence.loans.registerApplication({
    changeIfEligible: loanChange(loan, 'apply', { at, stage: 'inReview', pendingStep: 'villageReview' }),
    changeIfRefused: loanChange(loan, 'apply', { at, stage: 'refused' }),
    on: appliedOn,
  });
}

export interface Disbursing {
  on: string;
  amount?: string;
  months?: number;
  annualRate?: string;
  maturesOn?: string;
}

export async function disburse(
  persistence: Persistence,
  loan: LoanStart,
  terms: Disbursing,
): Promise<Verdict> {
  const {
    on,
    amount = loan.application.amount,
    months = loan.application.termMonths,
    annualRate = '0.0395',
  } = terms;
  const at = `${on}T02:00:00.000Z`;
  await persistence.loans.recordWake(loanChange(loan, 'approve', { at, stage: 'approved' }));
  return persistence.loans.recordDisbursement({
    change: loanChange(loan, `disburse-${on}-${amount}-${annualRate}`, { at, stage: 'active' }),
    disbursed: {
      inboxId: `in-${loan.loanNo}`,
      contractNo: `HT-${loan.county}-${loan.loanNo}`,
      amount,
      annualRate,
      disbursedOn: on,
      maturesOn: terms.maturesOn ?? addMonths(on, months),
    },
  });
}

/** A loan that is out, by the straight path. */
export async function activeLoan(
  persistence: Persistence,
  terms: Disbursing,
  over: Partial<ApplicationForm> = {},
): Promise<LoanStart> {
  const { loan, verdict } = await apply(persistence, { appliedOn: terms.on, ...over });
  if (!verdict.accepted) throw new Error(`not eligible: ${verdict.reasons.join(', ')}`);
  const paid = await disburse(persistence, loan, terms);
  if (!paid.accepted) throw new Error(`not disbursed: ${paid.code}`);
  return loan;
}

export function repay(
  persistence: Persistence,
  loan: LoanStart,
  payment: { receiptNo: string; paidOn: string; principal: string; interest?: string },
) {
  const at = `${payment.paidOn}T04:00:00.000Z`;
  return persistence.loans.recordRepayment({
    loanId: loan.loanId,
    repayment: { inboxId: `in-${loan.loanNo}-${payment.receiptNo}`, interest: '0.00', ...payment },
    changeIfOpen: loanChange(loan, `repay-${payment.receiptNo}`, { at, stage: 'active' }),
    changeIfSettled: loanChange(loan, `repay-${payment.receiptNo}`, { at, stage: 'settled' }),
  });
}
