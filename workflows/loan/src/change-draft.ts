import {
  taskId,
  type LoanChange,
  type LoanStage,
  type OutboxDraft,
  type ServicingFacts,
  type TaskClosing,
  type TaskDraft,
  type TimelineEntry,
} from '@bangdai/contracts';
import { viewChain } from '@bangdai/domain';
import { cancelledTask, stepAtDesk, type Now } from '@bangdai/procedure';
import { agendaOf, isOver, type LoanState } from './state.js';

/** A step in the loan's life: the state after it, and what PostgreSQL writes for it in one transaction. */
export interface Transition {
  state: LoanState;
  change: LoanChange;
}

type Message = Omit<OutboxDraft, 'bank' | 'key'>;

/** Gathers one transition; `build` is the only place where a `LoanChange` is made. */
export class ChangeDraft {
  private readonly events: TimelineEntry[] = [];
  private readonly openTasks: TaskDraft[] = [];
  private readonly closeTasks: TaskClosing[] = [];
  private readonly messages: OutboxDraft[] = [];
  private readonly doneKeys: string[] = [];

  constructor(
    public state: LoanState,
    /** Unique within the loan; the same change written twice has one effect. */
    private readonly changeId: string,
    readonly now: Now,
  ) {}

  set(part: Partial<LoanState>): this {
    this.state = { ...this.state, ...part };
    return this;
  }

  moveTo(stage: LoanStage): this {
    return this.set({ stage });
  }

  setFacts(part: Partial<ServicingFacts>): this {
    if (this.state.facts === null) throw new Error('a loan without facts is not in service');
    return this.set({ facts: { ...this.state.facts, ...part } });
  }

  tell(...entries: TimelineEntry[]): this {
    this.events.push(...entries);
    return this;
  }

  open(task: TaskDraft): this {
    this.openTasks.push(task);
    return this.set({ openTaskIds: [...this.state.openTaskIds, task.taskId] });
  }

  /** A task that stays open when the loan ends. */
  openLasting(task: TaskDraft): this {
    this.openTasks.push(task);
    return this;
  }

  close(closing: TaskClosing): this {
    this.closeTasks.push(closing);
    return this.set({ openTaskIds: this.state.openTaskIds.filter((id) => id !== closing.taskId) });
  }

  cancelOpenTasks(): this {
    for (const id of [...this.state.openTaskIds]) this.close(cancelledTask(id));
    return this;
  }

  /** Checks are opened for many loans at once, under ids that follow from loan and round; done ones stay as they are. */
  private cancelChecks(): this {
    const { loanId } = this.state.start;
    const due = agendaOf(this.state).filter(({ kind, on }) => kind === 'usageCheck' && on <= this.now.on);
    for (const { round } of due) this.close(cancelledTask(taskId(loanId, 'usageCheck', round ?? 1)));
    return this;
  }

  /** The key holds loan, kind and cause, so that the same message is never sent twice. */
  send(message: Message, cause: string): this {
    const { loanNo, bank, county } = this.state.start;
    this.messages.push({ ...message, bank, key: `${county}/${loanNo}/${message.kind}/${cause}` });
    return this;
  }

  carryOut(key: string): this {
    this.doneKeys.push(key);
    return this.set({ doneAgendaKeys: [...this.state.doneAgendaKeys, key] });
  }

  build({ withAgenda = false }: { withAgenda?: boolean } = {}): Transition {
    if (isOver(this.state)) this.cancelOpenTasks().cancelChecks();
    const { start, stage, chain } = this.state;
    const change: LoanChange = {
      loanId: start.loanId,
      county: start.county,
      changeId: this.changeId,
      at: this.now.at,
      stage,
      pendingStep: chain === null || isOver(this.state) ? null : (stepAtDesk(chain)?.key ?? null),
      publicityEndsOn: chain === null || isOver(this.state) ? null : viewChain(chain).publicityEndsOn,
      events: this.events,
      openTasks: this.openTasks,
      closeTasks: this.closeTasks,
      messages: this.messages,
      agenda: withAgenda ? agendaOf(this.state) : null,
      doneAgendaKeys: this.doneKeys,
    };
    return { state: this.state, change };
  }
}
