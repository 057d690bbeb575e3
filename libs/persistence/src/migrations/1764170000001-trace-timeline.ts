import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The history stands on its own: each line keeps the stage that it left the loan in, so that any past day can be told from it,
 * and the run of the engine that wrote it, for as long as the engine remembers. Whoever opens personal data in full leaves a
 * line that nobody can take back.
 */
export class TraceTimeline1764170000001 implements MigrationInterface {
  name = 'TraceTimeline1764170000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table timeline add column stage text, add column workflow_id text, add column run_id text;
      create table personal_access (
        id bigint generated always as identity primary key, at timestamptz not null default now(),
        actor_id text not null, actor_role text not null, loan_id uuid not null references loan, what text not null
      );
      create index personal_access_of_loan on personal_access (loan_id, id);
      create index task_of_step on task (county, step_key, opened_on) where kind = 'review';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index task_of_step;
      drop table personal_access;
      alter table timeline drop column stage, drop column workflow_id, drop column run_id;
    `);
  }
}
