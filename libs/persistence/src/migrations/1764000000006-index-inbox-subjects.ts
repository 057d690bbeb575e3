import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Facts are delivered in order per subject: the earlier ones of a subject must be found at once. */
export class IndexInboxSubjects1764000000006 implements MigrationInterface {
  name = 'IndexInboxSubjects1764000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index inbox_of_subject on inbox (county, subject_no, seq) where state in ('received', 'waiting');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index inbox_of_subject;`);
  }
}
