import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';

/** The code with which a workflow refused a command; null when it was accepted. */
export async function codeOf(command: Promise<unknown>): Promise<string | null | undefined> {
  try {
    await command;
    return null;
  } catch (error) {
    if (!(error instanceof WorkflowUpdateFailedError)) throw error;
    return error.cause instanceof ApplicationFailure ? error.cause.type : undefined;
  }
}
