import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a counterpart refused for good no longer stands in the way of later messages; what a person settles by paper or
 * voucher has its proof and, where money is concerned, its second person.
 */
export class SettleUndelivered1764060000001 implements MigrationInterface {
  name = 'SettleUndelivered1764060000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table outbox drop constraint outbox_state_check;
      alter table outbox add constraint outbox_state_check
        check (state in ('pending', 'delivered', 'undelivered', 'handed', 'served'));
      alter table outbox add column body_enc bytea, add column first_failed_at timestamptz, add column served_on date;
      create table task_file (
        id uuid primary key, task_id text not null references task, key text not null, file_name_enc bytea not null,
        mime_type text not null, size integer not null, sha256 text not null, content_enc bytea not null,
        uploaded_by text not null, uploaded_at timestamptz not null default now()
      );
      create index task_file_of_task on task_file (task_id);
      create table payment_statement (
        id bigint generated always as identity primary key,
        order_no text not null references payment_order, task_id text not null references task,
        outcome text not null check (outcome in ('paid', 'notPaid')), paid_on date not null,
        stated_by text not null, command_id text not null unique, stated_at timestamptz not null default now(),
        checked_by text, checked_at timestamptz, verdict text check (verdict in ('approved', 'returned')),
        constraint payment_statement_two_people check (checked_by is null or checked_by <> stated_by),
        check ((checked_by is null) = (verdict is null))
      );
      create unique index payment_statement_open on payment_statement (order_no) where verdict is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table payment_statement, task_file;
      alter table outbox drop column body_enc, drop column first_failed_at, drop column served_on;
      alter table outbox drop constraint outbox_state_check;
      update outbox set state = 'delivered' where state <> 'pending';
      alter table outbox add constraint outbox_state_check check (state in ('pending', 'delivered'));
    `);
  }
}
