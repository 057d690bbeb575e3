import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Households, borrowers and loans. Columns that end in `_enc` are encrypted, those in `_idx` are keyed hashes. */
export class CreateLoans1764000000002 implements MigrationInterface {
  name = 'CreateLoans1764000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table household (
        id uuid primary key, county text not null references county, household_no text not null, place text not null,
        matched_households integer,
        used_subsidy_days integer not null default 0 check (used_subsidy_days >= 0),
        prior_subsidy_total numeric(18,2) not null default 0 check (prior_subsidy_total >= 0),
        constraint household_no_once unique (county, household_no)
      );
      create table person (
        id uuid primary key, county text not null references county, household_id uuid not null references household,
        name_enc bytea not null, id_number_enc bytea not null, phone_enc bytea not null, account_enc bytea not null,
        id_number_idx text not null, id_tail_idx text not null, name_idx text not null,
        constraint person_once unique (county, id_number_idx)
      );
      create index person_by_id_tail on person (id_tail_idx);
      create index person_by_name on person (name_idx);
      create index person_by_id_number on person (id_number_idx);
      create index person_by_household on person (household_id);
      create table loan (
        id uuid primary key, county text not null references county, loan_no text not null,
        place text not null, township text not null, village text not null, group_name text not null default '',
        bank text not null, branch text not null default '',
        household_id uuid not null references household, person_id uuid not null references person,
        scheme_key text not null, pack_version text not null, product text not null, request_type text not null,
        previous_loan_id uuid references loan, target_group text not null, purpose text not null,
        applied_on date not null, requested_amount numeric(18,2) not null, requested_months integer not null,
        requested_rate numeric(9,6),
        approved_amount numeric(18,2), approved_months integer, approved_rate numeric(9,6),
        stage text not null, pending_step text, publicity_ends_on date, refusal_reasons jsonb not null default '[]',
        contract_no text, principal numeric(18,2), balance numeric(18,2) check (balance >= 0), annual_rate numeric(9,6),
        disbursed_on date, matures_on date, original_matures_on date, overdue_since date, settled_on date,
        subsidy_stops_on date, renewals_used integer not null default 0,
        created_by text not null, command_id text unique, import_id uuid, taken_over_on date,
        opening_principal numeric(18,2),
        workflow_started boolean not null default false,
        next_due_kind text, next_due_on date, updated_at timestamptz not null default now(),
        constraint loan_no_once unique (county, loan_no),
        constraint contract_once unique (county, bank, contract_no)
      );
      create index loan_by_stage on loan (county, stage, loan_no);
      create index loan_by_place on loan (county, township, village, loan_no);
      create index loan_by_bank on loan (county, bank, loan_no);
      create index loan_by_maturity on loan (county, matures_on, loan_no);
      create index loan_by_household on loan (household_id);
      create index loan_by_person on loan (person_id);
      create index loan_to_start on loan (import_id, loan_no) where not workflow_started;
      create unique index loan_with_open_application on loan (household_id)
        where stage in ('inReview', 'publicity', 'investigation', 'approved', 'suspended');
      create table application (
        loan_id uuid primary key references loan, facts jsonb not null, education text not null default '',
        existing_debt numeric(18,2) not null default 0, purpose_text_enc bytea not null, documents jsonb not null default '[]'
      );
      create table document (
        id uuid primary key, loan_id uuid not null references loan, key text not null,
        file_name_enc bytea, mime_type text, size integer check (size <= 20971520), sha256 text, content_enc bytea,
        uploaded_by text not null, uploaded_at timestamptz not null default now()
      );
      create index document_by_loan on document (loan_id, uploaded_at);
      create table command_text (
        command_id text not null, key text not null, subject_id text not null, text_enc bytea not null,
        at timestamptz not null default now(), primary key (command_id, key)
      );
      create table due_item (
        loan_id uuid not null references loan, key text not null, kind text not null, due_on date not null,
        item jsonb not null, carried_out_by text not null, status text not null default 'planned',
        done_at timestamptz, primary key (loan_id, key)
      );
      create index due_item_ahead on due_item (due_on, kind) where status = 'planned';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table due_item, command_text, document, application, loan, person, household;
    `);
  }
}
