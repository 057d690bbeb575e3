import { expect } from '@jest/globals';
import type { World } from './worlds.js';

/**
 * What the platform keeps about itself agrees from end to end: the nightly comparison has nothing to say about it.
 * @param withLoans false where a test lent by the store alone, without workflows
 */
export async function expectRecordsAgree(world: World, county: string, withLoans = true): Promise<void> {
  const span = { county, from: '2000-01-01', to: '2099-12-31', on: '2100-01-01' };
  await world.database.persistence.reconciliation.compareBooks(span);
  const cases = await world.sql(
    `select kind, ref, expected, found from reconciliation_case where county = $1 and source = 'books' and state = 'open'`,
    [county],
  );
  expect(cases).toEqual([]);
  expect(await workflowsAmiss(world, county, withLoans)).toEqual([]);
}

/** Subjects whose workflow does not stand as the record lets expect. */
async function workflowsAmiss(world: World, county: string, withLoans: boolean): Promise<string[]> {
  const { reconciliation } = world.database.persistence;
  const amiss: string[] = [];
  const subjects = await reconciliation.pageOfSubjects(county, null, 1000);
  for (const { workflowId, stage, expects } of subjects.filter(({ isLoan }) => withLoans || !isLoan)) {
    const { status } = await world.client.workflow.getHandle(workflowId).describe();
    const isRunning = status.name === 'RUNNING';
    if (expects !== 'either' && isRunning !== (expects === 'running'))
      amiss.push(`${workflowId} ${stage} ${status.name}`);
  }
  return amiss;
}
