import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The fund lies in accounts at banks. The shared one, at the main bank, answers for every bank without an account of its
 * own. What is frozen is kept per claim, so that the fund's figure is their sum; each change of a balance is a movement
 * for good.
 */
export class FundPerBank1764040000001 implements MigrationInterface {
  name = 'FundPerBank1764040000001';

  async up(runner: QueryRunner): Promise<void> {
    await this.splitFunds(runner);
    await this.extendClaims(runner);
  }

  private async splitFunds(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table fund add column bank text not null default 'main', add column shared boolean not null default true;
      alter table fund alter column bank drop default, alter column shared set default false;
      alter table fund drop constraint fund_pkey, add primary key (county, bank);
      create unique index fund_shared_once on fund (county) where shared;
      create table fund_movement (
        id uuid primary key default gen_random_uuid(), seq bigint generated always as identity unique,
        key text not null unique, county text not null, bank text not null,
        kind text not null check (kind in ('opening', 'deposit', 'interest', 'compensation', 'recovery')),
        amount numeric(18,2) not null check (amount <> 0), balance_after numeric(18,2) not null check (balance_after >= 0),
        moved_on date not null, subject_no text not null, at timestamptz not null default now(),
        foreign key (county, bank) references fund
      );
      create index fund_movement_page on fund_movement (county, bank, seq);
      insert into fund_movement (key, county, bank, kind, amount, balance_after, moved_on, subject_no)
        select 'opening/' || county, county, bank, 'opening', balance, balance, (now() at time zone 'Asia/Shanghai')::date,
          'fund/' || county from fund where balance > 0;
      create trigger fund_movement_immutable before update or delete on fund_movement
        for each row execute function refuse_change();
    `);
  }

  private async extendClaims(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table claim add column frozen_amount numeric(18,2) not null default 0 check (frozen_amount >= 0),
        add column queued boolean not null default false, add column pool_part numeric(18,2), add column fund_bank text,
        add column freeze_no integer not null default 0;
      update claim set frozen_amount = coalesce(fund_paid, 0) where frozen;
      update claim set queued = true where stage = 'queued' and not frozen;
      update claim set fund_bank = 'main' where frozen or queued or paid_on is not null;
      update fund f set frozen = (select coalesce(sum(frozen_amount), 0) from claim c where c.county = f.county);
      alter table fund add constraint fund_frozen_covered check (frozen <= balance);
      drop index claim_open_once;
      create unique index claim_open_once on claim (loan_id) where stage not in ('refused', 'withdrawn');
      create index claim_queue on claim (county, fund_bank, filed_on, claim_no) where queued;
      alter table recovery add column interest numeric(18,2) not null default 0 check (interest >= 0);
      alter table recovery drop constraint recovery_amount_check;
      alter table recovery add constraint recovery_amount_check check (amount >= 0 and amount + interest > 0);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table recovery drop constraint recovery_amount_check;
      alter table recovery add constraint recovery_amount_check check (amount > 0);
      alter table recovery drop column interest;
      drop index claim_queue;
      drop index claim_open_once;
      create unique index claim_open_once on claim (loan_id) where stage <> 'refused';
      alter table claim drop column frozen_amount, drop column queued, drop column pool_part, drop column fund_bank,
        drop column freeze_no;
      alter table fund drop constraint fund_frozen_covered;
      drop table fund_movement;
      delete from fund where not shared;
      drop index fund_shared_once;
      alter table fund drop constraint fund_pkey, add primary key (county);
      alter table fund drop column bank, drop column shared;
    `);
  }
}
