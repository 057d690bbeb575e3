import { exchangeFolderOf, FileArrivals, type ArrivalPorts } from '@bangdai/adapters';
import { statementSource, type CounterpartKey } from '@bangdai/contracts';
import type { Parts } from '../composition.js';

type Wanted = Pick<Parts, 'persistence' | 'config' | 'logger' | 'gateways'>;

/** Looks after counterparts apart from single messages: files that came in, and how the machines answer. */
export class FileExchange {
  constructor(private readonly parts: Wanted) {}

  /** One look at the folders of all counterparts that hand in files. @returns how many files were read */
  async take(): Promise<number> {
    const { persistence, config, logger } = this.parts;
    let taken = 0;
    for (const { county, kind, code, adapter } of await persistence.counterparts.all()) {
      if (adapter !== 'file') continue;
      const key: CounterpartKey = { county, kind, code };
      const ports = {
        dispatches: persistence.dispatches,
        storeInbox: (entry: Parameters<typeof persistence.intake.storeInbox>[0]) =>
          persistence.intake.storeInbox(entry),
        storeStatement: (...[statement, by]: Parameters<ArrivalPorts['storeStatement']>) =>
          persistence.reconciliation.takeStatement({ county, source: statementSource(key) }, statement, {
            ...by,
            actor: 'system',
          }),
        logger,
      };
      taken += await new FileArrivals(exchangeFolderOf(config.exchangeDir, key), key, ports).take();
    }
    return taken;
  }

  /** For the operators' screen, which runs in another process. */
  async noteCircuits(): Promise<number> {
    const { gateways, persistence } = this.parts;
    const reports = gateways.circuits().map(({ bank, ...view }) => ({ ...view, code: bank }));
    await persistence.counterparts.noteCircuits(reports);
    return 0;
  }
}
