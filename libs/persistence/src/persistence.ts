import type {
  Actor,
  ClawbackStore,
  CompensationStore,
  CorrectionStore,
  DispatchStore,
  InboxStore,
  LoanStore,
  OutboxStore,
  PaymentStore,
  ProgrammeStore,
  ReconciliationStore,
  SettlementStore,
  StallStore,
} from '@bangdai/contracts';
import type {
  BankDueStore,
  BudgetStore,
  CaseReads,
  FundStore,
  LossPoolStore,
  CheckDesk,
  HandoverStore,
  IdempotencyStore,
  IdentityStore,
  IntakeStore,
  LedgerReads,
  LiveFeed,
  OwnDesk,
  ReadModels,
  StandInStore,
  TaskDesk,
} from '@bangdai/contracts/http';
import type { DataSource } from 'typeorm';
import { BankDueRepository } from './bank-dues/bank-due.store.js';
import { BudgetRepository } from './budget/budget.store.js';
import { CaseReadRepository } from './cases/case.reads.js';
import { ClawbackRepository } from './clawbacks/clawback.store.js';
import { CompensationRepository } from './compensations/compensation.store.js';
import type { StoreContext } from './context.js';
import type { CounterpartStore } from './counties/counterpart.js';
import { CorrectionRepository } from './corrections/correction.store.js';
import { CounterpartRepository } from './counties/counterpart.store.js';
import { ensureCounties } from './counties/county.store.js';
import { SecretRepository, type SecretStore } from './counties/secret.store.js';
import { assertApplicationRole } from './database/application-role.js';
import { buildDataSource } from './database/data-source.js';
import { Database } from './database/database.js';
import { TaskDeskRepository } from './desk/task-desk.js';
import { FundRepository } from './funds/fund.store.js';
import { LossPoolRepository } from './funds/loss-pool.store.js';
import { IdempotencyRepository } from './identity/idempotency.store.js';
import { IdentityRepository } from './identity/identity.store.js';
import { IntakeRepository } from './intake/intake.store.js';
import { LedgerReadRepository } from './ledger/ledger.reads.js';
import { CheckDeskRepository } from './loans/check-desk.js';
import { LoanRepository } from './loans/loan.store.js';
import { InboxRepository } from './messages/inbox.store.js';
import { DispatchRepository } from './messages/dispatch.store.js';
import { PostgresLiveFeed } from './messages/live-feed.js';
import { OutboxRepository } from './messages/outbox.store.js';
import type { PersistenceOptions } from './options.js';
import { PaymentRepository } from './payments/payment.store.js';
import { indexPeople, setReading } from './privacy/people-search.js';
import { PersonalVault } from './privacy/personal-vault.js';
import { ProgrammeRepository } from './programme/programme.store.js';
import { ReadModelRepository } from './reads/read-models.store.js';
import { ReconciliationReads } from './reconciliation/reconciliation.reads.js';
import { ReconciliationRepository } from './reconciliation/reconciliation.store.js';
import { SettlementRepository } from './settlements/settlement.store.js';
import { StallRepository } from './subjects/stall.store.js';
import { HandoverRepository } from './teamwork/handover.store.js';
import { OwnDeskRepository } from './teamwork/own-desk.store.js';
import { StandInRepository } from './teamwork/stand-in.store.js';

export interface Persistence {
  dataSource: DataSource;
  loans: LoanStore;
  settlements: SettlementStore;
  compensations: CompensationStore;
  corrections: CorrectionStore;
  clawbacks: ClawbackStore;
  payments: PaymentStore;
  programme: ProgrammeStore;
  inbox: InboxStore;
  outbox: OutboxStore;
  reads: ReadModels;
  cases: CaseReads;
  budgets: BudgetStore;
  books: LedgerReads;
  intake: IntakeStore;
  idempotency: IdempotencyStore;
  identity: IdentityStore;
  liveFeed: LiveFeed;
  funds: FundStore;
  lossPools: LossPoolStore;
  bankDues: BankDueStore;
  counterparts: CounterpartStore;
  secrets: SecretStore;
  desk: TaskDesk;
  checks: CheckDesk;
  dispatches: DispatchStore;
  stalls: StallStore;
  reconciliation: ReconciliationStore;
  reconciliationReads: ReconciliationReads;
  handovers: HandoverStore;
  ownDesk: OwnDesk;
  standIns: StandInStore;
  /** Makes people findable who came before there was a search by pinyin; how many there were. */
  indexPeople(): Promise<number>;
  /** Pinyin of a borrower's name, set right by a person. */
  setReading(actor: Actor, loanId: string, pinyin: string): Promise<void>;
  /** A county, its main bank, fund and accounts for each scheme of the registry; repeatable. */
  ensureCounties(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Connects as the application's role; the schema must have been migrated before.
 * @throws Error when the database cannot be reached, or when this role could change what was booked
 */
export async function createPersistence(options: PersistenceOptions): Promise<Persistence> {
  const dataSource = await buildDataSource(options.databaseUrl, options.poolSize).initialize();
  await assertApplicationRole(dataSource).catch(async (error: unknown) => {
    await dataSource.destroy();
    throw error;
  });
  const { packs, logger } = options;
  const database = new Database(dataSource);
  const vault = new PersonalVault(options.cipher, options.blindIndex);
  const context: StoreContext = {
    ...{ database, vault, packs, logger },
    get rates() {
      return packs.rates;
    },
    get calendar() {
      return options.calendar ?? packs.calendar;
    },
  };
  const liveFeed = new PostgresLiveFeed(options.databaseUrl, logger);
  return {
    dataSource,
    loans: new LoanRepository(context),
    settlements: new SettlementRepository(context),
    compensations: new CompensationRepository(context),
    clawbacks: new ClawbackRepository(context),
    corrections: new CorrectionRepository(context),
    payments: new PaymentRepository(context),
    programme: new ProgrammeRepository(context),
    inbox: new InboxRepository(context),
    outbox: new OutboxRepository(context),
    reads: new ReadModelRepository(context),
    cases: new CaseReadRepository(context),
    budgets: new BudgetRepository(context),
    books: new LedgerReadRepository(database),
    intake: new IntakeRepository(context),
    idempotency: new IdempotencyRepository(database, vault),
    identity: new IdentityRepository(dataSource),
    liveFeed,
    funds: new FundRepository(context),
    lossPools: new LossPoolRepository(context),
    bankDues: new BankDueRepository(context),
    counterparts: new CounterpartRepository(context),
    secrets: new SecretRepository(context),
    desk: new TaskDeskRepository(context),
    checks: new CheckDeskRepository(context),
    dispatches: new DispatchRepository(context),
    stalls: new StallRepository(context),
    reconciliation: new ReconciliationRepository(context),
    reconciliationReads: new ReconciliationReads(context),
    handovers: new HandoverRepository(context),
    ownDesk: new OwnDeskRepository(context),
    standIns: new StandInRepository(context),
    indexPeople: () => indexPeople(context),
    setReading: (actor, loanId, pinyin) => setReading(context, actor, loanId, pinyin),
    ensureCounties: () => ensureCounties(context),
    close: async () => {
      await liveFeed.close();
      await dataSource.destroy();
    },
  };
}
