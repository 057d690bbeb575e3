import { ClawbackOpenings } from '@bangdai/activities';
import type { InboxEntry, PaymentReported } from '@bangdai/contracts';
import type { Parts } from '../composition.js';
import { FileExchange } from './file-exchange.js';
import { RelayLoop } from './relay-loop.js';
import { recoveryOf, routeInbox } from './route-inbox.js';

const batch = 50;
const idleMs = 300;
/** Folders of files and the state of circuits change slowly. */
const folderIdleMs = 3000;
/** Each holds one connection and one entry at a time; entries of one subject stay in order all the same. */
const relaysOfAKind = 3;

type Outgoing = Parameters<Parameters<Parts['persistence']['outbox']['drain']>[1]>[0];

/** Carries stored facts to workflows and stored messages to counterparts: at least once, in order per subject. */
export class Relays {
  private readonly inbox: RelayLoop[];
  private readonly outbox: RelayLoop[];
  private readonly counterparts: RelayLoop[];
  private unsubscribe: () => void = () => undefined;

  constructor(private readonly parts: Parts) {
    const { persistence, logger } = parts;
    const loops = (name: string, drain: () => Promise<number>) =>
      Array.from({ length: relaysOfAKind }, () => new RelayLoop({ name, drain, idleMs, logger }));
    this.inbox = loops('inbox', () => persistence.inbox.drain(batch, (entry) => this.deliverFact(entry)));
    this.outbox = loops('outbox', () =>
      persistence.outbox.drain(batch, (message) => this.deliverMessage(message)),
    );
    const exchange = new FileExchange(parts);
    this.counterparts = [
      new RelayLoop({ name: 'files', drain: () => exchange.take(), idleMs: folderIdleMs, logger }),
      new RelayLoop({ name: 'circuits', drain: () => exchange.noteCircuits(), idleMs: folderIdleMs, logger }),
    ];
  }

  private get loops(): RelayLoop[] {
    return [...this.inbox, ...this.outbox, ...this.counterparts];
  }

  get healthy(): boolean {
    return this.loops.every((loop) => loop.healthy);
  }

  start(): void {
    for (const loop of this.loops) loop.start();
    // What is announced as changed may have left a message: looked for at once instead of after the pause.
    this.unsubscribe = this.parts.persistence.liveFeed.subscribe(() => this.outbox[0]?.poke());
  }

  async stop(): Promise<void> {
    this.unsubscribe();
    await Promise.all(this.loops.map((loop) => loop.stop()));
  }

  /** A receiver that is gone makes a task for a person: money that arrived is never dropped. */
  private async deliverFact(entry: InboxEntry): Promise<'delivered' | 'undeliverable'> {
    if (entry.kind === 'clawbackFound') return this.openClawback(entry);
    const { workflowId, signal, payload } = routeInbox(entry);
    const outcome = await this.parts.engine.signal(workflowId, signal, payload);
    if (outcome === 'delivered') return 'delivered';
    if (await this.reopenClaim(entry)) return 'delivered';
    // The platform's own facts tell a workflow what is on record: one that is over has nothing to learn.
    if (entry.source.startsWith('platform:')) return 'delivered';
    return (await this.reopenSettlement(entry, payload)) ? 'delivered' : 'undeliverable';
  }

  /** One case per finding, however often it is told; tried again until case and workflow are there (lifecycle §3). */
  private async openClawback({ payload }: InboxEntry): Promise<'delivered'> {
    const { persistence, engine } = this.parts;
    const { commandId = '', loanId = '', fromOn = '' } = payload as Record<string, string>;
    const finding = { commandId, loanId, cause: 'misuse' as const, fromOn, toOn: null, amountMax: null };
    await new ClawbackOpenings(persistence.clawbacks, engine).openClawback(finding);
    return 'delivered';
  }

  /** An account refused its money after the settlement was closed: it is opened again for that line (lifecycle §4). */
  private async reopenSettlement(
    { kind, subjectNo }: InboxEntry,
    payload: Record<string, unknown>,
  ): Promise<boolean> {
    if (kind !== 'paymentReported') return false;
    const { persistence, engine } = this.parts;
    const start = await persistence.settlements.reopening(subjectNo);
    if (start === null) return false;
    await engine.reopenSettlement(start, payload as unknown as PaymentReported);
    return true;
  }

  /** What is collected after loan and claim were closed opens the claim again (lifecycle §11). */
  private async reopenClaim(entry: InboxEntry): Promise<boolean> {
    const { persistence, engine } = this.parts;
    const recovery = recoveryOf(entry);
    if (recovery === null) return false;
    const start = await persistence.compensations.reopening(entry.county, entry.subjectNo);
    if (start === null) return false;
    await engine.recoverFor(start, recovery);
    return true;
  }

  private async deliverMessage({ bank, to: _to, ...message }: Outgoing): Promise<void> {
    await this.parts.gateways.bank(message.county, bank).deliver(message);
  }
}
