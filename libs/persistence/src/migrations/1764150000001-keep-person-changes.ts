import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an application tells of a known person waits with it; each change of phone or account stays on record. */
export class KeepPersonChanges1764150000001 implements MigrationInterface {
  name = 'KeepPersonChanges1764150000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table application add column contact_enc bytea;
      create table person_change (
        id uuid primary key, person_id uuid not null references person, loan_id uuid not null references loan,
        field text not null check (field in ('phone', 'account')), before_enc bytea not null, after_enc bytea not null,
        cause text not null, changed_by text not null, at timestamptz not null default now(),
        review text check (review in ('open', 'confirmed', 'rejected')), reviewed_by text, reviewed_at timestamptz
      );
      create index person_change_of_person on person_change (person_id, at);
      create index person_change_to_review on person_change (loan_id) where review = 'open';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table person_change; alter table application drop column contact_enc;');
  }
}
