import type { ProgrammeActivities, UseCheckRoundResult, UseCheckRoundStart } from '@bangdai/contracts';
import { shanghaiDateOf } from '@bangdai/domain';
import { programmeWork } from '@bangdai/procedure';
import { defineSearchAttributeKey } from '@temporalio/common';
import { proxyActivities, workflowInfo } from '@temporalio/workflow';

const { openUsageCheckTasks, remindOverdueTasks } = proxyActivities<ProgrammeActivities>(programmeWork);

const scheduledTime = defineSearchAttributeKey('TemporalScheduledStartTime', 'DATETIME');

/** One morning of a county: opens the usage checks that are due, presses for those that are late, reminds of late steps. */
export async function UseCheckRoundWorkflow({
  county,
  on: named,
}: UseCheckRoundStart): Promise<UseCheckRoundResult> {
  const { typedSearchAttributes, startTime } = workflowInfo();
  const on = named ?? shanghaiDateOf((typedSearchAttributes.get(scheduledTime) ?? startTime).getTime());
  const result = await openUsageCheckTasks({ county, on });
  await remindOverdueTasks({ county, on });
  return result;
}
