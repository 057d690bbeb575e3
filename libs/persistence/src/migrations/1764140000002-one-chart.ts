import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The first chart knew one account of the fund and one of the treasury a county; today's has one a bank and one a budget
 * year. The same money under its present name: amounts, sides, days and entries stay as they were booked, only the name
 * of the account changes, and the account keeps the name that it had. Done by the schema's owner; the application can
 * still change nothing.
 */
export class OneChart1764140000002 implements MigrationInterface {
  name = 'OneChart1764140000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table account add column formerly text;
      create temporary table renamed on commit drop as
        select p.entry_id, p.line_no, p.account as formerly, a.county, a.kind,
          case a.kind when 'treasury' then to_char(e.booked_on, 'YYYY') else 'main' end as owner
        from posting p join account a on a.name = p.account join journal_entry e on e.id = p.entry_id
        where a.owner = '' and a.kind in ('treasury', 'riskFund', 'fundCapital');
      insert into account (name, county, kind, owner)
        select distinct 'county/' || county || '/' || kind || '/' || owner, county, kind, owner from renamed
        on conflict (name) do nothing;
      alter table posting disable trigger posting_immutable;
      update posting p set account = r.formerly || '/' || r.owner from renamed r
        where r.entry_id = p.entry_id and r.line_no = p.line_no;
      alter table posting enable trigger posting_immutable;
      update account a set formerly = r.formerly from (select distinct formerly, owner from renamed) r
        where a.name = r.formerly || '/' || r.owner;
      delete from account a where a.owner = '' and a.kind in ('treasury', 'riskFund', 'fundCapital')
        and not exists (select 1 from posting p where p.account = a.name);
    `);
  }

  /** The old names do not come back: entries of today stand on the accounts by now. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table account drop column formerly');
  }
}
