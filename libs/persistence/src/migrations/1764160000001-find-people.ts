import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * People are found by name, pinyin, initials and their beginnings: keyed hashes only, null where they were not made yet.
 * `pinyin_enc` is the reading that a person set right.
 */
export class FindPeople1764160000001 implements MigrationInterface {
  name = 'FindPeople1764160000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table person add column search_idx text[], add column pinyin_enc bytea;
      create index person_by_search on person using gin (search_idx);
      create index person_unsearchable on person (id) where search_idx is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table person drop column search_idx, drop column pinyin_enc;`);
  }
}
