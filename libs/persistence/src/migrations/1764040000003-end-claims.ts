import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How claims end: what was given up when the pursuit was ended, and borrowers whom a malicious default put on a list. */
export class EndClaims1764040000003 implements MigrationInterface {
  name = 'EndClaims1764040000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table claim add column written_off numeric(18,2) not null default 0 check (written_off >= 0),
        add column write_off_no integer not null default 0,
        add column applicant text check (applicant in ('bank', 'borrower', 'heir'));
      create table debtor_listing (
        id uuid primary key default gen_random_uuid(), county text not null references county,
        person_id uuid not null references person, claim_id uuid not null unique references claim, list text not null,
        state text not null default 'proposed' check (state in ('proposed', 'listed', 'dropped')),
        proposed_by text not null, proposed_at timestamptz not null default now(),
        decided_by text, decided_at timestamptz
      );
      create index debtor_listing_of_person on debtor_listing (person_id) where state = 'listed';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table debtor_listing;
      alter table claim drop column written_off, drop column write_off_no, drop column applicant;
    `);
  }
}
