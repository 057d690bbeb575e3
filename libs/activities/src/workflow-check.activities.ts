import {
  RUNNING,
  type ReconciliationActivities,
  type ReconciliationStore,
  type RecordedSubject,
  type WorkflowDifference,
} from '@bangdai/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { beating } from './heartbeats.js';
import type { WorkflowEngine } from './ports.js';

const pageSize = 2000;
/** What is under way this moment is on record or in Temporal a moment later. */
const momentMs = 3000;
/** Stages that a loan's workflow writes down where they can be searched for; others leave the one before. */
const searchedStages: ReadonlySet<string> = new Set(['active', 'overdue', 'compensating', 'compensated']);

type Differences = Map<string, WorkflowDifference>;

/** Each loan, settlement, claim and clawback that is open by the record has a workflow that runs, and no other has one. */
export class WorkflowCheck implements Pick<ReconciliationActivities, 'checkWorkflows'> {
  constructor(
    private readonly store: Pick<ReconciliationStore, 'pageOfSubjects' | 'keepWorkflowDifferences'>,
    private readonly engine: Pick<WorkflowEngine, 'running' | 'stateOf'>,
    private readonly pauseMs = momentMs,
  ) {}

  checkWorkflows({ county }: { county: string }): Promise<{ differences: number }> {
    return beating(async () => {
      const found = await this.differences(county);
      const lasting = found.size === 0 ? [] : await this.lasting(county, found);
      await this.store.keepWorkflowDifferences(county, lasting);
      return { differences: lasting.length };
    });
  }

  /** Seen twice, and the second time confirmed by the workflow itself: the list of what runs may lag behind. */
  private async lasting(county: string, first: Differences): Promise<WorkflowDifference[]> {
    await sleep(this.pauseMs);
    const second = await this.differences(county);
    const lasting: WorkflowDifference[] = [];
    for (const difference of second.values()) {
      const { workflowId, expected, found } = difference;
      if (first.get(workflowId)?.found !== found || first.get(workflowId)?.expected !== expected) continue;
      const state = await this.engine.stateOf(workflowId);
      const isSo =
        found === RUNNING || found === state.status || (state.status === RUNNING && found === state.stage);
      if (isSo && (found !== RUNNING || state.status === RUNNING)) lasting.push(difference);
    }
    return lasting;
  }

  private async differences(county: string): Promise<Differences> {
    const running = await this.engine.running(county);
    const differences: Differences = new Map();
    for (let after: string | null = null; ;) {
      const page = await this.store.pageOfSubjects(county, after, pageSize);
      for (const subject of page) {
        const found = differenceOf(subject, running);
        if (found !== null) differences.set(subject.workflowId, found);
        running.delete(subject.workflowId);
      }
      if (page.length < pageSize) break;
      after = page.at(-1)?.id ?? null;
    }
    // What runs for nobody.
    for (const workflowId of running.keys())
      differences.set(workflowId, { workflowId, no: null, loanId: null, expected: '—', found: RUNNING });
    return differences;
  }
}

function differenceOf(
  { workflowId, no, loanId, stage, expects, isLoan }: RecordedSubject,
  running: ReadonlyMap<string, string | null>,
): WorkflowDifference | null {
  const differs = (found: string) => ({ workflowId, no, loanId, expected: stage, found });
  if (!running.has(workflowId)) return expects === 'running' ? differs('ended') : null;
  if (expects === 'ended') return differs(RUNNING);
  const told = running.get(workflowId) ?? null;
  return isLoan && searchedStages.has(stage) && told !== null && told !== stage ? differs(told) : null;
}
