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

/**
 * What the caller of an unanswered command is told. The server may have it in hand and carry it out when a worker
 * comes back; sent again with the same key it has no second effect.
 */
export function noAnswer(): GuidedRefusal {
  return new GuidedRefusal('ENGINE_UNAVAILABLE', { hint: '该操作可能稍后生效，请刷新核对后再试。' });
}
