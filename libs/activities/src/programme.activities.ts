import type {
  ImportDecision,
  LoanStart,
  PortfolioImportResult,
  ProgrammeActivities,
  ProgrammeStore,
  UseCheckRoundResult,
} from '@bangdai/contracts';
import { Context } from '@temporalio/activity';
import { beating } from './heartbeats.js';
import type { WorkflowEngine } from './ports.js';

const pageSize = 200;
const atOnce = 20;

/** What is done for many loans at once. */
export class ProgrammeWork implements ProgrammeActivities {
  constructor(
    private readonly store: ProgrammeStore,
    private readonly engine: WorkflowEngine,
  ) {}

  openUsageCheckTasks(input: { county: string; on: string }): Promise<UseCheckRoundResult> {
    return beating(() => this.store.openUsageCheckTasks(input));
  }

  remindOverdueTasks(input: { county: string; on: string }): Promise<{ reminded: number }> {
    return beating(() => this.store.remindOverdueTasks(input));
  }

  openImportTasks(input: { importId: string; at: string }): Promise<void> {
    return this.store.openImportTasks(input);
  }

  recordImportDecision(input: { importId: string; command: ImportDecision; at: string }): Promise<void> {
    return this.store.recordImportDecision(input);
  }

  importPortfolioRows(input: { importId: string; bank?: string }): Promise<PortfolioImportResult> {
    return beating(() => this.store.importPortfolioRows(input));
  }

  /** Goes on where it stopped: a loan that is marked as started is not asked for again. */
  async startImportedLoans({
    importId,
    startRatePerSecond,
  }: {
    importId: string;
    startRatePerSecond: number;
  }): Promise<{ started: number }> {
    const context = Context.current();
    let started = 0;
    for (let after: string | null = null; ;) {
      const page = await this.store.loansToStart(importId, after, pageSize);
      if (page.length === 0) return { started };
      for (let from = 0; from < page.length; from += atOnce) {
        const batch = page.slice(from, from + atOnce);
        // Awaited together: a pause that is cancelled while nobody awaits it would end the worker's whole process.
        await Promise.all([
          context.sleep((batch.length * 1000) / startRatePerSecond),
          this.startBatch(batch),
        ]);
        started += batch.length;
        context.heartbeat(started);
      }
      after = page.at(-1)?.loanNo ?? null;
    }
  }

  private async startBatch(batch: LoanStart[]): Promise<void> {
    await Promise.all(batch.map((start) => this.engine.startLoan(start)));
    await this.store.markStarted(batch.map(({ loanId }) => loanId));
  }

  finishImport(input: { importId: string; at: string }): Promise<void> {
    return this.store.finishImport(input);
  }
}
