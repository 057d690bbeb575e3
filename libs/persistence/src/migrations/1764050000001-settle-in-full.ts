import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Settlements in full (lifecycle §4): lines that are held or wait for a proof go on into the next settlement, a person
 * settles single lines, several orders pay one settlement, and each county's money of a year is planned and arrives.
 */
export class SettleInFull1764050000001 implements MigrationInterface {
  name = 'SettleInFull1764050000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table settlement_line drop constraint settlement_line_state_check;
      alter table settlement_line add constraint settlement_line_state_check
        check (state in ('claimed', 'disputed', 'excluded', 'paid', 'held', 'waiting', 'failed'));
      alter table settlement_line drop constraint line_once;
      create unique index line_once on settlement_line (loan_id, period_from, period_to, sequence)
        where state not in ('held', 'waiting');
      alter table settlement_line
        add column carried_from uuid references settlement, add column carried_to uuid references settlement,
        add column own_subsidy numeric(18,2), add column action text, add column command_id text,
        add column order_no text references payment_order;
      update settlement_line s set order_no = o.order_no from payment_order o
        where o.subject_id = s.settlement_id and o.state <> 'REJECTED' and s.state in ('claimed', 'paid');
      create index settlement_line_of_loan on settlement_line (loan_id, period_from);
      alter table subsidy_list_line add column late boolean not null default false;
      create table subsidy_forecast_line (
        county text not null references county, bank text not null, settle_on date not null, loan_no text not null,
        nights integer not null, interest numeric(18,2) not null, subsidy numeric(18,2) not null,
        received_at timestamptz not null default now(), primary key (county, bank, settle_on, loan_no)
      );
      create table budget_entry (
        id uuid primary key default gen_random_uuid(), county text not null references county, year integer not null,
        kind text not null check (kind in ('planned', 'arrived')), amount numeric(18,2) not null check (amount <> 0),
        day date not null, document_no text not null, command_id text not null unique, recorded_by text not null,
        recorded_at timestamptz not null default now()
      );
      create index budget_entry_of_year on budget_entry (county, year, kind);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table budget_entry, subsidy_forecast_line;
      delete from subsidy_list_line where late;
      alter table subsidy_list_line drop column late;
      drop index settlement_line_of_loan; drop index line_once;
      alter table settlement_line drop column carried_from, drop column carried_to, drop column own_subsidy,
        drop column action, drop column command_id, drop column order_no;
      update settlement_line set state = 'disputed' where state in ('held', 'waiting', 'failed');
      alter table settlement_line drop constraint settlement_line_state_check;
      alter table settlement_line add constraint settlement_line_state_check
        check (state in ('claimed', 'disputed', 'excluded', 'paid'));
      alter table settlement_line add constraint line_once unique (loan_id, period_from, period_to, sequence);
    `);
  }
}
