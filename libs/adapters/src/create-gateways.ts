import path from 'node:path';
import {
  CounterpartUnavailableError,
  type BankGateway,
  type CounterpartKey,
  type DispatchStore,
  type Gateways,
  type TreasuryGateway,
} from '@bangdai/contracts';
import type { Logger } from '@bangdai/platform';
import { HttpBankAdapter } from './bank/http-bank.adapter.js';
import { findCounterpart, type Counterpart } from './counterpart.js';
import { ExchangeFolder } from './file/exchange-folder.js';
import { FileBankAdapter } from './file/file-bank.adapter.js';
import { FileTreasuryAdapter } from './file/file-treasury.adapter.js';
import { OutTables } from './file/out-tables.js';
import { Circuit, standardCircuit, type CircuitSettings, type CircuitState } from './http/circuit.js';
import { SignedHttp } from './http/signed-http.js';
import { ManualBankAdapter } from './manual/manual-bank.adapter.js';
import { ManualTreasuryAdapter } from './manual/manual-treasury.adapter.js';
import { HttpTreasuryAdapter } from './treasury/http-treasury.adapter.js';

export interface GatewaySettings {
  /** Fixed rows, or where to look them up: a change of the configuration holds from the next call on. */
  counterparts: readonly Counterpart[] | (() => Promise<readonly Counterpart[]>);
  /** Signature secrets, newest first: of a kind, or of each counterpart by itself. */
  secrets: { bank: string[]; treasury: string[] } | ((counterpart: CounterpartKey) => Promise<string[]>);
  /** Milliseconds after which an answer is given up. */
  fetchTimeoutMs: number;
  logger: Logger;
  circuit?: CircuitSettings;
  /** What counterparts without a machine need: the record of what was handed over, and the folder of exchange. */
  exchange?: { dispatches: DispatchStore; dir: string };
}

/** Whether a counterpart is spared at the moment, for the operators' screen. */
export interface CircuitView extends Pick<Counterpart, 'kind' | 'county' | 'bank'> {
  state: CircuitState;
  failuresInARow: number;
}

export interface ReadableGateways extends Gateways {
  circuits(): CircuitView[];
}

/** The folder that is shared with one counterpart. */
export const exchangeFolderOf = (dir: string, { county, kind, code }: CounterpartKey): ExchangeFolder =>
  new ExchangeFolder(path.join(dir, county, `${kind}-${code}`));

/** Builds the gateways of all configured counterparts; one circuit for each row that is reached by its machine. */
export function createGateways(settings: GatewaySettings): ReadableGateways {
  const choice = new Choice(settings);
  return {
    bank: (county, bank): BankGateway => {
      const chosen = () => choice.bank(county, bank);
      return {
        deliver: async (message) => (await chosen()).deliver(message),
        requestSubsidyList: async (request) => (await chosen()).requestSubsidyList(request),
        requestStatement: async (span) => (await chosen()).requestStatement(span),
      };
    },
    treasury: (county): TreasuryGateway => {
      const chosen = () => choice.treasury(county);
      return {
        sendPayment: async (order) => (await chosen()).sendPayment(order),
        queryPayment: async (of, orderNo) => (await chosen()).queryPayment(of, orderNo),
        requestStatement: async (span) => (await chosen()).requestStatement(span),
      };
    },
    circuits: () => choice.circuits(),
  };
}

interface Line {
  row: Counterpart;
  http: SignedHttp;
  circuit: Circuit;
}

/** Looks up, call by call, how a counterpart is reached now. */
class Choice {
  private readonly lines = new Map<string, Line>();

  constructor(private readonly settings: GatewaySettings) {
    const { counterparts } = settings;
    if (typeof counterparts !== 'function')
      for (const row of counterparts) if (row.adapter === 'http') this.lineOf(row);
  }

  async bank(county: string, bank: string): Promise<BankGateway> {
    const row = await this.rowOf('bank', county, bank);
    if (row.adapter === 'http') return new HttpBankAdapter(this.lineOf(row).http, bank);
    const key: CounterpartKey = { county, kind: 'bank', code: bank };
    const { dispatches, dir } = this.exchange;
    if (row.adapter === 'manual') return new ManualBankAdapter(key, dispatches);
    return new FileBankAdapter(new OutTables(exchangeFolderOf(dir, key), row.format), key, dispatches);
  }

  async treasury(county: string): Promise<TreasuryGateway> {
    const row = await this.rowOf('treasury', county, '*');
    if (row.adapter === 'http') return new HttpTreasuryAdapter(this.lineOf(row).http);
    const key: CounterpartKey = { county, kind: 'treasury', code: 'treasury' };
    const { dispatches, dir } = this.exchange;
    if (row.adapter === 'manual') return new ManualTreasuryAdapter(key, dispatches);
    return new FileTreasuryAdapter(new OutTables(exchangeFolderOf(dir, key), row.format), key, dispatches);
  }

  circuits(): CircuitView[] {
    return [...this.lines.values()].map(({ row: { kind, county, bank }, circuit }) => ({
      ...{ kind, county, bank, state: circuit.state, failuresInARow: circuit.failuresInARow },
    }));
  }

  private async rowOf(kind: Counterpart['kind'], county: string, bank: string): Promise<Counterpart> {
    const { counterparts } = this.settings;
    const rows = typeof counterparts === 'function' ? await counterparts() : counterparts;
    return findCounterpart(rows, kind, county, bank);
  }

  private get exchange(): { dispatches: DispatchStore; dir: string } {
    const { exchange } = this.settings;
    if (exchange === undefined) throw new CounterpartUnavailableError('NO_EXCHANGE');
    return exchange;
  }

  private async secretsOf({ kind, county, bank }: Counterpart): Promise<string[]> {
    const { secrets } = this.settings;
    if (typeof secrets !== 'function') return secrets[kind];
    return secrets({ county, kind, code: kind === 'bank' ? bank : 'treasury' });
  }

  private lineOf(row: Counterpart): Line {
    const { kind, county, bank } = row;
    const baseUrl = row.baseUrl.replace(/\/+$/, '');
    const name = [kind, county, bank, baseUrl].join(' ');
    const known = this.lines.get(name);
    if (known !== undefined) return known;
    const circuit = new Circuit(this.settings.circuit ?? standardCircuit);
    const http = new SignedHttp({
      baseUrl,
      secrets: () => this.secretsOf(row),
      timeoutMs: this.settings.fetchTimeoutMs,
      circuit,
      logger: this.settings.logger.child({ counterpart: kind, county, bank }),
    });
    const line = { row, http, circuit };
    this.lines.set(name, line);
    return line;
  }
}
