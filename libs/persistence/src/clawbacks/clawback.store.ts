import {
  RefusedError,
  type Actor,
  type ClawbackActivities,
  type ClawbackFigures,
  type ClawbackOpening,
  type ClawbackStart,
  type ClawbackStore,
} from '@bangdai/contracts';
import { clawbackDecidedEntry, compareMoney, shanghaiDateOf } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { book, causeOf } from '../ledger/ledger.writer.js';
import type { LoanRecord } from '../loans/loan.record.js';
import { recallVerdict } from '../subjects/applied-change.js';
import { recordReviewRow } from '../subjects/review.writer.js';
import { replanHousehold } from '../subsidy/replan-household.js';
import {
  caseSubject,
  lockCase,
  outstandingOf,
  writeCaseChange,
  type ClawbackRecord,
} from './clawback.record.js';
import { recordRepaid } from './clawback-money.js';
import { excludeUnpaid, reinstate } from './exclude-lines.js';
import { figureCase } from './figure-clawback.js';
import { openCase } from './open-case.js';

type Input<Name extends keyof ClawbackActivities> = Parameters<ClawbackActivities[Name]>[0];

/** Subsidy taken back, case by case (lifecycle §9). */
export class ClawbackRepository implements ClawbackStore {
  constructor(private readonly context: StoreContext) {}

  openCase(opening: ClawbackOpening, openedBy: Actor | null): Promise<ClawbackStart | null> {
    return openCase(this.context, opening, openedBy);
  }

  async registerClawback({ changeIfPaid, changeIfNothing }: Input<'registerClawback'>) {
    return this.onCase(changeIfPaid.caseId, async (db, kase, loan) => {
      const known = await recallVerdict<ClawbackFigures>(db, kase.id, [
        changeIfPaid.changeId,
        changeIfNothing.changeId,
      ]);
      if (known !== null) return { figures: known };
      const excluded = await excludeUnpaid(db, this.context, loan, kase);
      await db.run('update clawback set excluded = $2::jsonb where id = $1', [
        kase.id,
        JSON.stringify(excluded),
      ]);
      const figures = await this.storeFigures(db, loan, kase);
      const change = compareMoney(figures.amount, '0.00') > 0 ? changeIfPaid : changeIfNothing;
      await writeCaseChange(db, this.context, kase, change, figures);
      return { figures };
    });
  }

  async recordClawbackChange({ change, review }: Input<'recordClawbackChange'>): Promise<void> {
    await this.onCase(change.caseId, async (db, kase) => {
      if (!(await writeCaseChange(db, this.context, kase, change)) || review === null) return;
      await recordReviewRow(db, caseSubject(kase), review, change.at);
    });
  }

  async dropClawback({ change, review }: Input<'dropClawback'>): Promise<void> {
    await this.onCase(change.caseId, async (db, kase) => {
      if (!(await writeCaseChange(db, this.context, kase, change))) return;
      await recordReviewRow(db, caseSubject(kase), review, change.at);
      await reinstate(db, kase);
    });
  }

  /** The nights of a decided case earn nothing and use no day any more, so the household's days and sum go down with it. */
  async decideClawback({ change, review }: Input<'decideClawback'>) {
    return this.onCase(change.caseId, async (db, kase, loan) => {
      const known = await recallVerdict<ClawbackFigures>(db, kase.id, [change.changeId]);
      if (known !== null) return { figures: known };
      const figures = await this.storeFigures(db, loan, kase);
      if (figures.figuresHash !== review.figuresHash) throw new RefusedError('FIGURES_CHANGED');
      const { amount } = figures;
      await writeCaseChange(db, this.context, { ...kase, amount }, change, figures);
      await recordReviewRow(db, caseSubject(kase), review, change.at);
      const on = shanghaiDateOf(Date.parse(change.at));
      const entry = clawbackDecidedEntry({ id: kase.id, county: kase.county, on, loanId: loan.id, amount });
      await book(db, entry, causeOf(caseSubject(kase), `clawback/${kase.id}`, kase.case_no));
      await replanHousehold(db, this.context, loan.household_id);
      return { figures };
    });
  }

  async recordClawbackNotice({ change, noticedOn }: Input<'recordClawbackNotice'>): Promise<void> {
    await this.onCase(change.caseId, async (db, kase) => {
      if (noticedOn < kase.opened_on && noticedOn < shanghaiDateOf(Date.parse(change.at)))
        throw new RefusedError('BAD_DATE');
      if (await writeCaseChange(db, this.context, kase, change))
        await db.run('update clawback set noticed_on = $2 where id = $1', [kase.id, noticedOn]);
    });
  }

  recordClawbackRepaid(input: Input<'recordClawbackRepaid'>): Promise<{ whole: boolean }> {
    return this.onCase(input.changeIfOpen.caseId, (db, kase) => recordRepaid(db, this.context, kase, input));
  }

  async orderClawbackSetOff({ change }: Input<'orderClawbackSetOff'>): Promise<void> {
    await this.onCase(change.caseId, async (db, kase) => {
      if (await writeCaseChange(db, this.context, kase, change))
        await db.run('update clawback set set_off_ordered = true where id = $1', [kase.id]);
    });
  }

  async recordClawbackSetOff({ changeIfOpen, changeIfWhole }: Input<'recordClawbackSetOff'>) {
    return this.onCase(changeIfOpen.caseId, async (db, kase) => {
      const whole = compareMoney(await outstandingOf(db, kase), '0.00') === 0;
      await writeCaseChange(db, this.context, kase, whole ? changeIfWhole : changeIfOpen);
      return { whole };
    });
  }

  private async storeFigures(db: Db, loan: LoanRecord, kase: ClawbackRecord): Promise<ClawbackFigures> {
    const figures = await figureCase(db, this.context, loan, kase);
    const { nights, paid, amount, figuresHash } = figures;
    await db.run('update clawback set nights = $2, paid = $3, amount = $4, figures_hash = $5 where id = $1', [
      kase.id,
      nights,
      paid,
      amount,
      figuresHash,
    ]);
    return figures;
  }

  private onCase<Result>(
    caseId: string,
    work: (db: Db, kase: ClawbackRecord, loan: LoanRecord) => Promise<Result>,
  ): Promise<Result> {
    return this.context.database.transaction(async (db) => {
      const { kase, loan } = await lockCase(db, caseId);
      return work(db, kase, loan);
    });
  }
}
