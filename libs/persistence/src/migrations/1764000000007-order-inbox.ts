import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The inbox is read in exactly this order, so that a page costs the same at any depth. */
export class OrderInbox1764000000007 implements MigrationInterface {
  name = 'OrderInbox1764000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index task_inbox;
      create index task_inbox on task
        (desk, county, (coalesce(due_on, date '9999-12-31')), (-coalesce(amount, 0)), id) where status in ('open', 'claimed');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index task_inbox;
      create index task_inbox on task (desk, county, due_on, amount, id) where status in ('open', 'claimed');
    `);
  }
}
