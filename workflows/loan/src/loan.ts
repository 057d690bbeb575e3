import {
  searchAttributes,
  type Actor,
  type CommandReceipt,
  type LoanStart,
  type LoanView,
  type Verdict,
} from '@bangdai/contracts';
import { viewChain } from '@bangdai/domain';
import {
  Alarm,
  CommandLog,
  Turns,
  byBank,
  byPerson,
  now,
  orFailTask,
  orRefuse,
  stepAtDesk,
} from '@bangdai/procedure';
import { defineSearchAttributeKey } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { record } from './activities.js';
import type { Transition } from './change-draft.js';
import { detailsOf } from './details.js';
import { agendaOf, carry, nextItem, openState, type LoanState } from './state.js';

const stageAttribute = defineSearchAttributeKey(searchAttributes.stage, 'KEYWORD');

/** Stages that operators look for among running workflows; each is set once when the loan reaches it. */
const searchedStages: ReadonlySet<string> = new Set(['active', 'overdue', 'compensating', 'compensated']);

interface Command {
  commandId: string;
  actor?: Actor;
}

/** One loan: its state, and the only ways in which it changes. */
export class Loan {
  readonly alarm = new Alarm();
  private readonly turns = new Turns();
  private readonly commands: CommandLog;
  private inHand = 0;
  state: LoanState;

  constructor(start: LoanStart) {
    this.state = openState(start);
    this.commands = new CommandLog(start.carried?.receipts);
  }

  /** Whether no command is being answered. */
  get isIdle(): boolean {
    return this.inHand === 0;
  }

  /** Whether the command was answered before; a validator lets it pass, so that its handler repeats the answer. */
  isRepeated({ commandId }: Command): boolean {
    return this.commands.firstAnswer(commandId) !== undefined;
  }

  /** Applies what `write` puts on record: a change that is not written has not happened. */
  async apply(transition: Transition, write: () => Promise<unknown>): Promise<void> {
    await write();
    this.adopt(transition);
  }

  /** The change is on record: it is the loan's state from now on. */
  adopt(transition: Transition): void {
    const { stage } = this.state;
    this.state = transition.state;
    if (stage === this.state.stage) return;
    setCurrentDetails(detailsOf(this.state));
    // The stage of the start was set by whoever started the workflow.
    if (stage !== 'draft' && searchedStages.has(this.state.stage)) {
      upsertSearchAttributes([{ key: stageAttribute, value: this.state.stage }]);
    }
  }

  /** An Update: one at a time, its first answer for good, a refusal of the store as its answer. */
  answer(command: Command, work: () => Promise<Verdict | null>): Promise<CommandReceipt> {
    this.inHand += 1;
    const answering = this.turns.run(async () => {
      const first = this.commands.firstAnswer(command.commandId);
      if (first !== undefined) return first;
      return this.commands.keep(this.receipt(command, await orRefuse(work)));
    });
    return answering.finally(() => {
      this.inHand -= 1;
    });
  }

  /** A Signal: one at a time, and it cannot fail. */
  take(work: () => Promise<void>): Promise<void> {
    return this.turns.run(() => orFailTask(work));
  }

  /** A command that came by Signal: refused, it changes nothing but is on record (lifecycle §1). */
  takeCommand(command: Command, refusal: () => string | null, work: () => Promise<void>): Promise<void> {
    return this.take(async () => {
      if (this.isRepeated(command)) return;
      const code = refusal();
      if (code === null) await work();
      else await this.recordRefusal(command, code);
      this.commands.keep(this.receipt(command, { accepted: code === null, code, reasons: [] }));
    });
  }

  async recordRefusal({ commandId, actor }: Command, code: string): Promise<void> {
    const { loanId } = this.state.start;
    const refusal = { code, commandId };
    const entry =
      actor === undefined
        ? byBank('commandRefused', refusal)
        : byPerson('commandRefused', { commandId, actor }, refusal);
    await record.recordRefusal({ loanId, commandId, at: now().at, entry });
    this.noteRefusal(commandId, code);
  }

  noteRefusal(commandId: string, code: string): void {
    this.state = { ...this.state, refusals: [...this.state.refusals, { commandId, code }] };
  }

  view(): LoanView {
    const { stage, chain, facts, refusals } = this.state;
    const next = nextItem(this.state);
    const wakesAt = this.alarm.pendingAt;
    return {
      stage,
      pendingStep: chain === null ? null : (stepAtDesk(chain)?.key ?? null),
      publicityEndsOn: chain === null ? null : viewChain(chain).publicityEndsOn,
      facts,
      agenda: agendaOf(this.state),
      nextWake: wakesAt === null ? null : { key: next?.key ?? stage, at: new Date(wakesAt).toISOString() },
      refusals: [...refusals],
    };
  }

  /** Input of the next run. */
  carriedOver(): LoanStart {
    return { ...this.state.start, carried: carry(this.state, this.commands.all()) };
  }

  private receipt({ commandId }: Command, verdict: Verdict | null): CommandReceipt {
    const { stage, chain } = this.state;
    const pendingStep = chain === null ? null : (stepAtDesk(chain)?.key ?? null);
    return {
      commandId,
      accepted: verdict?.accepted ?? true,
      code: verdict?.code ?? null,
      reasons: verdict?.reasons ?? [],
      stage,
      pendingStep,
    };
  }
}
