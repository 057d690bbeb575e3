import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Each entry names the event that caused it, and a reversal the one entry it mirrors. What was booked can no longer be
 * emptied either: row triggers do not see TRUNCATE.
 */
export class TraceLedger1764070000001 implements MigrationInterface {
  name = 'TraceLedger1764070000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table journal_entry add column subject text, add column document_no text,
        add column reverses uuid constraint reversed_once unique references journal_entry;
      create index account_by_owner on account (owner) where owner <> '';
      create index account_of_county on account (county, kind);
      create index journal_entry_by_day on journal_entry (county, booked_on);
    `);
    await this.checkReversals(runner);
    for (const table of ['journal_entry', 'posting', 'timeline'])
      await runner.query(`create trigger ${table}_kept before truncate on ${table}
        for each statement execute function refuse_change()`);
  }

  /** A reversal has the lines of its entry with the sides changed, in the same county's books. */
  private async checkReversals(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function check_reversal() returns trigger language plpgsql as $$
      begin
        if exists (select 1 from journal_entry where id = new.reverses and county <> new.county) or exists (
          (select account, debit, credit from posting where entry_id = new.id
             except all select account, credit, debit from posting where entry_id = new.reverses)
          union all
          (select account, credit, debit from posting where entry_id = new.reverses
             except all select account, debit, credit from posting where entry_id = new.id)
        ) then
          raise exception 'journal entry % is no mirror of what it reverses', new.key using errcode = 'check_violation';
        end if;
        return null;
      end $$;
      create constraint trigger reversal_mirrors after insert on journal_entry
        deferrable initially deferred for each row when (new.reverses is not null) execute function check_reversal();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['journal_entry', 'posting', 'timeline'])
      await runner.query(`drop trigger ${table}_kept on ${table}`);
    await runner.query(`
      drop trigger reversal_mirrors on journal_entry; drop function check_reversal;
      drop index account_by_owner, account_of_county, journal_entry_by_day;
      alter table journal_entry drop column subject, drop column document_no, drop column reverses;
    `);
  }
}
