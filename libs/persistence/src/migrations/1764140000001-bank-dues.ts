import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a bank was paid too much of a compensation: a case until the money is back or kept back from a later payment. */
export class BankDues1764140000001 implements MigrationInterface {
  name = 'BankDues1764140000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table bank_due (
        id uuid primary key default gen_random_uuid(), seq bigint generated always as identity unique,
        county text not null, bank text not null, fund_bank text not null, claim_id uuid not null references claim,
        order_no text not null unique, shares jsonb not null, amount numeric(18,2) not null check (amount > 0),
        opened_on date not null, due_on date not null, set_off_ordered boolean not null default false, settled_on date,
        foreign key (county, bank) references bank
      );
      create index bank_due_open on bank_due (county, bank) where settled_on is null;
      create table bank_due_return (
        id uuid primary key default gen_random_uuid(), due_id uuid not null references bank_due,
        order_no text, shares jsonb not null, amount numeric(18,2) not null check (amount > 0), returned_on date,
        constraint set_off_once unique (due_id, order_no)
      );
      alter table fund_movement drop constraint fund_movement_kind_check;
      alter table fund_movement add constraint fund_movement_kind_check
        check (kind in ('opening', 'deposit', 'interest', 'compensation', 'recovery', 'bankReturn'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table bank_due_return, bank_due`);
  }
}
