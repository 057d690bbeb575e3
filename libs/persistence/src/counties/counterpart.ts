import type { Actor, CounterpartKey } from '@bangdai/contracts';
import type { CounterpartView } from '@bangdai/contracts/http';

/** How a county's bank or treasury is reached; without a base URL the process's own default holds. */
export interface Counterpart {
  county: string;
  kind: 'bank' | 'treasury';
  code: string;
  name: string;
  adapter: 'http' | 'file' | 'manual';
  baseUrl: string | null;
  /** What our files to it are. */
  fileFormat: 'csv' | 'xlsx';
  /** Day of the month by which its statement of the month before is there; null: none is due. */
  statementDueDay: number | null;
}

/** How a machine answers, as the worker that calls it sees it. */
export interface CircuitReport {
  county: string;
  kind: Counterpart['kind'];
  code: string;
  state: 'closed' | 'open' | 'halfOpen';
  failuresInARow: number;
}

export interface CounterpartStore {
  all(): Promise<Counterpart[]>;
  /** @throws RefusedError `NOT_FOUND` */
  find(county: string, kind: Counterpart['kind'], code: string): Promise<Counterpart>;
  /** Every county for those who look after the platform, else the actor's own. */
  list(actor: Actor): Promise<CounterpartView[]>;
  /** @throws RefusedError `NOT_FOUND` */
  change(
    actor: Actor,
    key: CounterpartKey,
    to: Pick<Counterpart, 'adapter' | 'baseUrl' | 'fileFormat' | 'statementDueDay'>,
  ): Promise<CounterpartView>;
  noteCircuits(reports: readonly CircuitReport[]): Promise<void>;
}
