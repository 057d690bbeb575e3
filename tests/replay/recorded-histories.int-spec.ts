import { bundlePath } from '@bangdai/workflow-bundle';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import { quietRuntime, testDataConverter } from '../support/loan-clock.js';
import { recordedHistories } from '../support/recorded-histories.js';

const workflowTypes = [
  'LoanWorkflow',
  'SubsidySettlementWorkflow',
  'RiskCompensationWorkflow',
  'UseCheckRoundWorkflow',
  'PortfolioImportWorkflow',
  'ReconciliationWorkflow',
  'ClawbackWorkflow',
];

describe('the histories of earlier runs', () => {
  beforeAll(quietRuntime);

  it('are replayed by the present workflow code without a difference', async () => {
    const recorded = await recordedHistories();
    const failures: string[] = [];
    for (const { name, history } of recorded) {
      const options = { workflowBundle: { codePath: bundlePath }, dataConverter: testDataConverter };
      await Worker.runReplayHistory(options, history, name).catch((error: unknown) =>
        failures.push(`${name}: ${String(error)}`),
      );
    }
    expect(failures).toEqual([]);
  }, 120_000);

  it('hold at least one of each workflow, and loans of every end', async () => {
    const recorded = await recordedHistories();
    const types = recorded.map(
      ({ history }) => history.events?.[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name,
    );
    expect([...new Set(types)].sort()).toEqual([...workflowTypes].sort());
    const names = recorded.map(({ name }) => name);
    for (const end of [
      'settled',
      'compensated',
      'rejected',
      'withdrawn',
      'lapsed',
      'extended',
      'continued',
    ]) {
      expect(names.filter((name) => name.startsWith(`loan-${end}`))).not.toEqual([]);
    }
  });

  it('show nothing of what they carry', async () => {
    for (const { text } of await recordedHistories()) {
      for (const word of ['50000.00', '30000.00', 'householdId', 'liftedPoor']) {
        expect(text).not.toContain(Buffer.from(word).toString('base64').replace(/=+$/, '').slice(0, -1));
        expect(text).not.toContain(word);
      }
    }
  });
});
