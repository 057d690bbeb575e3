import { Context } from '@temporalio/activity';

const everyMs = 10_000;

/** Beats while `work` runs, so that a dead worker is told from a long statement. */
export async function beating<Result>(work: () => Promise<Result>): Promise<Result> {
  const context = Context.current();
  const timer = setInterval(() => context.heartbeat(), everyMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
