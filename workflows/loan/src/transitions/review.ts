import type {
  ApplicationCommand,
  LoanStage,
  ObjectionAnswerCommand,
  ObjectionCommand,
  ReviewCommand,
  WithdrawCommand,
} from '@bangdai/contracts';
import { viewChain, type ChainState } from '@bangdai/domain';
import { advance, bySystem, byPerson, doneTask, stepAtDesk, type Now } from '@bangdai/procedure';
import { ChangeDraft, type Transition } from '../change-draft.js';
import { subjectOf, type LoanState } from '../state.js';
import { deskTask } from './desk-task.js';

/** The stage that a chain's state means for the loan. */
export function stageOf(chain: ChainState): LoanStage {
  if (chain.status === 'approved') return 'approved';
  if (chain.status === 'rejected') return 'rejected';
  if (chain.status === 'objected') return 'investigation';
  return stepAtDesk(chain) === null ? 'publicity' : 'inReview';
}

/** Takes over the chain's new state: opens what now waits, tells what began or ended. */
export function follow(draft: ChangeDraft, chain: ChainState): ChangeDraft {
  const { state, now } = draft;
  const { progress, openTasks, events } = advance(
    { chain, rounds: state.rounds },
    chain,
    subjectOf(state),
    now.on,
  );
  draft
    .set(progress)
    .moveTo(stageOf(chain))
    .tell(...events);
  for (const task of openTasks) draft.open(task);
  if (chain.status === 'approved') {
    draft.set({
      approval: {
        approvedOn: draft.now.on,
        terms: draft.state.approval?.terms ?? null,
        reminded: false,
        suspendedOn: null,
        rechecked: false,
      },
    });
    draft.tell(bySystem('approved'));
  }
  if (chain.status === 'rejected') draft.tell(bySystem('rejected'));
  return draft;
}

/** The application was handed in and is eligible: its submit step is done, the next one opens. */
export function applied(
  state: LoanState,
  command: ApplicationCommand,
  chain: ChainState,
  now: Now,
): Transition {
  const draft = new ChangeDraft(state, command.commandId, now);
  const { amount, termMonths } = state.start.application;
  draft.tell(
    byPerson('applied', command, {
      stepKey: state.chain?.steps[0]?.key ?? null,
      data: { amount, termMonths: String(termMonths) },
    }),
  );
  return follow(draft, chain).build();
}

export function notEligible(state: LoanState, command: ApplicationCommand, now: Now): Transition {
  return new ChangeDraft(state, command.commandId, now)
    .moveTo('refused')
    .tell(byPerson('notEligible', command))
    .build();
}

/** Nobody applied: the first command was refused, or never came. */
export function dropped(state: LoanState, now: Now): Transition {
  const draft = new ChangeDraft(state, 'dropped', now).moveTo('refused');
  return draft.tell(bySystem('applicationDropped')).build();
}

/** One decision of the chain, with the bank's terms where it named some. */
export function decided(state: LoanState, command: ReviewCommand, chain: ChainState, now: Now): Transition {
  const draft = new ChangeDraft(state, command.commandId, now);
  const { stepKey, decision, approvedTerms: terms } = command;
  draft.tell(
    byPerson('decided', command, {
      stepKey,
      decision,
      data: terms === null ? {} : { amount: terms.amount, annualRate: terms.annualRate },
    }),
  );
  draft.close(doneTask(command));
  if (terms !== null)
    draft.set({
      approval: { approvedOn: now.on, terms, reminded: false, suspendedOn: null, rechecked: false },
    });
  const step = chain.steps.find(({ key }) => key === stepKey);
  if (decision === 'reject' && step?.rejectRequiresReasonToBorrower === true) {
    draft.send(
      { kind: 'rejectionNotice', to: 'household', data: { commandId: command.commandId } },
      command.commandId,
    );
  }
  return follow(draft, chain).build();
}

/** The last day of a publicity is over and nobody objected. */
export function publicityElapsed(state: LoanState, chain: ChainState, now: Now): Transition {
  const stepKey = state.chain === null ? null : viewChain(state.chain).publicityOpenFor;
  const endedOn = state.chain === null ? '' : (viewChain(state.chain).publicityEndsOn ?? '');
  const draft = new ChangeDraft(state, `publicityElapsed/${stepKey}/${endedOn}`, now);
  draft.tell(bySystem('publicityElapsed', { stepKey, dueOn: endedOn }));
  return follow(draft, chain).build();
}

/** The first objection opens the one investigation; further ones join it (lifecycle §7). */
export function objected(
  state: LoanState,
  command: ObjectionCommand,
  chain: ChainState,
  now: Now,
): Transition {
  const draft = new ChangeDraft(state, command.commandId, now).tell(byPerson('objectionRaised', command));
  const isFirst = state.stage !== 'investigation';
  draft.set({ chain }).moveTo('investigation');
  // The township answers within 5 working days (lifecycle §3, DEFAULT).
  if (isFirst)
    draft.open(
      deskTask(draft, 'objection', {
        role: 'township',
        title: '异议调查',
        sla: 5,
        outcomes: ['founded', 'unfounded'],
      }),
    );
  return draft.build();
}

/** After the last day an objection is a complaint: registered, and the chain goes on. */
export function complained(state: LoanState, command: ObjectionCommand, now: Now): Transition {
  return new ChangeDraft(state, command.commandId, now)
    .tell(byPerson('complaintRegistered', command))
    .build();
}

/** One answer for all objections that joined the investigation; how many there were is told with it. */
export function objectionAnswered(
  state: LoanState,
  command: ObjectionAnswerCommand,
  chain: ChainState,
  now: Now,
): Transition {
  const draft = new ChangeDraft(state, command.commandId, now);
  const decision = command.founded ? 'founded' : 'unfounded';
  const objections = String(state.chain?.publicity?.objections ?? 1);
  draft.tell(byPerson('objectionAnswered', command, { decision, data: { objections } }));
  for (const taskId of state.openTaskIds.filter((id) => id.includes('.objection.'))) {
    draft.close({ taskId, outcome: 'done', decision, actorId: command.actor.id });
  }
  return follow(draft, chain).build();
}

export function withdrawn(state: LoanState, command: WithdrawCommand, now: Now): Transition {
  const draft = new ChangeDraft(state, command.commandId, now).tell(byPerson('withdrawn', command));
  if (state.stage === 'approved')
    draft.send({ kind: 'disbursementCancelled', to: 'bank', data: { cause: 'withdrawn' } }, 'withdrawn');
  return draft.moveTo('withdrawn').build();
}
