import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Corrections of bank feeds (lifecycle §9) and what they change of periods that are settled already (§4). A reversed
 * receipt stays on record; its number may then stand once more, on the entry that replaces it.
 */
export class CorrectFeeds1764020000001 implements MigrationInterface {
  name = 'CorrectFeeds1764020000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table correction (
        id text not null, loan_id uuid not null references loan, county text not null, kind text not null,
        what jsonb not null, before jsonb not null default '{}',
        state text not null check (state in ('open', 'confirmed', 'rejected')),
        proposed_by text, proposed_at timestamptz not null, proposed_command text,
        decided_by text, decided_at timestamptz, decided_command text, booked_on date,
        primary key (loan_id, id)
      );
      alter table repayment add column reversed_on date, add column correction_id text;
      alter table repayment drop constraint receipt_once;
      create unique index receipt_once on repayment (county, bank, receipt_no) where reversed_on is null;
      alter table settlement_line add column sequence integer not null default 0;
      alter table settlement_line drop constraint line_once;
      alter table settlement_line add constraint line_once unique (loan_id, period_from, period_to, sequence);
      create table subsidy_adjustment (
        loan_id uuid not null references loan, period_from date not null, period_to date not null,
        sequence integer not null check (sequence >= 1), nights integer not null, interest numeric(18,2) not null,
        subsidy_rate numeric(9,6) not null, subsidy numeric(18,2) not null, borrower_share numeric(18,2) not null,
        cause text not null, created_at timestamptz not null default now(), settlement_id uuid references settlement,
        primary key (loan_id, period_from, period_to, sequence)
      );
      create unique index subsidy_adjustment_open on subsidy_adjustment (loan_id, period_from, period_to)
        where settlement_id is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table subsidy_adjustment, correction;
      alter table settlement_line drop constraint line_once;
      alter table settlement_line drop column sequence;
      alter table settlement_line add constraint line_once unique (loan_id, period_from, period_to);
      drop index receipt_once;
      alter table repayment drop column reversed_on, drop column correction_id;
      alter table repayment add constraint receipt_once unique (county, bank, receipt_no);
    `);
  }
}
