import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A recovery that was reported wrong is taken back and may come again under its number. */
export class CorrectRecoveries1764140000003 implements MigrationInterface {
  name = 'CorrectRecoveries1764140000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table recovery add column reversed_on date;
      alter table recovery drop constraint recovery_receipt_once;
      create unique index recovery_receipt_once on recovery (county, bank, receipt_no) where reversed_on is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index recovery_receipt_once;
      alter table recovery drop column reversed_on;
      alter table recovery add constraint recovery_receipt_once unique (county, bank, receipt_no);
    `);
  }
}
