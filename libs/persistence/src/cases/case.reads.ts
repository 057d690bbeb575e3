import type { Actor } from '@bangdai/contracts';
import type * as views from '@bangdai/contracts/http';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { readAsOf } from './as-of.reader.js';
import { caseOf } from './case.record.js';
import { allClauses } from './clauses.js';
import { readConsistency } from './consistency.reader.js';
import { readFigures } from './figures.reader.js';
import { readFlow } from './flow.reader.js';
import { readApprovalForm } from './form.reader.js';
import { readNotices } from './notices.reader.js';
import { notePersonalAccess } from './personal-access.js';
import { readReview } from './review.reader.js';
import { readStepTimes } from './step-times.reader.js';
import { readRawEvent, readTimeline } from './timeline.reader.js';

/** One case as reviewers and supervisors look at it; every read finds the loan within the actor's place first. */
export class CaseReadRepository implements views.CaseReads {
  constructor(private readonly context: StoreContext) {}

  timeline(actor: Actor, loanId: string): Promise<views.CaseEvent[]> {
    return this.read((db) => readTimeline(db, this.context, actor, loanId));
  }

  rawEvent(actor: Actor, loanId: string, eventId: string): Promise<views.RawEvent> {
    return this.read((db) => readRawEvent(db, this.context, actor, loanId, eventId));
  }

  flow(actor: Actor, loanId: string): Promise<views.CaseFlow> {
    return this.read((db) => readFlow(db, this.context, actor, loanId));
  }

  review(actor: Actor, loanId: string, today: string): Promise<views.CaseReview> {
    return this.read((db) => readReview(db, this.context, actor, loanId, today));
  }

  figures(actor: Actor, loanId: string): Promise<views.CaseFigure[]> {
    return this.read((db) => readFigures(db, this.context, actor, loanId));
  }

  asOf(actor: Actor, loanId: string, on: string, today: string): Promise<views.CaseAsOf> {
    return this.read((db) => readAsOf(db, this.context, actor, loanId, { on, today }));
  }

  consistency(actor: Actor, loanId: string): Promise<views.ConsistencyCheck[]> {
    return this.read((db) => readConsistency(db, this.context, actor, loanId));
  }

  stepTimes(
    actor: Actor,
    query: { county?: string | undefined; from: string; to: string },
  ): Promise<views.StepTime[]> {
    return this.read((db) => readStepTimes(db, this.context, actor, query));
  }

  approvalForm(actor: Actor, loanId: string): Promise<views.ApprovalForm> {
    return this.context.database.transaction((db) => readApprovalForm(db, this.context, actor, loanId));
  }

  clauses(actor: Actor, loanId: string): Promise<views.ClauseView[]> {
    return this.read(async (db) => {
      const { pack } = await caseOf(db, this.context, actor, loanId);
      return allClauses(this.context.packs, pack);
    });
  }

  notices(actor: Actor, loanId: string): Promise<views.CaseNotice[]> {
    return this.read((db) => readNotices(db, this.context, actor, loanId));
  }

  async noteAccess(actor: Actor, loanId: string, what: string): Promise<void> {
    await this.context.database.transaction(async (db) => {
      await caseOf(db, this.context, actor, loanId);
      await notePersonalAccess(db, actor, loanId, what);
    });
  }

  private read<T>(work: (db: Db) => Promise<T>): Promise<T> {
    return this.context.database.read(work);
  }
}
