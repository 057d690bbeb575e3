import type { CommandReceipt } from '@bangdai/contracts';
import { GuidedRefusal } from '../http/problem.js';

/** The engine's final "no" to a command: repeated, the command gets the same answer. */
export class EngineRefusal extends GuidedRefusal {}

/** The engine did not answer within the deadline: the command may still take effect, and may be sent again. */
export class NoAnswerError extends Error {
  constructor() {
    super('NO_ANSWER');
    this.name = 'NoAnswerError';
  }
}

/** A refusing receipt as an error; an accepting one as it is. */
export function accepted(receipt: CommandReceipt, instance?: string): CommandReceipt {
  if (receipt.accepted) return receipt;
  throw new EngineRefusal(receipt.code ?? 'FIELD_INVALID', { reasons: receipt.reasons, instance });
}
