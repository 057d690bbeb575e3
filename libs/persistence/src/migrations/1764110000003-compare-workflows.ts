import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Workflows that do not run as the record says, as the last night left them for the comparison. */
export class CompareWorkflows1764110000003 implements MigrationInterface {
  name = 'CompareWorkflows1764110000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table workflow_difference (
        county text not null references county, workflow_id text not null, subject_no text, loan_id uuid references loan,
        expected text not null, found text not null, primary key (county, workflow_id)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table workflow_difference;');
  }
}
