import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counties, their places and counterparts; the people who sign in. */
export class CreateCounties1764000000001 implements MigrationInterface {
  name = 'CreateCounties1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table county (
        code text primary key,
        name text not null,
        scheme_key text not null,
        created_at timestamptz not null default now()
      );
      create table bank (
        county text not null references county, code text not null, name text not null, main boolean not null default false,
        primary key (county, code)
      );
      create table place (
        county text not null references county, path text not null,
        level text not null check (level in ('county', 'township', 'village')), name text not null,
        primary key (county, path)
      );
      create table counterpart (
        county text not null references county, kind text not null check (kind in ('bank', 'treasury')),
        code text not null, name text not null, adapter text not null default 'http', base_url text,
        primary key (county, kind, code)
      );
      create table loan_counter (
        county text not null references county, kind text not null, year integer not null, last integer not null,
        primary key (county, kind, year)
      );
      create table breaker_state (
        county text not null references county, place text not null default '', bank text not null default '',
        breaker_key text not null, state text not null check (state in ('normal', 'tripped', 'probation')),
        since date not null, primary key (county, breaker_key, place, bank)
      );
      create table staff (
        id uuid primary key default gen_random_uuid(),
        username text not null unique, display_name text not null, password_hash text not null,
        role text not null, county text not null, place text not null default '', bank text,
        disabled boolean not null default false, created_at timestamptz not null default now()
      );
      create table session (
        token_hash text primary key, staff_id uuid not null references staff,
        created_at timestamptz not null default now(), expires_at timestamptz not null, ended_at timestamptz
      );
      create table sign_in (
        id bigserial primary key, username text not null, ok boolean not null, at timestamptz not null default now()
      );
      create index sign_in_by_username on sign_in (username, at);
      create table idempotency_key (
        actor_id text not null, route text not null, key text not null, body_hash text not null,
        status integer, body_enc bytea, lease_until timestamptz not null, created_at timestamptz not null default now(),
        primary key (actor_id, route, key)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table idempotency_key, sign_in, session, staff, breaker_state, loan_counter, counterpart, place, bank, county;
    `);
  }
}
