import { deskOf, RefusedError, type Actor } from '@bangdai/contracts';
import type { DeskDecision, DocumentView, PrintedForm, TaskDesk } from '@bangdai/contracts/http';
import { isCivilDate, shanghaiDateOf } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { returnHeldMoney } from '../loans/held-money.js';
import { decideDue, stateReturned } from '../bank-dues/due.decision.js';
import { decideListing } from '../compensations/debtor-listing.js';
import { decideFundEntry } from '../funds/fund-entry.js';
import { decideLossPoolEntry } from '../funds/loss-pool-entry.js';
import { lockTask } from '../reads/task-claims.js';
import { holdersOf } from '../reads/task-conditions.js';
import { readTask } from '../reads/task.reader.js';
import { markApplied } from '../subjects/applied-change.js';
import { closeTasks } from '../subjects/task.writer.js';
import { decideAccount } from './account.decision.js';
import { settleHouseholdNotice, settleUndelivered } from './message.decision.js';
import { settlePaper } from './paper.decision.js';
import { checkPaymentStatement, statePayment } from './payment.decision.js';
import { readForm } from './printed-form.js';
import { getFile, listFiles, storeFile } from './task-file.js';

/** The open task that a decision is about. */
export interface DeskTask {
  id: string;
  kind: string;
  /** What the task is about, as its id names it: a message, a fact, a payment. */
  cause: string;
  subject: 'loan' | 'settlement' | 'claim' | 'clawback' | 'fund';
  subjectId: string;
  subjectNo: string;
  county: string;
  outcomes: string[];
}

type Settle = (
  db: Db,
  context: StoreContext,
  actor: Actor,
  task: DeskTask,
  decision: DeskDecision,
) => Promise<void>;

const settlers: Record<string, Settle> = {
  undelivered: settleUndelivered,
  householdNotice: settleHouseholdNotice,
  unknownPayment: statePayment,
  paymentCheck: checkPaymentStatement,
  fundEntry: decideFundEntry,
  lossPoolEntry: decideLossPoolEntry,
  debtorListing: decideListing,
  accountReview: decideAccount,
  heldMoney: returnHeldMoney,
  counterpartPaper: settlePaper,
  bankDue: decideDue,
  bankDemand: stateReturned,
};

/** Tasks that the platform opened by itself and a person settles; each decision is one transaction. */
export class TaskDeskRepository implements TaskDesk {
  constructor(private readonly context: StoreContext) {}

  async decide(actor: Actor, decision: DeskDecision): Promise<{ stage: string }> {
    return this.context.database.transaction(async (db) => {
      const task = await this.openTask(db, actor, decision.taskId);
      const { taskId, commandId, on } = decision;
      const settle = settlers[task.kind];
      if (settle === undefined || !task.outcomes.includes(decision.decision))
        throw new RefusedError('DECISION_NOT_ALLOWED');
      if (!isCivilDate(on) || on > shanghaiDateOf(Date.now())) throw new RefusedError('BAD_DATE');
      if (await markApplied(db, task.subjectId, `desk/${commandId}`)) {
        await settle(db, this.context, actor, task, decision);
        const closing = {
          ...{ taskId, outcome: 'done' as const, decision: decision.decision, actorId: actor.id },
        };
        await closeTasks(db, task.county, [closing], new Date().toISOString());
      }
      return { stage: await stageOf(db, task) };
    });
  }

  storeFile(actor: Actor, taskId: string, file: Parameters<TaskDesk['storeFile']>[2]): Promise<DocumentView> {
    return storeFile(this.context, actor, taskId, file);
  }

  listFiles(actor: Actor, taskId: string): Promise<DocumentView[]> {
    return listFiles(this.context, actor, taskId);
  }

  getFile(actor: Actor, fileId: string): Promise<DocumentView & { bytes: Uint8Array }> {
    return getFile(this.context, actor, fileId);
  }

  readForm(actor: Actor, taskId: string): Promise<PrintedForm> {
    return this.context.database.read(async (db) => {
      await readTask(db, this.context, actor, taskId, shanghaiDateOf(Date.now()));
      return readForm(db, this.context, await taskRow(db, taskId));
    });
  }

  private async openTask(db: Db, actor: Actor, taskId: string): Promise<DeskTask> {
    const { desk, claimed_by } = await lockTask(db, actor, taskId);
    if (deskOf(desk) !== actor.role) throw new RefusedError('WRONG_ROLE');
    if (claimed_by !== null && !holdersOf(actor).includes(claimed_by)) throw new RefusedError('TASK_TAKEN');
    return taskRow(db, taskId);
  }
}

async function taskRow(db: Db, taskId: string): Promise<DeskTask> {
  const row = await db.one<Omit<DeskTask, 'cause'>>(
    `select id, kind, subject, subject_id as "subjectId", subject_no as "subjectNo", county, outcomes from task where id = $1`,
    [taskId],
  );
  const named = row.id.slice(row.subjectId.length + 1).replace(/\.\d+$/, '');
  return { ...row, cause: named.slice(row.kind.length + 1) };
}

const STAGES: Record<DeskTask['subject'], string> = {
  loan: 'select stage from loan where id = $1',
  settlement: 'select stage from settlement where id = $1',
  claim: 'select stage from claim where id = $1',
  fund: `select 'open' as stage where $1::uuid is not null`,
  clawback: 'select stage from clawback where id = $1',
};

async function stageOf(db: Db, { subject, subjectId }: DeskTask): Promise<string> {
  const { stage } = await db.one<{ stage: string }>(STAGES[subject], [subjectId]);
  return stage;
}
