import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Double-entry ledger: entries are immutable and balance, checked at commit by the database as well. */
export class CreateLedger1764000000004 implements MigrationInterface {
  name = 'CreateLedger1764000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table account (
        name text primary key, county text not null references county, kind text not null, owner text not null default ''
      );
      create table journal_entry (
        id uuid primary key default gen_random_uuid(), seq bigint generated always as identity unique,
        key text not null unique, county text not null references county, booked_on date not null, kind text not null,
        lines integer not null check (lines >= 2), subject_no text not null, loan_id uuid references loan, subject_id uuid,
        recorded_at timestamptz not null default now()
      );
      create index journal_entry_of_loan on journal_entry (loan_id);
      create index journal_entry_of_county on journal_entry (county, seq);
      create index journal_entry_of_subject on journal_entry (subject_no);
      create table posting (
        entry_id uuid not null references journal_entry, line_no integer not null check (line_no >= 1),
        account text not null references account,
        debit numeric(18,2) not null default 0 check (debit >= 0),
        credit numeric(18,2) not null default 0 check (credit >= 0),
        check ((debit = 0) <> (credit = 0)), primary key (entry_id, line_no)
      );
      create index posting_of_account on posting (account);
    `);
    await this.createBalanceCheck(runner);
    await this.forbidChanges(runner);
  }

  /**
   * An entry names its number of lines. At commit it must have exactly these, and they must balance; a line beyond that
   * number is refused at once. So a committed entry is full for ever, and the check costs one sum per entry.
   */
  private async createBalanceCheck(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function check_entry_balance() returns trigger language plpgsql as $$
      begin
        if not exists (
          select 1 from posting where entry_id = new.id having count(*) = new.lines and sum(debit) = sum(credit)
        ) then
          raise exception 'journal entry % does not balance', new.key using errcode = 'check_violation';
        end if;
        return null;
      end $$;
      create constraint trigger entry_balances after insert on journal_entry
        deferrable initially deferred for each row execute function check_entry_balance();
      create function check_line_numbers() returns trigger language plpgsql as $$
      begin
        if exists (
          select 1 from (select entry_id, max(line_no) as highest from added group by entry_id) a
          join journal_entry e on e.id = a.entry_id where a.highest > e.lines
        ) then
          raise exception 'a journal entry has no further line' using errcode = 'check_violation';
        end if;
        return null;
      end $$;
      create trigger posting_within_entry after insert on posting
        referencing new table as added for each statement execute function check_line_numbers();
    `);
  }

  /** Grants already keep the application out; the trigger holds for every role that is no superuser's hand. */
  private async forbidChanges(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
      end $$;
      create trigger journal_entry_immutable before update or delete on journal_entry
        for each row execute function refuse_change();
      create trigger posting_immutable before update or delete on posting
        for each row execute function refuse_change();
      create trigger timeline_immutable before update or delete on timeline
        for each row execute function refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger timeline_immutable on timeline;
      drop table posting, journal_entry, account;
      drop function check_entry_balance; drop function check_line_numbers; drop function refuse_change;
    `);
  }
}
