import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Repayments, subsidy plans, settlements, compensation, payments and imports. */
export class CreateMoney1764000000005 implements MigrationInterface {
  name = 'CreateMoney1764000000005';

  async up(runner: QueryRunner): Promise<void> {
    await this.createSubsidy(runner);
    await this.createCompensation(runner);
    await this.createImports(runner);
  }

  private async createSubsidy(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table repayment (
        id uuid primary key default gen_random_uuid(), seq bigint generated always as identity,
        county text not null, bank text not null, receipt_no text not null, loan_id uuid not null references loan,
        inbox_id text not null, paid_on date not null,
        principal numeric(18,2) not null check (principal >= 0), interest numeric(18,2) not null check (interest >= 0),
        booked_principal numeric(18,2) not null, held numeric(18,2) not null default 0, booked boolean not null, code text,
        at timestamptz not null default now(), constraint receipt_once unique (county, bank, receipt_no)
      );
      create index repayment_of_loan on repayment (loan_id, paid_on, seq);
      create table subsidy_plan (
        loan_id uuid not null references loan, period_from date not null, period_to date not null, settle_on date not null,
        nights integer not null, interest numeric(18,2) not null, subsidy_rate numeric(9,6) not null,
        subsidy numeric(18,2) not null, borrower_share numeric(18,2) not null,
        primary key (loan_id, period_from), check (period_from < period_to)
      );
      create index subsidy_plan_by_day on subsidy_plan (settle_on, loan_id);
      create table settlement (
        id uuid primary key default gen_random_uuid(), settlement_no text not null unique,
        county text not null references county, bank text not null, period_from date not null, period_to date not null,
        settle_on date not null, cut_off_on date not null, stage text not null, pending_step text, publicity_ends_on date,
        scheme_key text not null, pack_version text not null, product text not null, payee text not null,
        bank_total numeric(18,2), figures_hash text, opened_by text not null, opened_at timestamptz not null default now(),
        paid_on date, constraint settlement_once unique (county, bank, settle_on)
      );
      create table settlement_line (
        settlement_id uuid not null references settlement, loan_id uuid not null references loan, loan_no text not null,
        township text not null, village text not null, period_from date not null, period_to date not null,
        nights integer not null, interest numeric(18,2) not null, subsidy_rate numeric(9,6) not null,
        subsidy numeric(18,2) not null, borrower_share numeric(18,2) not null,
        bank_nights integer, bank_interest numeric(18,2), bank_subsidy numeric(18,2),
        state text not null default 'claimed' check (state in ('claimed', 'disputed', 'excluded', 'paid')),
        constraint line_once unique (loan_id, period_from, period_to), primary key (settlement_id, loan_id, period_from)
      );
      create index settlement_line_page on settlement_line (settlement_id, loan_no, period_from);
      create table subsidy_list_line (
        settlement_id uuid not null references settlement, loan_no text not null, nights integer not null,
        interest numeric(18,2) not null, subsidy numeric(18,2) not null, primary key (settlement_id, loan_no)
      );
      create table payment_order (
        order_no text primary key, kind text not null, county text not null references county, bank text not null,
        subject text not null, subject_id uuid not null, payer text not null, payee text not null,
        amount numeric(18,2) not null check (amount > 0), purpose text not null, lines integer not null,
        state text not null default 'PENDING' check (state in ('PENDING', 'SENT', 'CONFIRMED', 'REJECTED', 'UNKNOWN')),
        paid_on date, created_at timestamptz not null default now(), updated_at timestamptz not null default now()
      );
      create index payment_order_of_subject on payment_order (subject_id);
    `);
  }

  private async createCompensation(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table fund (
        county text primary key references county, balance numeric(18,2) not null check (balance >= 0),
        frozen numeric(18,2) not null default 0 check (frozen >= 0), size numeric(18,2) not null
      );
      create table claim (
        id uuid primary key, claim_no text not null, county text not null references county, loan_id uuid not null references loan,
        bank text not null, place text not null, cause text not null, proofs jsonb not null, filed_by text not null,
        command_id text not null unique, filed_on date, stage text not null default 'filed', pending_step text, code text,
        principal numeric(18,2) not null, interest_unpaid numeric(18,2) not null default 0,
        insurance_paid numeric(18,2), loss_base numeric(18,2), net_loss numeric(18,2), shares jsonb,
        uncovered numeric(18,2), fund_paid numeric(18,2), figures_hash text, frozen boolean not null default false,
        recovered numeric(18,2) not null default 0, surplus numeric(18,2) not null default 0, paid_on date,
        created_at timestamptz not null default now(), constraint claim_no_once unique (county, claim_no)
      );
      create unique index claim_open_once on claim (loan_id) where stage <> 'refused';
      create index claim_page on claim (county, claim_no);
      create table recovery (
        id uuid primary key default gen_random_uuid(), claim_id uuid not null references claim, county text not null,
        bank text not null, receipt_no text not null, inbox_id text not null, amount numeric(18,2) not null check (amount > 0),
        received_on date not null, at timestamptz not null default now(),
        constraint recovery_receipt_once unique (county, bank, receipt_no)
      );
      create index recovery_of_claim on recovery (claim_id, received_on);
      create table recovery_share (
        recovery_id uuid not null references recovery, party text not null, amount numeric(18,2) not null,
        primary key (recovery_id, party)
      );
    `);
  }

  private async createImports(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table import_batch (
        id uuid primary key, county text not null references county, file_name_enc bytea not null, format text not null,
        as_of date not null, file_sha256 text not null, state text not null default 'preview',
        rows integer not null, good integer not null, bad integer not null, balance numeric(18,2) not null,
        findings_enc bytea not null, created_by text not null, created_at timestamptz not null default now(),
        finished_at timestamptz
      );
      create table import_row (
        import_id uuid not null references import_batch, row_no integer not null, loan_no text not null,
        data jsonb not null, personal_enc bytea not null,
        state text not null default 'ready' check (state in ('ready', 'imported', 'unchanged')),
        primary key (import_id, row_no)
      );
      create index import_row_ready on import_row (import_id, row_no) where state = 'ready';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table import_row, import_batch, recovery_share, recovery, claim, fund, payment_order, subsidy_list_line,
        settlement_line, settlement, subsidy_plan, repayment;
    `);
  }
}
