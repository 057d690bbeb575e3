import type { CaseEvent } from '@bangdai/contracts/http';
import { dayOf, daysBetween } from '../../ui/format';
import { GAP_DAYS, type Lane } from './timeline';

/** Groups of kinds that one looks for; each kind belongs to one of them at most. */
export const kindGroups = {
  approval: [
    'applied',
    'notEligible',
    'decided',
    'approved',
    'rejected',
    'withdrawn',
    'suspended',
    'suspensionCleared',
    'lapsed',
    'approvalReopened',
  ],
  publicity: [
    'publicityPosted',
    'publicityElapsed',
    'objectionRaised',
    'objectionAnswered',
    'complaintRegistered',
  ],
  money: [
    'disbursementRequested',
    'disbursementReminded',
    'disbursed',
    'disbursementRefused',
    'takenOver',
    'repaid',
    'repaymentRefused',
    'settled',
    'subsidyPaid',
    'feedHeld',
    'heldMoneyReturned',
    'corrected',
    'correctionProposed',
    'correctionRejected',
  ],
  notices: [
    'noticeSent',
    'writtenNoticeSent',
    'reminderSkipped',
    'noticeServed',
    'servedOnPaper',
    'noticeHanded',
    'messageUndelivered',
    'messageResent',
    'undeliveredHandled',
    'taskReminded',
  ],
  care: [
    'usageChecked',
    'usageCheckEscalated',
    'misuseFound',
    'misuseDecided',
    'maliciousExit',
    'urged',
    'urgingOpened',
    'overdueNoticed',
    'becameOverdue',
    'classifiedNpl',
    'matured',
    'termRequested',
    'termRefused',
    'extended',
    'renewalAgreed',
    'renewed',
  ],
  documents: ['documentStored'],
} as const satisfies Record<string, readonly string[]>;

export type KindGroup = keyof typeof kindGroups | 'other' | 'refused';

export const groupNames: Record<KindGroup, string> = {
  approval: '申请审批',
  publicity: '公示异议',
  money: '资金',
  notices: '通知提醒',
  care: '贷后管理',
  documents: '材料',
  refused: '被拒操作',
  other: '补偿追回及其他',
};

export function groupOf({ kind }: Pick<CaseEvent, 'kind'>): KindGroup {
  if (kind === 'commandRefused') return 'refused';
  const found = (Object.keys(kindGroups) as (keyof typeof kindGroups)[]).find((group) =>
    (kindGroups[group] as readonly string[]).includes(kind),
  );
  return found ?? 'other';
}

export interface CaseFilters {
  lane: Lane;
  groups: KindGroup[];
}

export const filterEvents = (events: readonly CaseEvent[], { lane, groups }: CaseFilters): CaseEvent[] =>
  events.filter(
    (event) =>
      (lane === 'all' || event.lane === lane) && (groups.length === 0 || groups.includes(groupOf(event))),
  );

export type CaseItem =
  | { type: 'month'; id: string; month: string }
  | { type: 'event'; event: CaseEvent }
  | { type: 'gap'; id: string; days: number };

/** Newest first, by calendar month, with the long pauses between events named and nothing drawn for them. */
export function caseItems(events: readonly CaseEvent[]): CaseItem[] {
  const sorted = [...events].reverse().sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const items: CaseItem[] = [];
  sorted.forEach((event, index) => {
    const newer = sorted[index - 1];
    const day = dayOf(event.at);
    const days = newer === undefined ? 0 : daysBetween(day, dayOf(newer.at));
    if (days >= GAP_DAYS) items.push({ type: 'gap', id: `gap-${event.id}`, days });
    if (newer === undefined || dayOf(newer.at).slice(0, 7) !== day.slice(0, 7))
      items.push({ type: 'month', id: `month-${event.id}`, month: day.slice(0, 7) });
    items.push({ type: 'event', event });
  });
  return items;
}

/** `等了 58 天（39 个工作日）`; a matter decided on the day it came did not wait. */
export function waitedText({ days, workingDays }: NonNullable<CaseEvent['waited']>): string {
  if (days === 0) return '当日办结';
  return `用时 ${days} 天${workingDays === null ? '' : `（${workingDays} 个工作日）`}`;
}
