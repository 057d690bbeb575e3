import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A task past its limit is shown to the superior of its desk as well, until it is decided (lifecycle §3, step SLA). */
export class EscalateTasks1764010000001 implements MigrationInterface {
  name = 'EscalateTasks1764010000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table task add column superior text;
      create index task_with_superior on task (superior, county, due_on, amount, id)
        where status in ('open', 'claimed') and superior is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table task drop column superior;`);
  }
}
