import type { Actor } from '@bangdai/contracts';
import type * as views from '@bangdai/contracts/http';
import { shanghaiDateOf } from '@bangdai/domain';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { readAgenda } from './agenda.reader.js';
import { listClaims, readClaim } from './claim.reader.js';
import { listClawbacks, readClawback } from './clawback.reader.js';
import { readCorrections } from './correction.reader.js';
import { readCounties } from './county.reader.js';
import { readHistory } from './history.reader.js';
import { readImport, readImports } from './import.reader.js';
import { readLoan, readLoanRow } from './loan-detail.reader.js';
import { listLoans, summariseLoans } from './loan-list.reader.js';
import { listLedger } from './ledger-list.reader.js';
import { readLoanMoney } from './money.reader.js';
import { findSettlement, listSettlementLines, listSettlements, readSettlement } from './settlement.reader.js';
import { readTaskDetail } from './task-detail.reader.js';
import { claimTask, releaseTask } from './task-claims.js';
import { requireBatch } from './task-batch.js';
import { countTasks, listTasks } from './task.reader.js';
import { checkTerms } from './terms.reader.js';

type Paging = { after?: string; limit: number };

/** Every read of the API; each limits itself to the actor's county, place and bank in its own SQL. */
export class ReadModelRepository implements views.ReadModels {
  constructor(private readonly context: StoreContext) {}

  counties(actor: Actor): Promise<views.CountyView[]> {
    return this.read((db) => readCounties(db, this.context, actor, today()));
  }

  listTasks(actor: Actor, query: views.TaskQueryValue, on: string): Promise<views.Page<views.TaskRow>> {
    return this.read((db) => listTasks(db, this.context, actor, query, on));
  }

  countTasks(actor: Actor, on: string): Promise<views.TaskCounts> {
    return this.read((db) => countTasks(db, actor, on));
  }

  getTask(actor: Actor, taskId: string, on: string): Promise<views.TaskDetail> {
    return this.read((db) => readTaskDetail(db, this.context, actor, taskId, on));
  }

  checkTerms(
    actor: Actor,
    loanId: string,
    terms: { amount: string; termMonths: number; annualRate: string },
    on: string,
  ): Promise<views.TermsVerdict> {
    return this.ofLoan(actor, loanId, (db) => checkTerms(db, this.context, loanId, terms, on));
  }

  requireBatch(actor: Actor, taskIds: readonly string[]): Promise<void> {
    return this.read((db) => requireBatch(db, actor, taskIds));
  }

  claimTask(actor: Actor, taskId: string): Promise<views.TaskRow> {
    return claimTask(this.context, actor, taskId, today());
  }

  releaseTask(actor: Actor, taskId: string): Promise<views.TaskRow> {
    return releaseTask(this.context, actor, taskId, today());
  }

  listLoans(actor: Actor, query: views.LoanQueryValue): Promise<views.Page<views.LoanRow>> {
    return this.read((db) => listLoans(db, this.context, actor, query));
  }

  summariseLoans(actor: Actor, query: views.LoanQueryValue): Promise<views.LoanSummary> {
    return this.read((db) => summariseLoans(db, this.context, actor, query));
  }

  getLoan(actor: Actor, loanId: string, on: string): Promise<views.LoanDetail> {
    return this.read((db) => readLoan(db, this.context, actor, loanId, on));
  }

  getAgenda(actor: Actor, loanId: string): Promise<views.AgendaRow[]> {
    return this.ofLoan(actor, loanId, (db) => readAgenda(db, loanId));
  }

  getHistory(actor: Actor, loanId: string): Promise<views.HistoryRow[]> {
    return this.ofLoan(actor, loanId, async (db) => {
      const ref = await db.one<{ scheme_key: string; pack_version: string }>(
        'select scheme_key, pack_version from loan where id = $1',
        [loanId],
      );
      return readHistory(db, this.context, packOf(this.context, ref.scheme_key, ref.pack_version), [loanId]);
    });
  }

  getMoney(actor: Actor, loanId: string): Promise<views.LoanMoney> {
    return this.ofLoan(actor, loanId, (db) => readLoanMoney(db, loanId));
  }

  getCorrections(actor: Actor, loanId: string): Promise<views.CorrectionRow[]> {
    return this.ofLoan(actor, loanId, (db) => readCorrections(db, this.context, loanId));
  }

  listSettlements(
    actor: Actor,
    query: Paging & { county?: string },
  ): Promise<views.Page<views.SettlementRow>> {
    return this.read((db) => listSettlements(db, actor, query));
  }

  getSettlement(actor: Actor, settlementId: string, on: string): Promise<views.SettlementDetail> {
    return this.read((db) => readSettlement(db, this.context, actor, settlementId, on));
  }

  listSettlementLines(
    actor: Actor,
    settlementId: string,
    query: Paging & { state?: string; q?: string },
  ): Promise<views.Page<views.SettlementLineRow>> {
    return this.read((db) => listSettlementLines(db, this.context, actor, settlementId, query));
  }

  getSettlementHistory(actor: Actor, settlementId: string): Promise<views.HistoryRow[]> {
    return this.read(async (db) => {
      const { scheme_key, pack_version } = await findSettlement(db, actor, settlementId);
      return readHistory(db, this.context, packOf(this.context, scheme_key, pack_version), [settlementId]);
    });
  }

  listClaims(
    actor: Actor,
    query: Paging & { county?: string; stage?: string },
  ): Promise<views.Page<views.ClaimRow>> {
    return this.read((db) => listClaims(db, this.context, actor, query));
  }

  getClaim(actor: Actor, claimId: string, on: string): Promise<views.ClaimDetail> {
    return this.read((db) => readClaim(db, this.context, actor, claimId, on));
  }

  listClawbacks(
    actor: Actor,
    query: Parameters<views.ReadModels['listClawbacks']>[1],
  ): Promise<views.Page<views.ClawbackRow>> {
    return this.read((db) => listClawbacks(db, this.context, actor, query));
  }

  getClawback(actor: Actor, caseId: string, on: string): Promise<views.ClawbackDetail> {
    return this.read((db) => readClawback(db, this.context, actor, caseId, on));
  }

  listLedger(actor: Actor, query: views.LedgerQueryValue): Promise<views.Page<views.LedgerRow>> {
    return this.read((db) => listLedger(db, actor, query));
  }

  getImport(actor: Actor, importId: string): Promise<views.ImportView> {
    return this.read((db) => readImport(db, this.context, actor, importId));
  }

  listImports(actor: Actor): Promise<views.ImportView[]> {
    return this.read((db) => readImports(db, this.context, actor));
  }

  private read<T>(work: (db: Db) => Promise<T>): Promise<T> {
    return this.context.database.read(work);
  }

  /** @throws RefusedError `NOT_FOUND` for a loan outside the actor's place */
  private ofLoan<T>(actor: Actor, loanId: string, work: (db: Db) => Promise<T>): Promise<T> {
    return this.read(async (db) => {
      await readLoanRow(db, this.context, actor, loanId);
      return work(db);
    });
  }
}

const today = (): string => shanghaiDateOf(Date.now());
