import { ActivityFailure, ApplicationFailure, isCancellation } from '@temporalio/workflow';

/** The answer of an Update that was refused: the code is type and message, and nothing else is told. */
export function refused(code: string, reasons: readonly string[] = []): ApplicationFailure {
  return ApplicationFailure.create({ message: code, type: code, nonRetryable: true, details: [...reasons] });
}

/** For validators: throws when there is a reason to refuse. */
export function refuseWith(code: string | null): void {
  if (code !== null) throw refused(code);
}

/** The code that a store refused with; null for anything else. */
export function codeOf(error: unknown): string | null {
  if (!(error instanceof ActivityFailure) || !(error.cause instanceof ApplicationFailure)) return null;
  return error.cause.nonRetryable ? (error.cause.type ?? null) : null;
}

/** What a store told beside its code: reasons, or the sum that is missing. */
export function reasonsOf(error: unknown): string[] {
  if (!(error instanceof ActivityFailure) || !(error.cause instanceof ApplicationFailure)) return [];
  return (error.cause.details ?? []).filter((detail): detail is string => typeof detail === 'string');
}

/**
 * Runs what nobody waits for. A failure there has no caller to hear it, and would end the workflow; as a plain error it
 * fails the workflow task instead: loud, retried, and the loan goes on once the cause is mended.
 */
export async function orFailTask<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (isCancellation(error)) throw error;
    throw new Error(`a write failed: ${codeOf(error) ?? 'no code'}`);
  }
}

/** Runs what an Update's caller waits for: a refusal of the store becomes the Update's answer. */
export async function orRefuse<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error);
    throw code === null ? error : refused(code, reasonsOf(error));
  }
}
