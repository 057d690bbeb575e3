import {
  settlementUpdates,
  settlementWorkflowId,
  settlementWorkflowType,
  taskQueues,
  type CommandReceipt,
  type LoanStart,
  type SettlementLinesCommand,
  type SubsidyListLine,
} from '@bangdai/contracts';
import { expect } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { LoanClock } from './loan-clock.js';
import { eventually } from './operators.js';
import { keepHistory } from './recorded-histories.js';
import type { World } from './worlds.js';

export interface Line {
  loan_no: string;
  nights: number;
  interest: string;
  subsidy: string;
  state: string;
  sequence: number;
}

/** One settlement of a county as people and counterparts see it; the world exists when the test runs. */
export class SettlementRun {
  constructor(
    private readonly surroundings: () => { world: World; clock: LoanClock },
    readonly county: string,
    readonly settleOn: string,
    public id = '',
  ) {}

  private get world(): World {
    return this.surroundings().world;
  }

  private get clock(): LoanClock {
    return this.surroundings().clock;
  }

  get workflowId(): string {
    return settlementWorkflowId(this.county, 'main', this.settleOn);
  }

  async planned(): Promise<Line[]> {
    return this.world.sql(
      `select l.loan_no, p.nights, p.interest::text, p.subsidy::text, 0 as sequence from subsidy_plan p join loan l on l.id = p.loan_id
       where l.county = $1 and p.settle_on = $2 order by l.loan_no`,
      [this.county, this.settleOn],
    );
  }

  lines(): Promise<Line[]> {
    return this.world.sql(
      'select * from settlement_line where settlement_id = $1 order by loan_no, period_from',
      [this.id],
    );
  }

  async open(change: (line: Line) => Partial<Line> = () => ({})): Promise<this> {
    this.world.counterparts.list = listOf(
      (await this.planned()).map((line) => ({ ...line, ...change(line) })),
    );
    this.id = await this.world.openSettlement(this.county, this.settleOn);
    return this;
  }

  /** A list that the bank sends by itself: the platform's own figures, as changed. */
  async push(change: (line: Line) => Partial<Line> = () => ({})): Promise<SubsidyListLine[]> {
    const own = (await this.lines()).filter(({ sequence }) => sequence === 0);
    const lines = listOf(own.map((line) => ({ ...line, ...change(line) })));
    await this.world.report('subsidyListReceived', this.county, `${this.county}-main-${this.settleOn}`, {
      settleOn: this.settleOn,
      lines,
    });
    return lines;
  }

  /** Last day of the publicity that runs. */
  async postedUntil(): Promise<string> {
    const [row] = await this.world.sql<{ ends_on: string | null }>(
      'select publicity_ends_on as ends_on from settlement where id = $1',
      [this.id],
    );
    return row?.ends_on ?? '';
  }

  /** Nobody acts before its last day is over. */
  async passPublicity(then: string): Promise<void> {
    await this.becomes('publicity');
    await this.clock.sleepUntil(await this.postedUntil(), '23:50');
    expect(await this.stage()).toBe('publicity');
    await this.clock.env.sleep('15m');
    await this.becomes(then);
  }

  sign(step: string, decision = 'approve', more: object = {}): Promise<CommandReceipt> {
    return this.world.decideSettlement(this.county, this.settleOn, this.id, step, { decision, ...more });
  }

  settle(
    action: SettlementLinesCommand['action'],
    role: string,
    place: string,
    more = {},
  ): Promise<CommandReceipt> {
    const command: SettlementLinesCommand = {
      ...{ commandId: randomUUID(), action, loanNos: [], place, reasonGiven: true, figuresHash: null },
      ...{ actor: this.world.actor(this.county, role, place, 'settler'), ...more },
    };
    return this.world.update(this.workflowId, settlementUpdates.settleLines, command);
  }

  /** A command on a settlement that is closed, as the API sends it. */
  settleAgain(action: SettlementLinesCommand['action'], role: string, more = {}): Promise<CommandReceipt> {
    const command: SettlementLinesCommand = {
      ...{ commandId: randomUUID(), action, loanNos: [], place: '', reasonGiven: true, figuresHash: null },
      ...{ actor: this.world.actor(this.county, role, '', 'settler'), ...more },
    };
    const { county, settleOn } = this;
    const input = { county, bank: 'main', settleOn, openedBy: command.actor.id, reopened: true };
    const start = { type: settlementWorkflowType, id: this.workflowId, queue: taskQueues.programme, input };
    return this.world.startWith(start, settlementUpdates.settleLines, command);
  }

  /** Finance has it paid, the treasury pays on the same day. */
  async payAndClose(history?: string): Promise<void> {
    const before = this.world.counterparts.sends.length;
    this.world.counterparts.paidOn = await this.clock.today();
    await this.sign('financePay', 'complete');
    await eventually('an order is sent', async () => this.world.counterparts.sends.length > before);
    await this.clock.env.sleep('2h');
    await this.clock.completed(this.workflowId);
    this.world.counterparts.paidOn = null;
    if (history !== undefined) await keepHistory(this.clock.client, this.workflowId, history);
  }

  async budget(): Promise<{ spent: string; ordered: string }> {
    const [budget] = await this.world.database.persistence.budgets.list(
      this.world.actor(this.county, 'finance', '', 'b'),
      {},
    );
    return { spent: budget?.spent ?? '', ordered: budget?.ordered ?? '' };
  }

  /** What was paid, the last first. */
  orders(): Promise<{ orderNo: string; amount: string }[]> {
    return this.world.sql(
      `select order_no as "orderNo", amount from payment_order where subject_id = $1 and state = 'CONFIRMED'
       order by created_at desc`,
      [this.id],
    );
  }

  /** What the ledger says a loan was paid. */
  async paidByBooks(loan: LoanStart | undefined): Promise<string> {
    const [row] = await this.world.sql<{ paid: string }>(
      'select coalesce(sum(debit - credit), 0)::numeric(18,2)::text as paid from posting where account = $1',
      [`county/${this.county}/subsidyPaid/${loan?.loanId}`],
    );
    return row?.paid ?? '';
  }

  async stage(): Promise<string> {
    const [row] = await this.world.sql<{ stage: string }>('select stage from settlement where id = $1', [
      this.id,
    ]);
    return row?.stage ?? '';
  }

  becomes(stage: string): Promise<unknown> {
    return eventually(`settlement is ${stage}`, async () => (await this.stage()) === stage);
  }

  async tasks(): Promise<string[]> {
    return (await this.world.openTasks(this.id)).map(({ step_key, place }) => `${step_key} ${place}`);
  }

  async history(): Promise<string[]> {
    const rows = await this.world.sql<{ kind: string }>(
      'select kind from timeline where subject_id = $1 order by id',
      [this.id],
    );
    return rows.map(({ kind }) => kind);
  }
}

const listOf = (lines: Line[]) =>
  lines.map(({ loan_no, nights, interest, subsidy }) => ({ loanNo: loan_no, nights, interest, subsidy }));

/** An Update's refusal with this code. */
export const refusal = (code: string) =>
  expect.objectContaining({ cause: expect.objectContaining({ type: code }) }) as unknown;
