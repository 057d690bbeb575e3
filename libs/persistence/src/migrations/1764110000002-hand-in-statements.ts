import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Statements of counterparts without a machine: which days are known of each, and by when the next one is due. */
export class HandInStatements1764110000002 implements MigrationInterface {
  name = 'HandInStatements1764110000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table counterpart
        add column file_format text not null default 'csv' check (file_format in ('csv', 'xlsx')),
        add column statement_due_day smallint check (statement_due_day between 1 and 28),
        add column statement_due_since date,
        add constraint counterpart_statement_due check ((statement_due_day is null) = (statement_due_since is null));
      create table statement_cover (
        id uuid primary key default gen_random_uuid(), county text not null references county, source text not null,
        from_day date not null, to_day date not null check (to_day >= from_day), entries integer not null,
        name text, sha256 text, given_by text not null, given_at timestamptz not null default now()
      );
      create index statement_cover_of on statement_cover (county, source);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table statement_cover;
      alter table counterpart drop constraint counterpart_statement_due, drop column statement_due_since,
        drop column statement_due_day, drop column file_format;
    `);
  }
}
