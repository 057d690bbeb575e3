import type { BankGateway, Gateways, TreasuryGateway } from '@bangdai/contracts';
import type { Logger } from '@bangdai/platform';
import { HttpBankAdapter } from './bank/http-bank.adapter.js';
import { findCounterpart, type Counterpart } from './counterpart.js';
import { Circuit, standardCircuit, type CircuitSettings, type CircuitState } from './http/circuit.js';
import { SignedHttp } from './http/signed-http.js';
import { HttpTreasuryAdapter } from './treasury/http-treasury.adapter.js';

export interface GatewaySettings {
  counterparts: Counterpart[];
  /** Signature secrets, newest first. */
  secrets: { bank: string[]; treasury: string[] };
  /** Milliseconds after which an answer is given up. */
  fetchTimeoutMs: number;
  logger: Logger;
  circuit?: CircuitSettings;
}

/** Whether a counterpart is spared at the moment, for the operators' screen. */
export interface CircuitView extends Pick<Counterpart, 'kind' | 'county' | 'bank'> {
  state: CircuitState;
  failuresInARow: number;
}

export interface ReadableGateways extends Gateways {
  circuits(): CircuitView[];
}

/** Builds the gateways of all configured counterparts; one circuit for each row of the configuration. */
export function createGateways(settings: GatewaySettings): ReadableGateways {
  const lines = new Map(settings.counterparts.map((row) => [row, openLine(row, settings)]));
  const lineOf = (kind: Counterpart['kind'], county: string, bank: string): SignedHttp => {
    const row = findCounterpart(settings.counterparts, kind, county, bank);
    return lines.get(row)!.http;
  };
  return {
    bank: (county, bank): BankGateway => new HttpBankAdapter(lineOf('bank', county, bank), bank),
    treasury: (county): TreasuryGateway => new HttpTreasuryAdapter(lineOf('treasury', county, '*')),
    circuits: () =>
      [...lines].map(([{ kind, county, bank }, { circuit }]) => ({
        kind,
        county,
        bank,
        state: circuit.state,
        failuresInARow: circuit.failuresInARow,
      })),
  };
}

function openLine(row: Counterpart, settings: GatewaySettings): { http: SignedHttp; circuit: Circuit } {
  const circuit = new Circuit(settings.circuit ?? standardCircuit);
  const { kind, county, bank } = row;
  const http = new SignedHttp({
    baseUrl: row.baseUrl.replace(/\/+$/, ''),
    secrets: settings.secrets[kind],
    timeoutMs: settings.fetchTimeoutMs,
    circuit,
    logger: settings.logger.child({ counterpart: kind, county, bank }),
  });
  return { http, circuit };
}
