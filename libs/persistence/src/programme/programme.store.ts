import type {
  ImportDecision,
  LoanStart,
  PortfolioImportResult,
  ProgrammeStore,
  UseCheckRoundResult,
} from '@bangdai/contracts';
import type { StoreContext } from '../context.js';
import { startsOf } from '../intake/application.intake.js';
import { importPortfolioRows } from './import.activities.js';
import { finishImport, openImportTasks, recordImportDecision } from './import.confirmations.js';
import { openUsageCheckTasks, remindOverdueTasks } from './rounds.activities.js';

interface TakeoverRow {
  id: string;
  principal: string;
  balance: string;
  annual_rate: string;
  disbursed_on: string;
  matures_on: string;
  overdue_since: string | null;
  taken_over_on: string;
}

/** What is done for many loans at once. */
export class ProgrammeRepository implements ProgrammeStore {
  constructor(private readonly context: StoreContext) {}

  openUsageCheckTasks(input: { county: string; on: string }): Promise<UseCheckRoundResult> {
    return openUsageCheckTasks(this.context, input);
  }

  remindOverdueTasks(input: { county: string; on: string }): Promise<{ reminded: number }> {
    return remindOverdueTasks(this.context, input);
  }

  openImportTasks(input: { importId: string; at: string }): Promise<void> {
    return openImportTasks(this.context, input);
  }

  recordImportDecision(input: { importId: string; command: ImportDecision; at: string }): Promise<void> {
    return recordImportDecision(this.context, input);
  }

  importPortfolioRows(input: { importId: string; bank?: string }): Promise<PortfolioImportResult> {
    return importPortfolioRows(this.context, input);
  }

  finishImport(input: { importId: string; at: string }): Promise<void> {
    return finishImport(this.context, input);
  }

  async loansToStart(importId: string, after: string | null, limit: number): Promise<LoanStart[]> {
    return this.context.database.read(async (db) => {
      const rows = await db.rows<TakeoverRow>(
        `select id, principal, balance, trim_scale(annual_rate)::text as annual_rate, disbursed_on, matures_on, overdue_since, taken_over_on
         from loan where import_id = $1 and not workflow_started and ($2::text is null or loan_no > $2) order by loan_no limit $3`,
        [importId, after, limit],
      );
      const takeovers = new Map(rows.map((row) => [row.id, takeoverOf(row)]));
      const starts = await startsOf(db, this.context, [...takeovers.keys()]);
      return starts.map((start) => ({ ...start, takeover: takeovers.get(start.loanId) ?? null }));
    });
  }

  async markStarted(loanIds: string[]): Promise<void> {
    await this.context.database.read((db) =>
      db.run('update loan set workflow_started = true where id = any($1) and not workflow_started', [
        loanIds,
      ]),
    );
  }
}

function takeoverOf(row: TakeoverRow): LoanStart['takeover'] {
  return {
    principal: row.principal,
    balance: row.balance,
    annualRate: row.annual_rate,
    disbursedOn: row.disbursed_on,
    maturesOn: row.matures_on,
    overdueSince: row.overdue_since,
    asOf: row.taken_over_on,
  };
}
