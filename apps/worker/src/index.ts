export { startWorker, type RunningWorker, type StartWorkerOptions } from './start-worker.js';
export { ensureSchedules } from './schedules/ensure-schedules.js';
export { settlementPlan, useCheckPlan } from './schedules/schedule-plans.js';
