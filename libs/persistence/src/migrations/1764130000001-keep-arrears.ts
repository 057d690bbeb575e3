import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Arrears of principal or interest as the bank reports them: a plan may pay no subsidy for their nights. */
export class KeepArrears1764130000001 implements MigrationInterface {
  name = 'KeepArrears1764130000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table arrears (
        loan_id uuid not null references loan, since date not null, cured_on date check (cured_on > since),
        primary key (loan_id, since)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table arrears');
  }
}
