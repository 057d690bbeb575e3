import type { Stall, StallActivities } from '@bangdai/contracts';
import {
  ActivityFailure,
  ApplicationFailure,
  isCancellation,
  proxyLocalActivities,
  sleep,
} from '@temporalio/workflow';
import { shortWrites } from './activity-options.js';
import { now } from './clock.js';
import { codeOf } from './refusals.js';

const { reportStall, endStall } = proxyLocalActivities<StallActivities>(shortWrites);

const waitBeforeNextTry = '6h';

/**
 * Runs a call that must come about and that nobody waits for. When its activity has failed to the end of its time, a
 * person gets a task that names what stands still, and the call is made again every six hours until it goes through; the
 * task ends with it. A refusal is no outage and is thrown on (lifecycle §10).
 */
export async function untilDone<Result>(stall: Stall, work: () => Promise<Result>): Promise<Result> {
  for (let stalled = false; ; stalled = true) {
    try {
      const result = await work();
      if (stalled) await endStall(stall);
      return result;
    } catch (error) {
      if (isCancellation(error) || !(error instanceof ActivityFailure) || codeOf(error) !== null) throw error;
      await reportStall({ ...stall, code: faultOf(error), at: now().at });
    }
    await sleep(waitBeforeNextTry, { summary: '受阻，稍后重试' });
  }
}

const faultOf = ({ cause }: ActivityFailure): string =>
  (cause instanceof ApplicationFailure ? cause.type : null) ?? 'TIMEOUT';
