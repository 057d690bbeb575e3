import type {
  Gateways,
  InboxStore,
  SettlementActivities,
  SettlementStore,
  SubsidyListLine,
} from '@bangdai/contracts';
import { beating } from './heartbeats.js';
import type { WorkflowEngine } from './ports.js';

type Input<Name extends keyof SettlementActivities> = Parameters<SettlementActivities[Name]>[0];
type Output<Name extends keyof SettlementActivities> = ReturnType<SettlementActivities[Name]>;

/** What a settlement asks of the record and of its bank. */
export class SettlementWork implements SettlementActivities {
  constructor(
    private readonly store: SettlementStore,
    private readonly inbox: Pick<InboxStore, 'get'>,
    private readonly gateways: Gateways,
    private readonly engine: Pick<WorkflowEngine, 'startClawback'>,
  ) {}

  openSettlement(input: Input<'openSettlement'>): Output<'openSettlement'> {
    return beating(async () => {
      const opened = await this.store.openSettlement(input);
      // What is left of overpayments goes to people, once there is no subsidy to set it off against.
      for (const start of await this.store.openOverpaymentCases(opened.settlementId))
        await this.engine.startClawback(start);
      return opened;
    });
  }

  /** The list is stored whole before it is compared; asked again, it is replaced. */
  fetchSubsidyList({ settlementId }: Input<'fetchSubsidyList'>): Output<'fetchSubsidyList'> {
    return beating(() => this.askForList(settlementId));
  }

  private async askForList(settlementId: string): Output<'fetchSubsidyList'> {
    const key = await this.store.settlementKey(settlementId);
    const { pending, lines } = await this.gateways.bank(key.county, key.bank).requestSubsidyList(key);
    if (pending) return { pending, lines: 0 };
    const stored = await this.store.storeSubsidyList(settlementId, lines);
    return { pending, lines: stored.lines };
  }

  async takeSubsidyList({
    settlementId,
    inboxId,
    late,
  }: Input<'takeSubsidyList'>): Output<'takeSubsidyList'> {
    const { payload } = await this.inbox.get(inboxId);
    const { lines } = payload as { lines: SubsidyListLine[] };
    return beating(() => this.store.storeSubsidyList(settlementId, lines, late));
  }

  compareSubsidyLines(input: Input<'compareSubsidyLines'>): Output<'compareSubsidyLines'> {
    return beating(() => this.store.compareSubsidyLines(input));
  }

  recordSettlementReview(input: Input<'recordSettlementReview'>): Output<'recordSettlementReview'> {
    return this.store.recordSettlementReview(input);
  }

  settleLines(input: Input<'settleLines'>): Output<'settleLines'> {
    return this.store.settleLines(input);
  }

  orderSubsidyPayment(input: Input<'orderSubsidyPayment'>): Output<'orderSubsidyPayment'> {
    return this.store.orderSubsidyPayment(input);
  }

  recordSettlementPaid(input: Input<'recordSettlementPaid'>): Output<'recordSettlementPaid'> {
    return this.store.recordSettlementPaid(input);
  }

  reopenSettlement(input: Input<'reopenSettlement'>): Output<'reopenSettlement'> {
    return this.store.reopenSettlement(input);
  }

  recordRefusedLines(input: Input<'recordRefusedLines'>): Output<'recordRefusedLines'> {
    return this.store.recordRefusedLines(input);
  }
}
