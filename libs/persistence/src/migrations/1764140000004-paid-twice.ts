import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A bank may owe for any order, a settlement's too: paid for a loss that was gone, or paid twice by the treasury. */
export class PaidTwice1764140000004 implements MigrationInterface {
  name = 'PaidTwice1764140000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table bank_due alter column claim_id drop not null,
        add column settlement_id uuid references settlement, add column year text, add column command_id text unique,
        add column cause text not null default 'lossGone' check (cause in ('lossGone', 'paidTwice')),
        add constraint bank_due_of_one check ((claim_id is null) <> (settlement_id is null)),
        drop constraint bank_due_order_no_key, add constraint bank_due_once unique (order_no, cause);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from bank_due_return where due_id in (select id from bank_due where cause = 'paidTwice');
      delete from bank_due where cause = 'paidTwice';
      alter table bank_due drop constraint bank_due_once, drop constraint bank_due_of_one, drop column settlement_id,
        drop column year, drop column command_id, drop column cause, alter column claim_id set not null,
        add constraint bank_due_order_no_key unique (order_no);
    `);
  }
}
