import { AsyncLocalStorage } from 'node:async_hooks';

/** The workflow run on whose behalf something is written. */
export interface EngineRun {
  workflowId: string;
  runId: string;
}

const running = new AsyncLocalStorage<EngineRun>();

/** All history that `work` appends, however deep below, names this run. */
export const withEngineRun = <T>(run: EngineRun, work: () => T): T => running.run(run, work);

/** Undefined outside of an activity: what a person's command writes directly. */
export const currentRun = (): EngineRun | undefined => running.getStore();
