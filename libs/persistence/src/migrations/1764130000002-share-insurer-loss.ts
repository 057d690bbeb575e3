import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The pool that shares an insurer's loss: what was paid in and what a cycle took out, each confirmed by a second person. */
export class ShareInsurerLoss1764130000002 implements MigrationInterface {
  name = 'ShareInsurerLoss1764130000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table loss_pool_entry (
        id uuid primary key default gen_random_uuid(), seq bigint generated always as identity unique,
        county text not null references county, kind text not null check (kind in ('deposit', 'cycle')),
        cycle text, premiums numeric(18,2), claims numeric(18,2), loss numeric(18,2), insurer numeric(18,2),
        amount numeric(18,2) not null check (amount >= 0), moved_on date not null, document_no text not null,
        command_id text not null unique,
        state text not null default 'recorded' check (state in ('recorded', 'confirmed', 'returned')),
        recorded_by text not null, recorded_at timestamptz not null default now(),
        decided_by text, decided_at timestamptz,
        check ((kind = 'cycle') = (cycle is not null))
      );
      create unique index loss_pool_document_once on loss_pool_entry (county, document_no) where state <> 'returned';
      create unique index loss_pool_cycle_once on loss_pool_entry (county, cycle) where state <> 'returned';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table loss_pool_entry');
  }
}
