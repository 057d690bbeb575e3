import type {
  BankGateway,
  BankMessage,
  CounterpartKey,
  DispatchStore,
  SubsidyListAnswer,
} from '@bangdai/contracts';

/** A bank reached by people: each message is a printed form that somebody takes there and marks as handed over. */
export class ManualBankAdapter implements BankGateway {
  constructor(
    private readonly counterpart: CounterpartKey,
    private readonly dispatches: DispatchStore,
  ) {}

  deliver(message: BankMessage): Promise<void> {
    return this.dispatches.handPaper(this.counterpart, { kind: 'message', message });
  }

  /** The bank's officer hands the list in by upload. */
  async requestSubsidyList({
    settleOn,
  }: Parameters<BankGateway['requestSubsidyList']>[0]): Promise<SubsidyListAnswer> {
    await this.dispatches.handPaper(this.counterpart, { kind: 'subsidyList', settleOn });
    return { pending: true, lines: [] };
  }

  /** Handed in by its clerk on its day. */
  async requestStatement(): Promise<null> {
    return null;
  }
}
