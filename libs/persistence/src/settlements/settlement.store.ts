import type {
  ReviewCommand,
  SettlementChange,
  SettlementFigures,
  SettlementOpened,
  SettlementStore,
  SubsidyListLine,
} from '@bangdai/contracts';
import type { StoreContext } from '../context.js';
import { announce } from '../messages/live-feed.js';
import { markApplied } from '../subjects/applied-change.js';
import { recordReviewRow } from '../subjects/review.writer.js';
import { closeTasks, openTasks } from '../subjects/task.writer.js';
import { appendTimeline } from '../subjects/timeline.writer.js';
import { compareSubsidyLines, storeSubsidyList } from './compare-lines.js';
import { openSettlement, type OpenSettlementInput } from './open-settlement.js';
import { orderSubsidyPayment, recordSettlementPaid } from './pay-settlement.js';
import { figuresOf, lockSettlement, settlementSubject } from './settlement.record.js';

export class SettlementRepository implements SettlementStore {
  constructor(private readonly context: StoreContext) {}

  openSettlement(input: OpenSettlementInput): Promise<SettlementOpened> {
    return openSettlement(this.context, input);
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

  storeSubsidyList(settlementId: string, lines: SubsidyListLine[]): Promise<{ lines: number }> {
    return storeSubsidyList(this.context, settlementId, lines);
  }

  compareSubsidyLines({ settlementId }: { settlementId: string }): Promise<SettlementFigures> {
    return compareSubsidyLines(this.context, settlementId);
  }

  async recordSettlementReview(input: SettlementChange & { review: ReviewCommand | null }): Promise<void> {
    await this.context.database.transaction(async (db) => {
      const settlement = await lockSettlement(db, input.settlementId);
      if (!(await markApplied(db, settlement.id, input.changeId))) return;
      const subject = settlementSubject(settlement);
      const figures = await figuresOf(db, settlement.id);
      await db.run(
        `update settlement set stage = $2, pending_step = $3, publicity_ends_on = $4, figures_hash = $5 where id = $1`,
        [settlement.id, input.stage, input.pendingStep, input.publicityEndsOn, figures.figuresHash],
      );
      if (input.review !== null) await recordReviewRow(db, subject, input.review, input.at);
      await appendTimeline(db, subject, input.at, input.events);
      await closeTasks(db, settlement.county, input.closeTasks, input.at);
      await openTasks(db, subject, input.openTasks, this.context.calendar, figures.total);
      await announce(db, { topic: 'settlement', id: settlement.id, county: settlement.county });
    });
  }

  orderSubsidyPayment(input: {
    settlementId: string;
    at: string;
  }): Promise<{ orderNo: string; amount: string }> {
    return orderSubsidyPayment(this.context, input);
  }

  recordSettlementPaid(input: {
    settlementId: string;
    orderNo: string;
    paidOn: string;
    at: string;
  }): Promise<void> {
    return recordSettlementPaid(this.context, input);
  }
}
