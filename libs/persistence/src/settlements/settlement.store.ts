import type {
  ClawbackStart,
  LinesSettled,
  ReviewCommand,
  SettlementChange,
  SettlementFigures,
  SettlementOpened,
  SettlementPaid,
  SettlementReopened,
  SettlementStart,
  SettlementStore,
  SubsidyListLine,
} from '@bangdai/contracts';
import { openOverpaymentCases } from '../clawbacks/overpayment-cases.js';
import type { StoreContext } from '../context.js';
import { announce } from '../messages/live-feed.js';
import { markApplied } from '../subjects/applied-change.js';
import { recordReviewRow } from '../subjects/review.writer.js';
import { closeTasks } from '../subjects/task.writer.js';
import { appendTimeline } from '../subjects/timeline.writer.js';
import { compareSubsidyLines, storeSubsidyList } from './compare-lines.js';
import { openSettlement, type OpenSettlementInput } from './open-settlement.js';
import { closeDisputeTasks } from './dispute-tasks.js';
import { checkBudget, orderSubsidyPayment } from './order-payment.js';
import { recordSettlementPaid } from './pay-settlement.js';
import { openPlacedTasks } from './place-tasks.js';
import { reopening, reopenSettlement } from './reopen-settlement.js';
import { recordRefusedLines } from './returned-lines.js';
import { settleLines } from './settle-lines.js';
import { figuresOf, lockSettlement, settlementSubject } from './settlement.record.js';

export class SettlementRepository implements SettlementStore {
  constructor(private readonly context: StoreContext) {}

  openSettlement(input: OpenSettlementInput): Promise<SettlementOpened> {
    return openSettlement(this.context, input);
  }

  openOverpaymentCases(settlementId: string): Promise<ClawbackStart[]> {
    return openOverpaymentCases(this.context, settlementId);
  }

  reopenSettlement(input: Parameters<SettlementStore['reopenSettlement']>[0]): Promise<SettlementReopened> {
    return reopenSettlement(this.context, input);
  }

  reopening(orderNo: string): Promise<SettlementStart | null> {
    return this.context.database.read((db) => reopening(db, orderNo));
  }

  async settlementKey(
    settlementId: string,
  ): Promise<{ county: string; bank: string; periodFrom: string; periodTo: string; settleOn: string }> {
    return this.context.database.read((db) =>
      db.one(
        `select county, bank, period_from as "periodFrom", period_to as "periodTo", settle_on as "settleOn"
         from settlement where id = $1`,
        [settlementId],
      ),
    );
  }

  storeSubsidyList(
    settlementId: string,
    lines: SubsidyListLine[],
    late?: boolean,
  ): Promise<{ lines: number }> {
    return storeSubsidyList(this.context, settlementId, lines, late);
  }

  compareSubsidyLines({ settlementId }: { settlementId: string }): Promise<SettlementFigures> {
    return compareSubsidyLines(this.context, settlementId);
  }

  async recordSettlementReview(input: SettlementChange & { review: ReviewCommand | null }): Promise<void> {
    await this.context.database.transaction(async (db) => {
      const settlement = await lockSettlement(db, input.settlementId);
      if (!(await markApplied(db, settlement.id, input.changeId))) return;
      const subject = settlementSubject(settlement);
      if (input.review?.decision === 'complete' && input.stage === 'paying')
        await checkBudget(db, this.context, settlement, input.at, input.review.payInPart ?? false);
      const figures = await figuresOf(db, settlement.id);
      await db.run(
        `update settlement set stage = $2, pending_step = $3, publicity_ends_on = $4, figures_hash = $5 where id = $1`,
        [settlement.id, input.stage, input.pendingStep, input.publicityEndsOn, figures.figuresHash],
      );
      if (input.review !== null) await recordReviewRow(db, subject, input.review, input.at);
      await appendTimeline(db, subject, input.at, input.events);
      await closeTasks(db, settlement.county, input.closeTasks, input.at);
      await openPlacedTasks(db, this.context, settlement, input.openTasks, figures.total);
      if (input.stage === 'closed' || input.stage === 'rejected')
        await closeDisputeTasks(db, settlement, input.at);
      await announce(db, { topic: 'settlement', id: settlement.id, county: settlement.county });
    });
  }

  settleLines(input: Parameters<SettlementStore['settleLines']>[0]): Promise<LinesSettled> {
    return settleLines(this.context, input);
  }

  orderSubsidyPayment(input: {
    settlementId: string;
    at: string;
    payInPart?: boolean;
  }): Promise<{ orderNo: string; amount: string }> {
    return orderSubsidyPayment(this.context, input);
  }

  recordSettlementPaid(input: {
    settlementId: string;
    orderNo: string;
    paidOn: string;
    at: string;
  }): Promise<SettlementPaid> {
    return recordSettlementPaid(this.context, input);
  }

  recordRefusedLines(
    input: Parameters<SettlementStore['recordRefusedLines']>[0],
  ): Promise<{ failed: number }> {
    return recordRefusedLines(this.context, input);
  }
}
