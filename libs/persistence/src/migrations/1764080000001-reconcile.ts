import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The nightly comparison: statements as they were given, one case per difference, what people found out about it. */
export class Reconcile1764080000001 implements MigrationInterface {
  name = 'Reconcile1764080000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table statement_fetch (
        county text not null references county, source text not null, on_day date not null, given boolean not null,
        entries integer not null, primary key (county, source, on_day)
      );
      create table statement_entry (
        county text not null, source text not null, ref text not null, occurrence integer not null, kind text not null,
        loan_no text, on_day date not null, amount numeric(18,2) not null, principal numeric(18,2), payee text,
        primary key (county, source, ref, occurrence)
      );
      create table reconciliation_run (
        county text not null references county, on_day date not null, from_day date not null, to_day date not null,
        entries integer not null, missing integer not null, opened integer not null, settled integer not null,
        open integer not null, finished_at timestamptz not null default now(), primary key (county, on_day)
      );
      create table reconciliation_case (
        id uuid primary key default gen_random_uuid(), county text not null references county, kind text not null,
        source text not null, ref text not null, loan_id uuid references loan, loan_no text, expected text, found text,
        difference numeric(18,2), sides jsonb not null default '[]', owner text not null, bank text, on_day date not null,
        state text not null default 'open' check (state in ('open', 'closed')),
        opened_on date not null, last_seen_on date not null, closed_by text, closed_at timestamptz,
        constraint case_once unique (county, kind, source, ref)
      );
      create index reconciliation_case_page on reconciliation_case (county, state, opened_on desc, id);
      create table reconciliation_note (
        id uuid primary key, case_id uuid not null references reconciliation_case, text_enc bytea not null,
        closes boolean not null, by text not null, command_id text not null unique, at timestamptz not null default now()
      );
      create index reconciliation_note_of_case on reconciliation_note (case_id, at);
      create index journal_entry_of_document on journal_entry (county, document_no) where document_no is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index journal_entry_of_document;
      drop table reconciliation_note, reconciliation_case, reconciliation_run, statement_entry, statement_fetch;
    `);
  }
}
