import type { PolicyPack } from './policy-pack.js';
import { compactSteps } from './loan-rules.js';
import type { Step } from './step.js';

/** Key of the publicity between determination and payment; those of other stages are `subsidyPublicity-<stage>`. */
export const SUBSIDY_PUBLICITY = 'subsidyPublicity';

interface Stage {
  zh: string;
  /** Index of the step that waits for the publicity. */
  ahead(flow: readonly Step[]): number;
}

const payment = (flow: readonly Step[]): number => indexOr(flow, ({ kind }) => kind === 'pay', flow.length);

/** The first review by whoever pays in the end, else the last review. */
function determination(flow: readonly Step[]): number {
  const payer = flow[payment(flow)]?.role;
  const last = flow.findLastIndex(({ kind }) => kind === 'review');
  return indexOr(
    flow,
    ({ kind, role }) => kind === 'review' && role === payer,
    last < 0 ? payment(flow) : last,
  );
}

function indexOr(flow: readonly Step[], test: (step: Step) => boolean, otherwise: number): number {
  const index = flow.findIndex(test);
  return index < 0 ? otherwise : index;
}

/** Points of a pack's stages in their order (000 6.2 事前、事中、事后); a stage by another name comes ahead of the payment. */
const STAGES: Readonly<Record<string, Stage>> = {
  before: {
    zh: '贴息公示（事前）',
    ahead: (flow) => indexOr(flow, ({ kind }) => kind === 'review', payment(flow)),
  },
  during: { zh: '贴息公示（事中）', ahead: determination },
  after: { zh: '贴息公示', ahead: payment },
};

/**
 * The chain that a settlement walks: the pack's `flow`, and in it the publicity of the pack, unless the flow has one of its
 * own. Each stage is posted at its point, and what follows waits for its end: `before` ahead of the first review of the
 * list, `during` ahead of its determination, `after` ahead of the payment (lifecycle §4: determined → publicised →
 * paying). Empty for a product without subsidy.
 */
export function settlementFlow(pack: PolicyPack, product: string): Step[] {
  const rule = Object.hasOwn(pack.subsidy, product) ? pack.subsidy[product] : undefined;
  if (rule === undefined) return [];
  const flow = compactSteps(rule.flow, pack);
  const { days = 0, stages = [] } = rule.publicity ?? {};
  if (days === 0 || flow.some(({ kind }) => kind === 'publicity')) return flow;
  const postedAt = (index: number): Step[] =>
    stages
      .filter((stage) => (STAGES[stage]?.ahead ?? payment)(flow) === index)
      .map((stage) => publicityOf(pack, stage, days, flow[index - 1]?.role ?? 'system'));
  return [...flow.flatMap((step, i) => [...postedAt(i), step]), ...postedAt(flow.length)];
}

function publicityOf(pack: PolicyPack, stage: string, days: number, role: string): Step {
  return {
    key: stage === 'after' ? SUBSIDY_PUBLICITY : `${SUBSIDY_PUBLICITY}-${stage}`,
    kind: 'publicity',
    role,
    zh: STAGES[stage]?.zh ?? `贴息公示（${stage}）`,
    days,
    dayKind: pack.calendar.publicityDayKind,
  };
}
