import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Money that arrives on a fund's account: recorded by finance, booked once the county office has confirmed it. */
export class FundEntries1764040000002 implements MigrationInterface {
  name = 'FundEntries1764040000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table fund add column id uuid not null unique default gen_random_uuid(),
        add column top_up_due numeric(18,2) not null default 0 check (top_up_due >= 0), add column top_up_by date,
        add column top_up_no integer not null default 0;
      create table fund_entry (
        id uuid primary key default gen_random_uuid(), seq bigint generated always as identity unique,
        fund_id uuid not null references fund (id), county text not null, bank text not null,
        kind text not null check (kind in ('deposit', 'interest')), amount numeric(18,2) not null check (amount > 0),
        received_on date not null, voucher_no text not null, command_id text not null unique,
        state text not null default 'recorded' check (state in ('recorded', 'confirmed', 'returned')),
        recorded_by text not null, recorded_at timestamptz not null default now(),
        decided_by text, decided_at timestamptz,
        foreign key (county, bank) references bank
      );
      create unique index fund_voucher_once on fund_entry (county, bank, voucher_no) where state <> 'returned';
      create index fund_entry_of_fund on fund_entry (fund_id, seq);
    `);
    await this.letTasksBeAboutFunds(runner);
  }

  /** Further subjects may have been added before: the list is widened, never written anew. */
  private async letTasksBeAboutFunds(runner: QueryRunner): Promise<void> {
    await runner.query(`
      do $$
      declare known text;
      begin
        select substring(pg_get_constraintdef(oid) from 'CHECK \\((.*)\\)$') into known
          from pg_constraint where conname = 'task_subject_check' and conrelid = 'task'::regclass;
        alter table task drop constraint task_subject_check;
        execute format('alter table task add constraint task_subject_check check (%s or subject = ''fund'')', known);
      end $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from task where subject = 'fund';
      drop table fund_entry;
      alter table fund drop column top_up_due, drop column top_up_by, drop column top_up_no, drop column id;
    `);
  }
}
