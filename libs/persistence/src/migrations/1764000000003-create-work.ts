import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tasks, history and messages. `applied_change` makes every change of a subject happen once. */
export class CreateWork1764000000003 implements MigrationInterface {
  name = 'CreateWork1764000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table applied_change (
        subject_id uuid not null, change_id text not null, verdict jsonb, at timestamptz not null default now(),
        primary key (subject_id, change_id)
      );
      create table task (
        id text primary key, kind text not null,
        subject text not null check (subject in ('loan', 'settlement', 'claim')), subject_id uuid not null,
        subject_no text not null, county text not null references county, place text not null,
        township text not null default '', village text not null default '', bank text,
        step_key text not null, title text not null, role text not null, desk text not null,
        status text not null default 'open' check (status in ('open', 'claimed', 'done', 'cancelled')),
        sla_working_days integer, due_on date, opened_on date not null, amount numeric(18,2),
        outcomes jsonb not null, requires jsonb not null, requires_detail boolean not null, needs_meeting boolean not null,
        claimed_by uuid references staff, decision text, decided_by text, decided_at timestamptz, reminded_on date,
        created_at timestamptz not null default now()
      );
      create index task_inbox on task (desk, county, due_on, amount, id) where status in ('open', 'claimed');
      create index task_of_subject on task (subject_id, status);
      create index task_done_by on task (decided_by, decided_at desc) where status = 'done';
      create table timeline (
        id bigint generated always as identity primary key,
        subject text not null, subject_id uuid not null, at timestamptz not null, recorded_at timestamptz not null default now(),
        kind text not null, lane text not null check (lane in ('people', 'system', 'bank')),
        actor_id text, actor_role text, actor_place text, step_key text, decision text, code text, command_id text,
        due_on date, data jsonb not null default '{}'
      );
      create index timeline_of_subject on timeline (subject_id, id);
      create table review (
        id bigint generated always as identity primary key,
        subject text not null, subject_id uuid not null, task_id text not null, step_key text not null,
        decision text not null, return_to text, actor_id text not null, actor_role text not null,
        command_id text not null, at timestamptz not null, meeting jsonb, approved_terms jsonb,
        documents jsonb not null, figures_hash text,
        constraint review_once unique (subject_id, command_id)
      );
      create table refusal (
        id bigint generated always as identity primary key, at timestamptz not null default now(),
        command_id text not null, subject_id text, actor_id text, actor_role text, action text not null, code text not null
      );
      create index refusal_of_subject on refusal (subject_id, id);
      create table outbox (
        id uuid primary key default gen_random_uuid(), seq bigint generated always as identity unique,
        key text not null unique, kind text not null, county text not null, bank text not null,
        recipient text not null check (recipient in ('bank', 'household')),
        loan_id uuid references loan, loan_no text, subject_id uuid not null, data jsonb not null,
        state text not null default 'pending' check (state in ('pending', 'delivered')),
        attempts integer not null default 0, next_attempt_at timestamptz not null default now(), last_error text,
        created_at timestamptz not null default now(), delivered_at timestamptz
      );
      create index outbox_pending on outbox (next_attempt_at, seq) where state = 'pending';
      create index outbox_of_subject on outbox (subject_id, seq) where state = 'pending';
      create table inbox (
        id uuid primary key default gen_random_uuid(), seq bigint generated always as identity unique,
        source text not null, event_id text not null, kind text not null, county text not null, subject_no text not null,
        payload jsonb not null, received_at timestamptz not null default now(),
        state text not null default 'received' check (state in ('received', 'waiting', 'delivered', 'undeliverable')),
        attempts integer not null default 0, next_attempt_at timestamptz not null default now(), last_error text,
        settled_at timestamptz,
        constraint inbox_event_once unique (source, event_id)
      );
      create index inbox_pending on inbox (next_attempt_at, seq) where state in ('received', 'waiting');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table inbox, outbox, refusal, review, timeline, task, applied_change;`);
  }
}
