import {
  reconciliationScheduleId,
  reconciliationWorkflowType,
  type ReconciliationStart,
  searchAttributes,
  settlementScheduleId,
  settlementWorkflowType,
  taskQueues,
  useCheckRoundWorkflowType,
  useCheckScheduleId,
  type SettlementStart,
  type UseCheckRoundStart,
} from '@bangdai/contracts';
import type { PolicyPack } from '@bangdai/domain';
import type { ScheduleOptions } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';

const timezone = 'Asia/Shanghai';
const months = [
  'JANUARY',
  'FEBRUARY',
  'MARCH',
  'APRIL',
  'MAY',
  'JUNE',
  'JULY',
  'AUGUST',
  'SEPTEMBER',
  'OCTOBER',
  'NOVEMBER',
  'DECEMBER',
] as const;

const attributesOf = (county: string, bank: string, stage: string) =>
  Object.entries({ county, bank, place: '', stage }).map(([name, value]) => ({
    key: defineSearchAttributeKey(searchAttributes[name as keyof typeof searchAttributes], 'KEYWORD'),
    value,
  }));

/** `'03-20'` at an hour of the day, every year. */
function yearly(monthAndDay: string, hour: number) {
  const [month, day] = monthAndDay.split('-').map(Number);
  return { month: months[(month ?? 1) - 1] ?? 'JANUARY', dayOfMonth: day ?? 1, hour, minute: 0 } as const;
}

/** All interest days of a county's products. */
export function settlementDays(pack: PolicyPack): string[] {
  return [...new Set(Object.values(pack.products).flatMap(({ repayment }) => repayment.interestDays))].sort();
}

/**
 * The quarter's settlement of one bank, at 18:00 of each settlement day. Quarters may overlap: while reviewers still hold
 * the last one, the next is not lost; uniqueness is the record's business.
 */
export function settlementPlan(county: string, bank: string, days: readonly string[]): ScheduleOptions {
  const start: SettlementStart = { county, bank, settleOn: null, openedBy: 'system' };
  return {
    scheduleId: settlementScheduleId(county, bank),
    spec: { calendars: days.map((day) => yearly(day, 18)), timezone },
    policies: { overlap: 'ALLOW_ALL', catchupWindow: '30 days' },
    action: {
      type: 'startWorkflow',
      workflowType: settlementWorkflowType,
      workflowId: settlementScheduleId(county, bank),
      taskQueue: taskQueues.programme,
      args: [start],
      typedSearchAttributes: attributesOf(county, bank, 'collecting'),
    },
  };
}

/** The county's round of use checks and reminders, every morning at 06:00. */
export function useCheckPlan(county: string): ScheduleOptions {
  const start: UseCheckRoundStart = { county, on: null };
  return {
    scheduleId: useCheckScheduleId(county),
    spec: { calendars: [{ hour: 6, minute: 0 }], timezone },
    policies: { overlap: 'SKIP', catchupWindow: '7 days' },
    action: {
      type: 'startWorkflow',
      workflowType: useCheckRoundWorkflowType,
      workflowId: useCheckScheduleId(county),
      taskQueue: taskQueues.programme,
      args: [start],
      typedSearchAttributes: attributesOf(county, '', 'running'),
    },
  };
}

/** The county's books against those of its banks and treasury, every night at 02:00 over the days before. */
export function reconciliationPlan(county: string): ScheduleOptions {
  const start: ReconciliationStart = { county, on: null };
  return {
    scheduleId: reconciliationScheduleId(county),
    spec: { calendars: [{ hour: 2, minute: 0 }], timezone },
    policies: { overlap: 'SKIP', catchupWindow: '1 day' },
    action: {
      type: 'startWorkflow',
      workflowType: reconciliationWorkflowType,
      workflowId: reconciliationScheduleId(county),
      taskQueue: taskQueues.programme,
      args: [start],
      typedSearchAttributes: attributesOf(county, '', 'running'),
    },
  };
}
