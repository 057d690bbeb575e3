import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A bank's late list stands beside the one in time, for the next settlement (lifecycle §4). An order is paid from the
 * money of one year, whenever the treasury carries it out. A clawback case may be the rest of an overpayment that facts
 * have corrected already.
 */
export class SettleLate1764120000001 implements MigrationInterface {
  name = 'SettleLate1764120000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table subsidy_list_line drop constraint subsidy_list_line_pkey;
      alter table subsidy_list_line add primary key (settlement_id, loan_no, late);
      alter table clawback add column rest numeric(18,2);
      alter table payment_order add column budget_year integer;
      update payment_order set budget_year = extract(year from coalesce(paid_on, (created_at at time zone 'Asia/Shanghai')::date));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table payment_order drop column budget_year;
      alter table clawback drop column rest;
      delete from subsidy_list_line where late;
      alter table subsidy_list_line drop constraint subsidy_list_line_pkey;
      alter table subsidy_list_line add primary key (settlement_id, loan_no);
    `);
  }
}
