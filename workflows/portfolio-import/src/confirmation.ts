import {
  importTaskId,
  type CommandReceipt,
  type ImportConfirmation,
  type ImportDecision,
  type ImportPart,
} from '@bangdai/contracts';
import { CommandLog, Turns, isOutside, now, orRefuse, refuseWith } from '@bangdai/procedure';
import { record } from './activities.js';

const outcomes = new Set(['approve', 'return']);

/** What the second person has to say about a file, bank by bank (lifecycle §6, importLegacy). */
export class Confirmation {
  readonly commands = new CommandLog();
  /** Confirmed and not yet taken over, in order of the decisions. */
  readonly confirmed: ImportPart[] = [];
  private readonly turns = new Turns();
  private readonly waiting: Map<string, ImportPart>;

  constructor(
    private readonly county: string,
    private readonly importId: string,
    private readonly asked: ImportConfirmation,
  ) {
    this.waiting = new Map(asked.parts.map((part) => [importTaskId(importId, part.bank), part]));
  }

  get isWaiting(): boolean {
    return this.waiting.size > 0;
  }

  /** Lifecycle §1, rows 5 to 8, in their order; null when the decision may be carried out. */
  refusalOf({ taskId, decision, reasonGiven, actor }: ImportDecision): string | null {
    const part = this.waiting.get(taskId);
    if (part === undefined) return 'STEP_NOT_PENDING';
    if (actor.role !== part.role) return 'WRONG_ROLE';
    if (isOutside(actor, { county: this.county, place: '', bank: part.bank })) return 'OUT_OF_JURISDICTION';
    if (this.asked.makers.includes(actor.id)) return 'SAME_PERSON';
    if (!outcomes.has(decision)) return 'DECISION_NOT_ALLOWED';
    return decision === 'return' && !reasonGiven ? 'REASON_REQUIRED' : null;
  }

  /** For the Update's validator: a repeated command is let through to its first answer. */
  check(command: ImportDecision): void {
    if (this.commands.firstAnswer(command.commandId) === undefined) refuseWith(this.refusalOf(command));
  }

  decide(command: ImportDecision): Promise<CommandReceipt> {
    return this.turns.run(async () => {
      const first = this.commands.firstAnswer(command.commandId);
      if (first !== undefined) return first;
      refuseWith(this.refusalOf(command));
      const { importId } = this;
      await orRefuse(() => record.recordImportDecision({ importId, command, at: now().at }));
      const part = this.waiting.get(command.taskId);
      this.waiting.delete(command.taskId);
      if (part !== undefined && command.decision === 'approve') this.confirmed.push(part);
      return this.commands.keep(this.receipt(command.commandId));
    });
  }

  private receipt(commandId: string): CommandReceipt {
    const stage = this.isWaiting ? 'confirming' : 'running';
    return { commandId, accepted: true, code: null, reasons: [], stage, pendingStep: null };
  }
}
