import type {
  CompensationStore,
  InboxStore,
  LoanStore,
  OutboxStore,
  PaymentStore,
  ProgrammeStore,
  SettlementStore,
} from '@bangdai/contracts';
import type {
  IdempotencyStore,
  IdentityStore,
  IntakeStore,
  LiveFeed,
  ReadModels,
} from '@bangdai/contracts/http';
import type { DataSource } from 'typeorm';
import type { PersistenceOptions } from './options.js';

/** How a county's bank or treasury is reached; without a base URL the process's own default holds. */
export interface Counterpart {
  county: string;
  kind: 'bank' | 'treasury';
  code: string;
  name: string;
  adapter: 'http' | 'file' | 'manual';
  baseUrl: string | null;
}

export interface CounterpartStore {
  all(): Promise<Counterpart[]>;
  /** @throws RefusedError `NOT_FOUND` */
  find(county: string, kind: Counterpart['kind'], code: string): Promise<Counterpart>;
}

export interface Persistence {
  dataSource: DataSource;
  loans: LoanStore;
  settlements: SettlementStore;
  compensations: CompensationStore;
  payments: PaymentStore;
  programme: ProgrammeStore;
  inbox: InboxStore;
  outbox: OutboxStore;
  reads: ReadModels;
  intake: IntakeStore;
  idempotency: IdempotencyStore;
  identity: IdentityStore;
  liveFeed: LiveFeed;
  counterparts: CounterpartStore;
  /** A county, its main bank, fund and accounts for each scheme of the registry; repeatable. */
  ensureCounties(): Promise<void>;
  close(): Promise<void>;
}

export async function createPersistence(options: PersistenceOptions): Promise<Persistence> {
  throw new Error(`persistence is being laid down (${options.databaseUrl === '' ? 'no' : 'a'} database named)`);
}
