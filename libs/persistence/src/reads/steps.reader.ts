import type { StepView } from '@bangdai/contracts/http';
import type { PolicyPack, Step } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { roleName, stepTitle } from './labels.js';
import { commandTexts, staffNames } from './people.reader.js';
import { nameFor, principalsOfCommands } from './stand-in-names.js';

interface ReviewRow {
  step_key: string;
  decision: string;
  actor_id: string;
  command_id: string;
  at: string;
  due_on: string | null;
  late: boolean;
}

export interface ChainPosition {
  subjectId: string;
  steps: readonly Step[];
  pendingStep: string | null;
  /** The chain ended well: what has no review row (publicity) ran out by itself. */
  completed: boolean;
}

/** The chain as the pack has it; the pending step tells what is behind, the reviews tell who and how. */
export async function stepViews(
  db: Db,
  context: StoreContext,
  pack: PolicyPack,
  position: ChainPosition,
): Promise<StepView[]> {
  const reviews = await db.rows<ReviewRow>(
    `select r.step_key, r.decision, r.actor_id, r.command_id, r.at, t.due_on,
       coalesce((r.at at time zone 'Asia/Shanghai')::date > t.due_on, false) as late
     from review r left join task t on t.id = r.task_id where r.subject_id = $1 order by r.id`,
    [position.subjectId],
  );
  const last = new Map(reviews.map((review) => [review.step_key, review]));
  const names = await staffNames(
    db,
    reviews.map(({ actor_id }) => actor_id),
  );
  const texts = await commandTexts(
    db,
    context.vault,
    [...last.values()].map(({ command_id }) => command_id),
  );
  const principals = await principalsOfCommands(
    db,
    reviews.map(({ command_id }) => command_id),
  );
  const pendingAt = position.steps.findIndex(({ key }) => key === position.pendingStep);
  return position.steps.map((step, index): StepView => {
    const review = last.get(step.key);
    return {
      key: step.key,
      title: stepTitle(step),
      role: step.role,
      roleName: roleName(pack, step.role),
      kind: step.kind,
      state: stateOf(index, pendingAt, position, review),
      decision: review?.decision ?? null,
      byName:
        review === undefined ? null : byName(names.get(review.actor_id), principals.get(review.command_id)),
      at: review?.at ?? null,
      opinion: review === undefined ? null : (texts.get(review.command_id) ?? null),
      dueOn: review?.due_on ?? null,
      late: review?.late ?? false,
    };
  });
}

const byName = (name: string | undefined, principal: string | undefined): string | null =>
  name === undefined ? null : nameFor(name, principal);

function stateOf(
  index: number,
  pendingAt: number,
  { completed }: ChainPosition,
  review: ReviewRow | undefined,
): StepView['state'] {
  if (pendingAt >= 0) {
    if (index === pendingAt) return 'current';
    if (index < pendingAt) return 'done';
    return review?.decision === 'return' ? 'returned' : 'next';
  }
  if (completed) return 'done';
  if (review === undefined) return 'next';
  return review.decision === 'reject' ? 'rejected' : review.decision === 'return' ? 'returned' : 'done';
}
