import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Every check of a loan's use; of a round the last one counts and the earlier ones stay (lifecycle §11). A check that lies
 * on a desk is `open` from now on, so that `done` says that somebody did it.
 */
export class KeepUsageChecks1764010000002 implements MigrationInterface {
  name = 'KeepUsageChecks1764010000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table usage_check (
        id bigint generated always as identity primary key, loan_id uuid not null references loan,
        round integer, checked_on date not null, finding text not null check (finding in ('ok', 'misuse', 'unreachable')),
        command_id text not null, at timestamptz not null, late boolean not null, replaced boolean not null default false,
        constraint usage_check_once unique (loan_id, command_id)
      );
      create unique index usage_check_of_round on usage_check (loan_id, round) where not replaced and round is not null;
      update due_item d set status = 'open', done_at = null
        where d.kind = 'usageCheck' and d.status in ('done', 'late') and exists (
          select 1 from task t where t.id = d.loan_id || '.usageCheck.' || coalesce(d.item->>'round', '1')
            and t.status in ('open', 'claimed'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update due_item set status = 'done' where kind = 'usageCheck' and status = 'open';
      drop table usage_check;
    `);
  }
}
