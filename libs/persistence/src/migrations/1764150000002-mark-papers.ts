import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A paper that was only named is from now on a paper whose original somebody saw: a row without a file, with person and
 * time. What was named before becomes such a row.
 */
export class MarkPapers1764150000002 implements MigrationInterface {
  name = 'MarkPapers1764150000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create unique index paper_once on document (loan_id, key) where sha256 is null;
      insert into document (id, loan_id, key, uploaded_by, uploaded_at)
        select gen_random_uuid(), named.loan_id, named.key, named.by, named.at from (
          select distinct on (loan_id, key) loan_id, key, by, at from (
            select a.loan_id, jsonb_array_elements_text(a.documents) as key, l.created_by as by,
              coalesce((select min(t.at) from timeline t where t.subject = 'loan' and t.subject_id = l.id), now()) as at
            from application a join loan l on l.id = a.loan_id
            union all
            select r.subject_id, jsonb_array_elements_text(r.documents), r.actor_id, r.at from review r where r.subject = 'loan'
          ) each order by loan_id, key, at
        ) named
        where not exists (select 1 from document d where d.loan_id = named.loan_id and d.key = named.key)
        on conflict do nothing;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index paper_once; delete from document where sha256 is null;');
  }
}
