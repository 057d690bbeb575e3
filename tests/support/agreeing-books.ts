import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createGateways, type ReadableGateways } from '@bangdai/adapters';
import type { Actor, StatementEntry } from '@bangdai/contracts';
import { addDays } from '@bangdai/domain';
import { importRows, inventedPortfolio } from '@bangdai/persistence/testing';
import { createLogger } from '@bangdai/platform';
import { logNothing, startSandbox, type RunningSandbox } from '@bangdai/sandbox';
import { createTestDatabase, type TestDatabase } from './database.js';

const secret = (): string => randomBytes(32).toString('base64');
const secrets = { bank: [secret()], treasury: [secret()] };
const settleOn = '2024-06-20';

/** The same loans, receipts and payments in the books of the platform, of the bank and of the treasury. */
export class AgreeingBooks {
  readonly county = 'bachu-2024';
  readonly on = '2024-07-01';
  readonly span = { county: this.county, from: '2024-03-23', to: '2024-06-30' };
  readonly office: Actor = {
    ...{ id: randomUUID(), role: 'countyOffice', county: this.county, place: '', bank: null },
  };
  readonly loans = 260;
  readonly orders = 30;
  /** Loans with a claim that the fund has paid. */
  readonly claims = 10;
  database!: TestDatabase;
  bank: StatementEntry[] = [];
  treasury: StatementEntry[] = [];
  loanIds: { id: string; loan_no: string }[] = [];
  private sandbox!: RunningSandbox;
  private gateways!: ReadableGateways;
  private dir = '';

  async open(): Promise<void> {
    this.database = await createTestDatabase();
    this.dir = mkdtempSync(path.join(tmpdir(), 'bangdai-reconcile-'));
    const apiUrl = 'http://127.0.0.1:9';
    this.sandbox = await startSandbox({ dir: this.dir, apiUrl, secrets, payDelayMs: 0, log: logNothing });
    const row = { county: '*', bank: '*', adapter: 'http' as const };
    this.gateways = createGateways({
      counterparts: [
        { ...row, kind: 'bank', baseUrl: this.sandbox.bankUrl },
        { ...row, kind: 'treasury', baseUrl: this.sandbox.treasuryUrl },
      ],
      ...{ secrets, fetchTimeoutMs: 5000, logger: createLogger('test', { level: 'silent' }) },
    });
    await this.desk('PUT', '/clock', { today: '2024-06-25' });
    await this.lend();
    for (let number = 1; number <= this.orders; number += 1) await this.confirm(number, true);
    await this.settleLines();
    for (const { id, loan_no } of this.loanIds.slice(0, this.claims)) await this.compensate(id, loan_no);
    await new Promise((done) => setTimeout(done, 100));
    const { county, span } = this;
    this.bank = (await this.gateways.bank(county, 'main').requestStatement({ ...span, bank: 'main' })) ?? [];
    this.treasury = (await this.gateways.treasury(county).requestStatement(span)) ?? [];
  }

  async close(): Promise<void> {
    await this.sandbox?.close();
    await this.database?.drop();
    if (this.dir) rmSync(this.dir, { recursive: true });
  }

  sql<Row>(text: string, params: unknown[] = []): Promise<Row[]> {
    return this.database.persistence.dataSource.query<Row[]>(text, params);
  }

