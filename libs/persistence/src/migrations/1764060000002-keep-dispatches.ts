import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counterparts reached by files or by people: numbers of what went out, what came in, and how machines answer. */
export class KeepDispatches1764060000002 implements MigrationInterface {
  name = 'KeepDispatches1764060000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table counterpart add constraint counterpart_adapter_check check (adapter in ('http', 'file', 'manual'));
      create table counterpart_dispatch (
        county text not null references county, kind text not null check (kind in ('bank', 'treasury')), code text not null,
        number integer not null check (number >= 1), key text not null, at timestamptz not null default now(),
        primary key (county, kind, code, key), constraint dispatch_number_once unique (county, kind, code, number)
      );
      create table counterpart_arrival (
        county text not null references county, kind text not null check (kind in ('bank', 'treasury')), code text not null,
        number integer not null check (number >= 1), name text not null, sha256 text not null, rows integer not null,
        refused integer not null, at timestamptz not null default now(), primary key (county, kind, code, number)
      );
      create table counterpart_circuit (
        county text not null, kind text not null, code text not null, state text not null,
        failures integer not null, seen_at timestamptz not null default now(), primary key (county, kind, code)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table counterpart_circuit, counterpart_arrival, counterpart_dispatch;
      alter table counterpart drop constraint counterpart_adapter_check;
    `);
  }
}
