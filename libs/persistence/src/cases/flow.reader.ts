import type { Actor, LoanStage } from '@bangdai/contracts';
import type { CaseFlow, FlowNode, FlowState, StepView } from '@bangdai/contracts/http';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { stepViews } from '../reads/steps.reader.js';
import { caseOf, type CaseRecord } from './case.record.js';
import { BRANCHES, IN_CHAIN, MAIN_STAGES, STOPPED } from './flow-table.js';
import { eventsUntil, stageOf, type ReplayedEvent } from './stage-replay.js';

/** Later than any day that something can have happened on. */
const FOREVER = '9999-12-31';

interface Walk {
  record: CaseRecord;
  stage: LoanStage;
  /** First time that a stage was reached. */
  reached: Map<string, string>;
  events: ReplayedEvent[];
  takenOver: boolean;
}

/**
 * The picture of a loan's way: the steps are those of the rules that its workflow was started with, the stages those that
 * its history has seen. Drawn from records, so that it is the same whether the engine still knows the loan or not.
 */
export async function readFlow(
  db: Db,
  context: StoreContext,
  actor: Actor,
  loanId: string,
): Promise<CaseFlow> {
  const record = await caseOf(db, context, actor, loanId);
  const { loan, pack, rules } = record;
  const stage = loan.stage as LoanStage;
  const events = await eventsUntil(db, loanId, FOREVER);
  const walk: Walk = {
    ...{ record, stage, events },
    reached: reachedBy(events),
    takenOver: loan.taken_over_on !== null,
  };
  const completed = !IN_CHAIN.has(stage) && !STOPPED.has(stage);
  const position = {
    ...{ subjectId: loanId, steps: rules.steps, pendingStep: loan.pending_step },
    completed: completed || walk.reached.has('approved'),
  };
  const steps = await stepViews(db, context, pack, position);
  const rounds = await roundsOf(db, loanId);
  const nodes = [...steps.map((step) => stepNode(walk, step, rounds.get(step.key) ?? 0)), ...mainNodes(walk)];
  const branches = branchNodes(walk);
  return { nodes: [...nodes, ...branches], edges: edgesOf(walk, nodes, branches) };
}

function reachedBy(events: readonly ReplayedEvent[]): Map<string, string> {
  const reached = new Map<string, string>();
  for (const event of events) {
    const stage = stageOf(event);
    if (stage !== null && !reached.has(stage)) reached.set(stage, event.at);
  }
  return reached;
}

async function roundsOf(db: Db, loanId: string): Promise<Map<string, number>> {
  const rows = await db.rows<{ step_key: string; n: number }>(
    'select step_key, count(*)::int as n from review where subject_id = $1 group by step_key',
    [loanId],
  );
  return new Map(rows.map(({ step_key, n }) => [step_key, n]));
}

function stepNode({ stage, takenOver }: Walk, step: StepView, rounds: number): FlowNode {
  const over = takenOver || STOPPED.has(stage);
  const state = {
    done: 'done',
    current: 'current',
    rejected: 'failed',
    returned: 'next',
    next: 'next',
  } as const;
  const plain: FlowState = takenOver ? 'skipped' : state[step.state];
  return {
    ...{
      key: step.key,
      title: step.title,
      kind: step.kind === 'publicity' ? 'publicity' : 'step',
      branch: false,
    },
    ...{ roleName: step.roleName, byName: step.byName, at: step.at, dueOn: step.dueOn ?? null, rounds },
    state: over && plain === 'next' ? 'skipped' : plain,
  };
}

/** Which of the main stages are behind, which one is the present one. */
function mainNodes(walk: Walk): FlowNode[] {
  const { record, stage, reached, events } = walk;
  const { loan } = record;
  const out = loan.disbursed_on !== null;
  const approved = reached.has('approved') || out;
  const ended = STOPPED.has(stage) || stage === 'renewed' || stage === 'converted' || stage === 'closedLoss';
  const states: Record<(typeof MAIN_STAGES)[number]['key'], FlowState> = {
    approved: walk.takenOver ? 'skipped' : approved ? 'done' : 'next',
    disbursement: out ? 'done' : stage === 'approved' ? 'current' : 'next',
    // What came beside the plain service is then the present part of the loan's life.
    service: !out ? 'next' : stage === 'active' ? 'current' : 'done',
    settled: stage === 'settled' ? 'done' : 'next',
  };
  const times: Record<string, string | null> = {
    approved: reached.get('approved') ?? null,
    disbursement: events.find(({ kind }) => kind === 'disbursed')?.at ?? null,
    settled: events.findLast(({ kind }) => kind === 'settled')?.at ?? null,
  };
  return MAIN_STAGES.map(({ key, title }) => ({
    ...{ key, title, kind: key === 'settled' ? 'end' : 'stage', branch: false, rounds: 0, byName: null },
    roleName: key === 'disbursement' ? loan.bank_name : null,
    state: ended && states[key] === 'next' ? 'skipped' : states[key],
    at: times[key] ?? null,
    dueOn: key === 'service' ? loan.matures_on : null,
  }));
}

/** Only what happened: a picture with every possible misfortune would hide the one that came. */
function branchNodes({ stage, reached }: Walk): FlowNode[] {
  return BRANCHES.filter((branch) => reached.has(branch.stage) || branch.stage === stage).map((branch) => ({
    ...{ key: branch.stage, title: branch.title, kind: branch.kind, branch: true, rounds: 0 },
    ...{ roleName: null, byName: null, dueOn: null },
    state: branch.stage === stage && branch.kind === 'stage' ? 'current' : branch.over,
    at: reached.get(branch.stage) ?? null,
  }));
}

function edgesOf(walk: Walk, main: FlowNode[], branches: FlowNode[]): CaseFlow['edges'] {
  const behind = (node: FlowNode | undefined) => node?.state === 'done' || node?.state === 'current';
  const line = main.slice(1).map((to, index) => ({
    from: main[index]?.key ?? '',
    to: to.key,
    taken: behind(main[index]) && (behind(to) || to.state === 'failed'),
    label: null,
  }));
  const stopped = main.findLast(
    ({ state, kind }) => kind !== 'stage' && state !== 'next' && state !== 'skipped',
  );
  const sides = branches.map((node) => {
    const from = BRANCHES.find(({ stage }) => stage === node.key)?.from ?? 'service';
    return {
      from: from === 'step' ? (stopped?.key ?? main[0]?.key ?? '') : from,
      to: node.key,
      taken: true,
      label: null,
    };
  });
  const back = branches
    .filter(({ key }) => walk.stage === 'settled' && lastsUntilEnd.has(key))
    .slice(-1)
    .map(({ key }) => ({ from: key, to: 'settled', taken: true, label: null }));
  return [...line, ...sides, ...back];
}

/** Branches from which a loan may come to its good end. */
const lastsUntilEnd = new Set(['extended', 'recalled', 'overdue', 'compensated', 'writtenRecovery']);
