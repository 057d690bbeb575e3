import {
  reconciliationDays,
  type ReconciliationActivities,
  type ReconciliationResult,
  type ReconciliationStart,
} from '@bangdai/contracts';
import { addDays, shanghaiDateOf } from '@bangdai/domain';
import { programmeWork, statementCalls } from '@bangdai/procedure';
import { defineSearchAttributeKey } from '@temporalio/common';
import {
  ActivityFailure,
  isCancellation,
  log,
  patched,
  proxyActivities,
  workflowInfo,
} from '@temporalio/workflow';

const { fetchStatements } = proxyActivities<ReconciliationActivities>(statementCalls);
const { checkWorkflows, compareBooks } = proxyActivities<ReconciliationActivities>(programmeWork);

/** Nights recorded before compared no workflows. */
const comparesWorkflows = 'compare-workflows';

const scheduledTime = defineSearchAttributeKey('TemporalScheduledStartTime', 'DATETIME');

/**
 * One night of a county: statements of banks and treasury are fetched, then compared with ledger, orders and the state of
 * loans and settlements. It looks at the days before the one on which it runs: what is under way today is no difference.
 */
export async function ReconciliationWorkflow({
  county,
  on: named,
}: ReconciliationStart): Promise<ReconciliationResult> {
  const { typedSearchAttributes, startTime } = workflowInfo();
  const on = named ?? shanghaiDateOf((typedSearchAttributes.get(scheduledTime) ?? startTime).getTime());
  const to = addDays(on, -1);
  const span = { county, from: addDays(to, 1 - reconciliationDays), to };
  const fetched = await fetchedOrNone({ ...span, on });
  if (patched(comparesWorkflows)) await checkedOrNot(county);
  const compared = await compareBooks({ ...span, on });
  return { ...span, ...fetched, ...compared };
}

/** Without it the comparison of the books is as good as ever: what was found the night before stays. */
async function checkedOrNot(county: string): Promise<void> {
  try {
    await checkWorkflows({ county });
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    log.warn('workflows not compared', { county });
  }
}

/** A counterpart that was away all night stops no comparison of what is here: its missing statement is a case. */
async function fetchedOrNone(
  input: Parameters<ReconciliationActivities['fetchStatements']>[0],
): Promise<{ entries: number; missing: number }> {
  try {
    return await fetchStatements(input);
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    log.warn('statements not fetched', { county: input.county });
    return { entries: 0, missing: 1 };
  }
}
