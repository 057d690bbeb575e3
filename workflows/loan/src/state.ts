import { nextAgendaItem, agenda, openChain, type AgendaItem, type ChainState } from '@bangdai/domain';
import type {
  CommandReceipt,
  LoanApproval,
  LoanCarried,
  LoanStage,
  LoanStart,
  OpenCorrection,
  OpenTermRequest,
  ServicingFacts,
} from '@bangdai/contracts';
import type { ReviewSubject } from '@bangdai/procedure';

/** Where one loan is in its life; never changed in place, so that a change not yet written is not yet true. */
export interface LoanState {
  start: LoanStart;
  stage: LoanStage;
  chain: ChainState | null;
  facts: ServicingFacts | null;
  contractNo: string | null;
  claimNo: string | null;
  approval: LoanApproval | null;
  termRequest: OpenTermRequest | null;
  doneAgendaKeys: readonly string[];
  rounds: Readonly<Record<string, number>>;
  openTaskIds: readonly string[];
  refusals: readonly { commandId: string; code: string }[];
  /** Corrections of bank feeds that wait for people of the bank (lifecycle §9). */
  corrections: readonly OpenCorrection[];
}

const endStages: ReadonlySet<LoanStage> = new Set([
  'refused',
  'rejected',
  'withdrawn',
  'lapsed',
  'settled',
  'renewed',
  'converted',
  'closedLoss',
]);

const serviceStages: ReadonlySet<LoanStage> = new Set([
  'active',
  'extended',
  'recalled',
  'overdue',
  'compensating',
  'compensated',
  'writtenRecovery',
]);

const reviewStages: ReadonlySet<LoanStage> = new Set(['inReview', 'publicity', 'investigation']);

export const isOver = ({ stage }: LoanState): boolean => endStages.has(stage);
export const isInService = ({ stage }: LoanState): boolean => serviceStages.has(stage);
/** The fund has paid: what is collected belongs to those who bore the loss. */
export const isCompensated = ({ stage }: LoanState): boolean =>
  stage === 'compensated' || stage === 'writtenRecovery';
export const isInReview = ({ stage }: LoanState): boolean => reviewStages.has(stage);

export function openState(start: LoanStart): LoanState {
  const { carried, ...origin } = start;
  const first: LoanState = {
    start: { ...origin, carried: null },
    stage: 'draft',
    chain: start.takeover === null ? openChain(start.rules.steps) : null,
    facts: null,
    contractNo: null,
    claimNo: null,
    approval: null,
    termRequest: null,
    doneAgendaKeys: [],
    rounds: {},
    openTaskIds: [],
    refusals: [],
    corrections: [],
  };
  if (carried === null) return first;
  const { receipts: _receipts, ...rest } = carried;
  return { ...first, ...rest };
}

/** All that the next run needs; what is left out here is lost at continue-as-new. */
export function carry(state: LoanState, receipts: CommandReceipt[]): LoanCarried {
  const { start: _start, doneAgendaKeys, openTaskIds, rounds, refusals, corrections, ...rest } = state;
  return {
    ...rest,
    doneAgendaKeys: [...doneAgendaKeys],
    openTaskIds: [...openTaskIds],
    rounds: { ...rounds },
    refusals: [...refusals],
    corrections: [...corrections],
    receipts,
  };
}

export function subjectOf({ start }: LoanState): ReviewSubject {
  const { loanId, county, place, bank, calendar, application } = start;
  return { id: loanId, county, place, bank, calendar: calendar ?? null, requested: application };
}

/** All that is due in the loan's life by its rules; empty before money is out. */
export function agendaOf(state: LoanState): AgendaItem[] {
  const { facts, doneAgendaKeys, start } = state;
  if (facts === null) return [];
  return agenda(start.rules, {
    disbursementDate: facts.disbursedOn,
    maturityDate: facts.maturesOn,
    originalMaturityDate: facts.originalMaturesOn,
    settledOn: facts.settledOn,
    balance: facts.balance,
    done: doneAgendaKeys,
    setOn: facts.setOn,
  });
}

/** The next item that the loan itself waits for. */
export function nextItem(state: LoanState): AgendaItem | null {
  return isOver(state) ? null : nextAgendaItem(agendaOf(state), state.doneAgendaKeys);
}
