import {
  CounterpartRefusedError,
  type Gateways,
  type ReconciliationActivities,
  type ReconciliationStore,
  type StatementEntry,
} from '@bangdai/contracts';
import { beating } from './heartbeats.js';

type Input = Parameters<ReconciliationActivities['fetchStatements']>[0];

/** The nightly comparison's way out of the house: statements are asked for, stored whole, compared later. */
export class ReconciliationWork implements Omit<ReconciliationActivities, 'checkWorkflows'> {
  constructor(
    private readonly store: ReconciliationStore,
    private readonly gateways: Gateways,
  ) {}

  async fetchStatements(input: Input): Promise<{ entries: number; missing: number }> {
    return beating(() => this.fetchAll(input));
  }

  compareBooks(input: Input): ReturnType<ReconciliationActivities['compareBooks']> {
    return beating(() => this.store.compareBooks(input));
  }

  private async fetchAll({ county, from, to, on }: Input): Promise<{ entries: number; missing: number }> {
    const span = { county, from, to };
    const banks = await this.store.banksOf(county);
    const asked: [string, () => Promise<StatementEntry[] | null>][] = [
      ...banks.map((bank): [string, () => Promise<StatementEntry[] | null>] => [
        `bank:${bank}`,
        () => this.gateways.bank(county, bank).requestStatement({ ...span, bank }),
      ]),
      ['treasury', () => this.gateways.treasury(county).requestStatement(span)],
    ];
    let entries = 0;
    let missing = 0;
    for (const [source, ask] of asked) {
      const statement = await given(ask);
      // Handed in by people on its own days: nothing is asked for tonight.
      if (statement === 'handedIn') continue;
      await this.store.storeStatement({ ...span, on, source }, statement);
      if (statement === null) missing += 1;
      else entries += statement.length;
    }
    return { entries, missing };
  }
}

/** A counterpart that refuses gives no statement; one that is away is asked again by the activity's retries. */
async function given(
  ask: () => Promise<StatementEntry[] | null>,
): Promise<StatementEntry[] | null | 'handedIn'> {
  try {
    return (await ask()) ?? 'handedIn';
  } catch (error) {
    if (error instanceof CounterpartRefusedError) return null;
    throw error;
  }
}
