import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Subsidy taken back (lifecycle §9). A line of a settlement with a `clawback_id` is what it keeps back of a case. */
export class ClawBack1764020000002 implements MigrationInterface {
  name = 'ClawBack1764020000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table clawback (
        id uuid primary key, case_no text not null, county text not null references county,
        loan_id uuid not null references loan, bank text not null, place text not null, cause text not null,
        from_on date not null, to_on date, amount_max numeric(18,2), command_id text not null unique, opened_by text,
        opened_on date not null, stage text not null default 'opened', pending_step text,
        nights integer not null default 0, paid numeric(18,2) not null default 0, amount numeric(18,2) not null default 0,
        figures_hash text, excluded jsonb not null default '[]', noticed_on date, set_off_ordered boolean not null default false,
        created_at timestamptz not null default now(),
        constraint clawback_no_once unique (county, case_no)
      );
      create index clawback_of_loan on clawback (loan_id);
      create table clawback_receipt (
        id bigint generated always as identity primary key, clawback_id uuid not null references clawback, county text not null,
        kind text not null check (kind in ('repaid', 'setOff')), receipt_no text not null, amount numeric(18,2) not null check (amount > 0),
        paid_on date not null, at timestamptz not null default now(),
        constraint clawback_receipt_once unique (county, kind, receipt_no)
      );
      create index clawback_receipt_of_case on clawback_receipt (clawback_id);
      alter table settlement_line add column clawback_id uuid references clawback;
    `);
    await this.allowTasks(runner);
  }

  /** Whatever subjects tasks may have by now, and cases beside them. */
  private async allowTasks(runner: QueryRunner): Promise<void> {
    await runner.query(`
      do $$ declare known text; begin
        select substring(pg_get_constraintdef(oid) from 'CHECK \\((.*)\\)$') into known
          from pg_constraint where conname = 'task_subject_check' and conrelid = 'task'::regclass;
        alter table task drop constraint task_subject_check;
        execute format('alter table task add constraint task_subject_check check (%s or subject = ''clawback'')', known);
      end $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table task drop constraint task_subject_check;
      alter table task add constraint task_subject_check check (subject in ('loan', 'settlement', 'claim'));
      alter table settlement_line drop column clawback_id;
      drop table clawback_receipt, clawback;
    `);
  }
}
