import type {
  Actor,
  CompensationChange,
  CompensationStart,
  LoanStart,
  ReviewCommand,
} from '@bangdai/contracts';
import type { ApplicationForm } from '@bangdai/contracts/http';
import type { Persistence } from '../persistence.js';
import { loanChange } from './fixtures.js';
import { activeLoan } from './lending.js';

export const claimProofs = [
  'loanContract',
  'disbursementProof',
  'overdueStatement',
  'causeProof',
  'collectionRecord',
];

export const bankActor = (county: string): Actor => ({
  ...{ id: '00000000-0000-4000-8000-000000000003', role: 'bank', county, place: '', bank: 'main' },
});

export interface OverdueLoan {
  county?: string;
  year?: number;
  annualRate?: string;
  form?: Partial<ApplicationForm>;
}

/** A loan of January that was not paid in July. */
export async function overdueLoan(
  persistence: Persistence,
  amount: string,
  { county = 'bachu-2024', year = 2024, annualRate = '0.0395', form = {} }: OverdueLoan = {},
): Promise<LoanStart> {
  const terms = { on: `${year}-01-10`, months: 6, annualRate };
  const loan = await activeLoan(persistence, terms, { amount, termMonths: 6, county, ...form });
  const change = loanChange(loan, 'overdue', { at: `${year}-07-11T02:00:00Z`, stage: 'overdue' });
  await persistence.loans.recordOverdue({ change, overdueSince: `${year}-07-11` });
  return loan;
}

export const claimChange = (
  start: CompensationStart,
  changeId: string,
  over: Partial<CompensationChange> = {},
): CompensationChange => ({
  claimId: start.claimId,
  loanId: start.loanId,
  changeId,
  at: '2024-12-01T02:00:00Z',
  stage: 'verifying',
  pendingStep: null,
  events: [],
  openTasks: [],
  closeTasks: [],
  messages: [],
  ...over,
});

/** Filed and registered; the insurer, where there is one to wait for, paid `insurancePaid`. */
export async function filedClaim(
  persistence: Persistence,
  loan: LoanStart,
  { filedOn = '2024-12-01', cause = 'businessLoss', insurancePaid = '0.00', proofs = claimProofs } = {},
): Promise<CompensationStart> {
  const { intake, compensations } = persistence;
  const start = await intake.storeClaim(
    bankActor(loan.county),
    `claim-${loan.loanNo}-${cause}-${filedOn}`,
    loan.loanId,
    { cause, proofs },
  );
  const verdict = await compensations.registerClaim({
    claimId: start.claimId,
    filedOn,
    changeIfAdmitted: claimChange(start, 'register'),
    changeIfRefused: claimChange(start, 'register', { stage: 'refused' }),
  });
  if (!verdict.accepted) throw new Error(`not admitted: ${verdict.code}`);
  if (verdict.pendingInsurance) {
    const change = claimChange(start, 'insurance');
    await compensations.recordInsurance({ claimId: start.claimId, paid: insurancePaid, change });
  }
  return start;
}

/** A decision as the claim's workflow writes it. */
export function reviewOf(claimId: string, decision: ReviewCommand['decision']): ReviewCommand {
  return {
    commandId: `${claimId}-${decision}`,
    taskId: '',
    stepKey: 'countyReview',
    decision,
    reasonGiven: true,
    opinionGiven: true,
    documents: [],
    meeting: null,
    approvedTerms: null,
    figuresHash: null,
    actor: { ...bankActor('bachu-2024'), role: 'countyOffice', bank: null },
  };
}

/** Determined, ordered and paid by the treasury. */
export async function paidClaim(
  persistence: Persistence,
  { claimId }: CompensationStart,
  paidOn = '2024-12-06',
) {
  const at = `${paidOn}T02:00:00Z`;
  const { compensations } = persistence;
  await compensations.determineCompensation({ claimId, at });
  const order = await compensations.orderCompensationPayment({ claimId, at });
  await compensations.recordCompensationPaid({ claimId, orderNo: order.orderNo, paidOn, at });
  return order;
}
