import { taskQueues } from '@bangdai/contracts';
import type { ActivityOptions, LocalActivityOptions } from '@temporalio/common';

/**
 * Time-outs and retries of all activities, in one place. A refusal of the business is thrown as a failure that is
 * not retried; everything else is tried again, since what cannot go on must not be lost.
 */

/**
 * Short idempotent writes to PostgreSQL. Thirty days of retries outlast any outage; waits above 30 s are left to
 * timers of the server, so that no workflow task is held open.
 */
export const shortWrites: LocalActivityOptions = {
  startToCloseTimeout: '20s',
  scheduleToCloseTimeout: '30 days',
  localRetryThreshold: '30s',
  retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '5m' },
};

/** Work over many rows, in pages with heartbeats: a dead worker is noticed within a minute. */
export const programmeWork: ActivityOptions = {
  taskQueue: taskQueues.programme,
  startToCloseTimeout: '30m',
  scheduleToCloseTimeout: '7 days',
  heartbeatTimeout: '1m',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
};

/** Calls to a bank or treasury; after one day without an answer the workflow goes on by its own rule. */
export const counterpartCalls: ActivityOptions = {
  taskQueue: taskQueues.counterpart,
  startToCloseTimeout: '30s',
  scheduleToCloseTimeout: '1 day',
  retry: { initialInterval: '2s', backoffCoefficient: 2, maximumInterval: '10m' },
};

/** Signals and starts of other workflows by their fixed ids. */
export const links: ActivityOptions = {
  startToCloseTimeout: '30s',
  scheduleToCloseTimeout: '7 days',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
};

/** Statements of a night: they may be long, and a counterpart that is away is asked again for some hours. */
export const statementCalls: ActivityOptions = {
  taskQueue: taskQueues.counterpart,
  startToCloseTimeout: '10m',
  scheduleToCloseTimeout: '3h',
  heartbeatTimeout: '1m',
  retry: { initialInterval: '10s', backoffCoefficient: 2, maximumInterval: '10m' },
};
