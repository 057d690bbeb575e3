import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Work shared at a desk: hand-overs and opinions, copies, urging, marks, phrases, saved views, stand-ins. Free texts are
 * encrypted (`_enc`): a phrase or a saved search may hold a name. `stand_in_act` says in whose name a command was given.
 */
export class ShareWork1764160000002 implements MigrationInterface {
  name = 'ShareWork1764160000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table task add column tags text[] not null default '{}', add column urged_on date, add column claimed_at timestamptz;
      create table task_handover (
        id uuid primary key default gen_random_uuid(), task_id text not null references task,
        kind text not null check (kind in ('transfer', 'delegate', 'cosign')),
        from_staff uuid not null references staff, to_staff uuid not null references staff, command_id text not null,
        state text not null check (state in ('open', 'replied', 'recalled', 'done')),
        agreed boolean, reply_command_id text, at timestamptz not null default now(), replied_at timestamptz,
        check (from_staff <> to_staff)
      );
      create index task_handover_of_task on task_handover (task_id, at);
      create index task_handover_from on task_handover (from_staff, task_id);
      create unique index task_handover_asked on task_handover (to_staff, task_id) where state = 'open';
      create table task_copy (
        task_id text not null references task, to_staff uuid not null references staff, from_staff uuid not null references staff,
        at timestamptz not null default now(), read_at timestamptz, primary key (to_staff, task_id)
      );
      create table phrase (
        id uuid primary key, staff_id uuid not null references staff, text_enc bytea not null,
        created_at timestamptz not null default now()
      );
      create index phrase_of_staff on phrase (staff_id, created_at);
      create table saved_view (
        id uuid primary key, staff_id uuid not null references staff, county text not null, body_enc bytea not null,
        shared boolean not null, created_at timestamptz not null default now()
      );
      create index saved_view_of_staff on saved_view (staff_id, created_at);
      create table stand_in (
        id uuid primary key default gen_random_uuid(), county text not null,
        principal uuid not null references staff, substitute uuid not null references staff,
        from_on date not null, to_on date not null, steps text[] not null default '{}',
        created_at timestamptz not null default now(), revoked_at timestamptz,
        check (from_on <= to_on), check (principal <> substitute)
      );
      create index stand_in_of_principal on stand_in (principal, to_on);
      create index stand_in_of_substitute on stand_in (substitute, to_on);
      create table stand_in_act (
        command_id text primary key, stand_in_id uuid not null references stand_in, task_id text not null references task,
        principal uuid not null references staff, substitute uuid not null references staff, at timestamptz not null default now()
      );
      create index stand_in_act_of_task on stand_in_act (task_id);
      create index stand_in_act_for on stand_in_act (principal, task_id);
      alter table session add column acting_for uuid references stand_in;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table session drop column acting_for;
      drop table stand_in_act, stand_in, saved_view, phrase, task_copy, task_handover;
      alter table task drop column tags, drop column urged_on, drop column claimed_at;
    `);
  }
}
