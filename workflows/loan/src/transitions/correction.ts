import {
  taskId,
  type CorrectedFacts,
  type CorrectionCommand,
  type CorrectionDecision,
  type FeedCorrection,
  type LoanStage,
  type OpenCorrection,
  type TaskDraft,
} from '@bangdai/contracts';
import { compareMoney } from '@bangdai/domain';
import { byBank, byPerson, bySystem, type Now } from '@bangdai/procedure';
import { ChangeDraft, type Transition } from '../change-draft.js';
import { isCompensated, type LoanState } from '../state.js';

const SLA_WORKING_DAYS = 3;

/** What a correction is about, for timeline and task: receipt or day, no person. */
function dataOf(correction: FeedCorrection): Record<string, string> {
  switch (correction.kind) {
    case 'repayment': {
      const { receiptNo, replacement } = correction;
      if (replacement === null) return { receiptNo };
      const { paidOn, principal, interest, receiptNo: newReceiptNo } = replacement;
      return {
        receiptNo,
        paidOn,
        principal,
        interest,
        ...(newReceiptNo === receiptNo ? {} : { newReceiptNo }),
      };
    }
    case 'disbursement': {
      const { disbursedOn, maturesOn } = correction;
      return { disbursedOn, ...(maturesOn === null ? {} : { maturesOn }) };
    }
    case 'lateRepayment': {
      const { receiptNo, paidOn, principal, interest, reportedOn = '' } = correction.repayment;
      return { receiptNo, paidOn, principal, interest, reportedOn };
    }
    case 'lateDisbursement': {
      const { contractNo, amount, disbursedOn, reportedOn = '' } = correction.disbursed;
      return { contractNo, amount, disbursedOn, reportedOn };
    }
  }
}

const titles: Record<FeedCorrection['kind'], string> = {
  repayment: '更正还款报送，复核',
  disbursement: '更正放款日期，复核',
  lateRepayment: '还款报送过迟，确认入账',
  lateDisbursement: '放款报送过迟，确认入账',
};

/** It stays on the desk when the loan is settled meanwhile, so it is no task of the loan's own list. */
function correctionTask({ state, now }: ChangeDraft, open: OpenCorrection): TaskDraft {
  const { county, place, bank } = state.start;
  return {
    ...{
      taskId: open.taskId,
      kind: 'correction',
      stepKey: 'correction',
      title: titles[open.correction.kind],
    },
    ...{ role: 'bank', county, place, bank, slaWorkingDays: SLA_WORKING_DAYS, dueOn: null, openedOn: now.on },
    ...{ outcomes: ['approve', 'reject'], requires: [], requiresDetail: false, needsMeeting: false },
  };
}

function put(draft: ChangeDraft, open: OpenCorrection): ChangeDraft {
  const others = draft.state.corrections.filter(({ correctionId }) => correctionId !== open.correctionId);
  return draft.openLasting(correctionTask(draft, open)).set({ corrections: [...others, open] });
}

function drop(draft: ChangeDraft, { correctionId, taskId: id }: OpenCorrection, by: CorrectionDecision) {
  draft.close({ taskId: id, outcome: 'done', decision: by.decision, actorId: by.actor.id });
  return draft.set({
    corrections: draft.state.corrections.filter((open) => open.correctionId !== correctionId),
  });
}

const taskIdOf = ({ start }: LoanState, correctionId: string, round: number): string =>
  taskId(start.loanId, `correction-${correctionId}`, round);

export function correctionProposed(state: LoanState, command: CorrectionCommand, now: Now): Transition {
  const { commandId: correctionId, correction, actor } = command;
  const open = { correctionId, taskId: taskIdOf(state, correctionId, 1), proposedBy: actor.id, correction };
  return put(new ChangeDraft(state, `correction/${correctionId}`, now), open)
    .tell(byPerson('correctionProposed', command, { decision: correction.kind, data: dataOf(correction) }))
    .build();
}

/** A feed too late to be taken as it is: two people of the bank are asked, the first of them now. */
export function feedHeld(
  state: LoanState,
  correctionId: string,
  correction: FeedCorrection,
  now: Now,
): Transition {
  const open = { correctionId, taskId: taskIdOf(state, correctionId, 1), proposedBy: null, correction };
  return put(new ChangeDraft(state, `held/${correctionId}`, now), open)
    .tell(byBank('feedHeld', { decision: correction.kind, data: dataOf(correction) }))
    .build();
}

/** The first of the two stands for a held feed. */
export function feedEndorsed(
  state: LoanState,
  open: OpenCorrection,
  decision: CorrectionDecision,
  now: Now,
): Transition {
  const { correctionId, correction } = open;
  const draft = drop(new ChangeDraft(state, decision.commandId, now), open, decision);
  const next = { ...open, taskId: taskIdOf(state, correctionId, 2), proposedBy: decision.actor.id };
  return put(draft, next)
    .tell(byPerson('correctionProposed', decision, { decision: correction.kind, data: dataOf(correction) }))
    .build();
}

export function correctionRejected(
  state: LoanState,
  open: OpenCorrection,
  decision: CorrectionDecision,
  now: Now,
): Transition {
  return drop(new ChangeDraft(state, decision.commandId, now), open, decision)
    .tell(
      byPerson('correctionRejected', decision, {
        decision: open.correction.kind,
        data: dataOf(open.correction),
      }),
    )
    .build();
}

/** Both stand for it; the held feed itself is booked next. */
export function feedConfirmed(
  state: LoanState,
  open: OpenCorrection,
  decision: CorrectionDecision,
  now: Now,
): Transition {
  return drop(new ChangeDraft(state, decision.commandId, now), open, decision)
    .tell(byPerson('corrected', decision, { decision: open.correction.kind, data: dataOf(open.correction) }))
    .build();
}

/** The loan as the corrected figures have it: settled, in service again, or where it was. */
export function corrected(
  state: LoanState,
  open: OpenCorrection,
  decision: CorrectionDecision,
  facts: CorrectedFacts,
  now: Now,
): Transition {
  const draft = drop(new ChangeDraft(state, decision.commandId, now), open, decision);
  const before = state.facts?.balance ?? '0.00';
  draft.tell(
    byPerson('corrected', decision, {
      decision: open.correction.kind,
      data: { ...dataOf(open.correction), balanceBefore: before, balance: facts.balance },
    }),
  );
  const { facts: known } = state;
  const originalMaturesOn =
    known !== null && known.originalMaturesOn === known.maturesOn
      ? facts.maturesOn
      : known?.originalMaturesOn;
  draft.setFacts({ ...facts, ...(originalMaturesOn === undefined ? {} : { originalMaturesOn }) });
  const stage = stageAfter(state, facts);
  if (stage === 'settled' && state.stage !== 'settled' && facts.settledOn !== null)
    draft.tell(bySystem('settled', { data: { paidOn: facts.settledOn } }));
  return draft.moveTo(stage).build({ withAgenda: true });
}

function stageAfter(state: LoanState, facts: CorrectedFacts): LoanStage {
  // Whether such a debt is settled the claim says, when the right receipt has come.
  if (isCompensated(state)) return state.stage;
  if (compareMoney(facts.balance, '0.00') === 0) return 'settled';
  if (facts.overdueSince !== null) return 'overdue';
  if (state.stage !== 'settled' && state.stage !== 'overdue') return state.stage;
  const wasExtended = state.facts !== null && state.facts.originalMaturesOn !== state.facts.maturesOn;
  return wasExtended ? 'extended' : 'active';
}
