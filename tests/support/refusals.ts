import { WorkflowUpdateFailedError } from '@temporalio/client';
import { RefusedError } from '@bangdai/contracts';
import { ApplicationFailure } from '@temporalio/common';

/** The code with which a workflow or the record refused a command; null when it was accepted. */
export async function codeOf(command: Promise<unknown>): Promise<string | null | undefined> {
  try {
    await command;
    return null;
  } catch (error) {
    if (error instanceof RefusedError) return error.code;
    if (!(error instanceof WorkflowUpdateFailedError)) throw error;
    return error.cause instanceof ApplicationFailure ? error.cause.type : undefined;
  }
}
