import { addDays, compareMoney, shanghaiInstant, type AgendaItem } from '@bangdai/domain';
import type { LoanTakeover } from '@bangdai/contracts';
import { bySystem, type Now } from '@bangdai/procedure';
import { ChangeDraft, type Transition } from '../change-draft.js';
import { nextItem, type LoanState } from '../state.js';
import { tellSkipped } from './disbursement.js';
import { deskTask } from './desk-task.js';
import { withdrawOffer } from './misuse.js';
import { endTermRequest } from './term-request.js';

export const instantOf = (item: AgendaItem): number => shanghaiInstant(item.on, item.at);

/** Items of the loan's own that have come due, in their order; a server that was down finds several. */
function carryOutDue(draft: ChangeDraft, nowMs: number): ChangeDraft {
  for (
    let item = nextItem(draft.state);
    item !== null && instantOf(item) <= nowMs;
    item = nextItem(draft.state)
  ) {
    carryOutItem(draft, item);
    draft.carryOut(item.key);
  }
  return draft;
}

/** One wake: all that is due now, as one change. */
export function awoken(state: LoanState, now: Now, nowMs: number): Transition {
  const first = nextItem(state);
  return carryOutDue(new ChangeDraft(state, `wake/${first?.key ?? now.at}`, now), nowMs).build();
}

/** A loan that was alive before takes its right place of life; what is due by now its first wake carries out at once. */
export function takenOver(state: LoanState, takeover: LoanTakeover, now: Now): Transition {
  const { overdueSince, principal, balance, annualRate, disbursedOn, maturesOn, asOf } = takeover;
  const draft = new ChangeDraft(state, 'takenOver', now).moveTo(overdueSince === null ? 'active' : 'overdue');
  draft.set({
    facts: {
      principal,
      balance,
      annualRate,
      disbursedOn,
      maturesOn,
      originalMaturesOn: maturesOn,
      overdueSince,
      settledOn: null,
      renewalsUsed: 0,
      setOn: asOf,
    },
  });
  draft.tell(bySystem('takenOver', { data: { balance, asOf } }));
  return tellSkipped(draft).build({ withAgenda: true });
}

function carryOutItem(draft: ChangeDraft, item: AgendaItem): void {
  switch (item.kind) {
    case 'notice':
      return sendNotice(draft, item, 'maturityNotice');
    case 'writtenNotice':
      sendNotice(draft, item, 'writtenNotice');
      draft.open(
        deskTask(draft, 'writtenNotice', {
          role: item.by ?? 'bank',
          title: '送达书面到期通知',
          dueOn: item.forMaturity,
        }),
      );
      return;
    case 'maturity':
      return matured(draft, item);
    case 'overdue':
      return becomeOverdue(draft, item);
    case 'overdueUrge':
      return openUrging(draft, item);
    case 'npl':
      draft.tell(bySystem('classifiedNpl', { dueOn: item.dueOn }));
      return;
    case 'claimReady':
      draft.tell(bySystem('claimReady', { dueOn: item.dueOn }));
      if (draft.state.stage === 'overdue') {
        draft.open(
          deskTask(draft, 'claimReady', {
            role: item.by ?? 'bank',
            title: '可申请风险补偿',
            outcomes: ['complete'],
          }),
        );
      }
      return;
    default:
      // Checks and settlements are carried out for many loans at once by the programme's workflows.
      return;
  }
}

function sendNotice(draft: ChangeDraft, item: AgendaItem, kind: 'maturityNotice' | 'writtenNotice'): void {
  const maturesOn = item.forMaturity ?? item.on;
  const data = { maturesOn, balance: draft.state.facts?.balance ?? '0.00', dueOn: item.dueOn };
  draft.send({ kind, to: 'bank', data }, item.key);
  // The written one is served by its own task; the reminder reaches the household through its village (lifecycle §3).
  if (kind === 'maturityNotice') draft.send({ kind, to: 'household', data }, `${item.key}/household`);
  draft.tell(
    bySystem(kind === 'maturityNotice' ? 'noticeSent' : 'writtenNoticeSent', {
      dueOn: item.dueOn,
      data: { maturesOn },
    }),
  );
}

/** A request still undecided at maturity expires (lifecycle §6). */
function matured(draft: ChangeDraft, item: AgendaItem): void {
  draft.tell(
    bySystem('matured', { dueOn: item.dueOn, data: { balance: draft.state.facts?.balance ?? '0.00' } }),
  );
  endTermRequest(draft, 'AFTER_MATURITY');
}

/** Unpaid at the end of the last day of grace: overdue from the next day. */
function becomeOverdue(draft: ChangeDraft, item: AgendaItem): void {
  const { facts, stage } = draft.state;
  if (facts === null || compareMoney(facts.balance, '0.00') <= 0 || facts.overdueSince !== null) return;
  draft.setFacts({ overdueSince: addDays(item.on, 1) });
  if (stage === 'active' || stage === 'extended' || stage === 'recalled') draft.moveTo('overdue');
  withdrawOffer(draft).tell(
    bySystem('becameOverdue', { dueOn: item.dueOn, data: { balance: facts.balance } }),
  );
}

/** Each of the pack's urging parties gets its own task. */
function openUrging(draft: ChangeDraft, item: AgendaItem): void {
  if (draft.state.stage !== 'overdue') return;
  draft.tell(bySystem('urgingOpened', { dueOn: item.dueOn }));
  for (const role of draft.state.start.rules.overdue.urgeBy) {
    draft.open(
      deskTask(draft, 'urging', {
        role,
        title: '催收逾期贷款',
        outcomes: ['call', 'visit', 'plan', 'letter'],
      }),
    );
  }
}

/** The day since which the change made the loan overdue; null when it did not. */
export function overdueSinceOf(before: LoanState, { state }: Transition): string | null {
  return before.facts?.overdueSince == null ? (state.facts?.overdueSince ?? null) : null;
}
