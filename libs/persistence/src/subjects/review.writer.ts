import type { ReviewCommand } from '@bangdai/contracts';
import type { Db } from '../database/database.js';

/** One person's decision as signed; the texts stand in `command_text` under the command's id. */
export async function recordReviewRow(
  db: Db,
  subject: { kind: string; id: string },
  review: ReviewCommand,
  at: string,
): Promise<void> {
  await db.run(
    `insert into review (subject, subject_id, task_id, step_key, decision, return_to, actor_id, actor_role, command_id, at,
       meeting, approved_terms, documents, figures_hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12::jsonb, $13::jsonb, $14)
     on conflict on constraint review_once do nothing`,
    [
      ...[subject.kind, subject.id, review.taskId, review.stepKey, review.decision, review.returnTo ?? null],
      ...[review.actor.id, review.actor.role, review.commandId, at],
      ...[
        jsonOrNull(review.meeting),
        jsonOrNull(review.approvedTerms),
        JSON.stringify(review.documents),
        review.figuresHash,
      ],
    ],
  );
}

const jsonOrNull = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