  private async desk(method: string, address: string, body: unknown): Promise<void> {
    const init = { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${this.sandbox.url}${address}`, init);
    if (!response.ok) throw new Error(await response.text());
  }

  /** The same portfolio in the books of both, and a repayment of each loan reported by the bank. */
  private async lend(): Promise<void> {
    const { county, database } = this;
    const rows = inventedPortfolio(this.loans).map((row) => ({
      ...row,
      overdueSince: null,
      maturesOn: '2025-06-01',
    }));
    const importId = await importRows(database.persistence, this.office, rows);
    await database.persistence.programme.importPortfolioRows({ importId });
    await this.sql(`update loan set stage = 'active', workflow_started = true where county = $1`, [county]);
    await this.desk('POST', `/bank/portfolio?county=${county}&bank=main`, {
      rows: rows.map((row) => ({
        ...{ loan_no: row.loanNo, household_no: row.householdNo, contract_amount: row.contractAmount },
        ...{ balance: row.balance, annual_rate: row.annualRate },
        ...{ disbursed_on: row.disbursedOn, matures_on: row.maturesOn },
      })),
    });
    this.loanIds = await this.sql('select id, loan_no from loan where county = $1 order by loan_no', [
      county,
    ]);
    for (const [i, { id, loan_no: loanNo }] of this.loanIds.entries())
      await this.repay(id, loanNo, addDays('2024-04-01', (i * 3) % 85));
  }

  private async repay(loanId: string, loanNo: string, paidOn: string): Promise<void> {
    const { county } = this;
    const receiptNo = `R-${loanNo}`;
    const money = { principal: '100.00', interest: '3.21', paidOn, receiptNo };
    await this.desk('POST', '/bank/desk/repayments', { loanNo, county, ...money });
    const change = {
      ...{ loanId, county, changeId: receiptNo, at: `${paidOn}T04:00:00.000Z`, stage: 'active' as const },
      ...{ pendingStep: null, publicityEndsOn: null, events: [], openTasks: [], closeTasks: [] },
      ...{ messages: [], agenda: null, doneAgendaKeys: [] },
    };
    await this.database.persistence.loans.recordRepayment({
      ...{ loanId, repayment: { inboxId: receiptNo, ...money } },
      ...{ changeIfOpen: change, changeIfSettled: change },
    });
  }

  /** An order that is confirmed and booked, as the settlement that it pays leaves it. */
  async confirm(number: number, booked: boolean): Promise<string> {
    const [settlement] = await this.sql<{ id: string }>(
      `insert into settlement (settlement_no, county, bank, period_from, period_to, settle_on, cut_off_on, stage, scheme_key,
         pack_version, product, payee, opened_by)
       values ($1, $2, 'main', '2024-03-21', '2024-06-21', '2010-06-20'::date + $3::int, '2024-06-27', 'paid', $2, '1.0.0',
         'household', 'bank', 'system') returning id`,
      [`S${number}`, this.county, number],
    );
    const order = {
      kind: 'subsidy',
      no: `S${number}`,
      subject: 'settlement',
      subjectId: settlement?.id ?? '',
    };
    return this.pay(
      { ...order, amount: `${1000 + number}.50`, payee: `银行${number}`, from: 'treasury' },
      booked,
    );
  }

  private async pay(
    of: Record<'kind' | 'no' | 'subject' | 'subjectId' | 'amount' | 'payee' | 'from', string>,
    booked: boolean,
  ): Promise<string> {
    const { county } = this;
    const orderNo = `${of.kind}/${county}/${of.no}/1`;
    await this.database.persistence.dataSource.transaction(async (db) => {
      await db.query(
        `insert into payment_order (order_no, kind, county, bank, subject, subject_id, payer, payee, amount, purpose, lines, state, paid_on)
         values ($1, $2, $3, 'main', $4, $5, '财政局', $6, $7, '贴息', 1, 'CONFIRMED', '2024-06-25')`,
        [orderNo, of.kind, county, of.subject, of.subjectId, of.payee, of.amount],
      );
      if (!booked) return;
      const accounts = [`county/${county}/${of.from}/test`, `county/${county}/suspense/main`];
      await db.query(
        `insert into account (name, county, kind, owner) values ($2, $1, $4, 'test'), ($3, $1, 'suspense', 'main') on conflict do nothing`,
        [county, ...accounts, of.from],
      );
      const [entry] = await db.query<{ id: string }[]>(
        `insert into journal_entry (key, county, booked_on, kind, lines, subject_no, document_no)
         values ($1, $2, '2024-06-25', $3, 2, $4, $5) returning id`,
        [`payment/${orderNo}`, county, `${of.kind}Payment`, of.no, orderNo],
      );
      await db.query(
        'insert into posting (entry_id, line_no, account, debit, credit) values ($1, 1, $4, $2, 0), ($1, 2, $3, 0, $2)',
        [entry?.id, of.amount, ...accounts],
      );
    });
    const { amount, payee } = of;
    const order = { orderNo, county, payer: '财政局', payee, amount, purpose: '贴息', lines: 1 };
    await this.gateways.treasury(county).sendPayment(order);
    return orderNo;
  }

  /** Lines of the quarter for every loan; beside them one carried over, one adjustment and one of a payoff's plan. */
  private async settleLines(): Promise<void> {
    const settlement = async (no: string, day: string, from: string, to: string): Promise<string> => {
      const [row] = await this.sql<{ id: string }>(
        `insert into settlement (settlement_no, county, bank, period_from, period_to, settle_on, cut_off_on, stage, scheme_key,
           pack_version, product, payee, opened_by)
         values ($1, $2, 'main', $4, $5, $3, $3, 'paid', $2, '1.0.0', 'household', 'bank', 'system') returning id`,
        [no, this.county, day, from, to],
      );
      return row?.id ?? '';
    };
    const before = await settlement('Q1', '2024-03-20', '2023-12-21', '2024-03-21');
    const now = await settlement('Q2', settleOn, '2024-03-21', '2024-06-21');
    const line = (of: string, days: string, more = `0, null::uuid`): Promise<unknown> =>
      this.sql(
        `insert into settlement_line (settlement_id, loan_id, loan_no, township, village, period_from, period_to, nights, interest,
           subsidy_rate, subsidy, borrower_share, state, sequence, carried_from)
         select $1, l.id, l.loan_no, l.township, l.village, ${days}, 10, 1.00, 0.05, 1.00, 0, 'paid', ${more}
         from loan l where l.county = $2 and l.loan_no ${of}`,
        [now, this.county],
      );
    const [own, other, third] = this.loanIds.map(({ loan_no }) => `= '${loan_no}'`);
    const earlier = `'2023-12-21'::date, '2024-03-21'::date`;
    await line('is not null', `'2024-03-21'::date, '2024-06-21'::date`);
    await line(own ?? '', earlier, `0, '${before}'::uuid`);
    await line(other ?? '', earlier, '1, null::uuid');
    await line(third ?? '', `'2023-09-21'::date, '2023-12-21'::date`);
    await this.sql(
      `insert into subsidy_plan (loan_id, period_from, period_to, settle_on, nights, interest, subsidy_rate, subsidy, borrower_share)
       select id, '2023-09-21', '2023-12-21', $2, 10, 1.00, 0.05, 1.00, 0 from loan where county = $1 and loan_no ${third ?? ''}
       on conflict (loan_id, period_from) do update set period_to = excluded.period_to, settle_on = excluded.settle_on`,
      [this.county, settleOn],
    );
  }

  /** A claim that the fund has paid by an order, and of which some came back. */
  private async compensate(loanId: string, loanNo: string): Promise<void> {
    const id = randomUUID();
    const no = `K-${loanNo}`;
    await this.sql(
      `insert into claim (id, claim_no, county, loan_id, bank, place, cause, proofs, filed_by, command_id, stage, principal,
         fund_paid, fund_bank, paid_on)
       values ($1, $2, $3, $4, 'main', '', 'death', '[]', 'system', $2, 'recovering', 2000, 2000, 'main', '2024-06-25')`,
      [id, no, this.county, loanId],
    );
    const order = { kind: 'compensation', no, subject: 'claim', subjectId: id, from: 'riskFund' };
    await this.pay({ ...order, amount: '2000.00', payee: '农商行' }, true);
  }

  async compare(ofBank: StatementEntry[] | null, ofTreasury: StatementEntry[] | null, day = this.on) {
    const { reconciliation } = this.database.persistence;
    await reconciliation.storeStatement({ ...this.span, on: day, source: 'bank:main' }, ofBank);
    await reconciliation.storeStatement({ ...this.span, on: day, source: 'treasury' }, ofTreasury);
    return reconciliation.compareBooks({ ...this.span, on: day });
  }

  async openCases(): Promise<string[]> {
    const rows = await this.sql<{ kind: string; ref: string }>(
      `select kind, ref from reconciliation_case where county = $1 and state = 'open'`,
      [this.county],
    );
    return rows.map(({ kind, ref }) => `${kind} ${ref}`).sort();
  }
}
