import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every bank and treasury of a county signs with secrets of its own; an old one stays valid until its day. */
export class KeepCounterpartSecrets1764110000001 implements MigrationInterface {
  name = 'KeepCounterpartSecrets1764110000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table counterpart_secret (
        id uuid primary key, county text not null, kind text not null, code text not null,
        secret_enc bytea not null, set_by text not null, set_at timestamptz not null default now(), valid_until timestamptz,
        foreign key (county, kind, code) references counterpart
      );
      create unique index counterpart_secret_current on counterpart_secret (county, kind, code) where valid_until is null;
      create index counterpart_secret_of on counterpart_secret (county, kind, code, set_at desc);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table counterpart_secret;');
  }
}
