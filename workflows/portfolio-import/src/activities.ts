import type { ProgrammeActivities } from '@bangdai/contracts';
import { programmeWork, shortWrites } from '@bangdai/procedure';
import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';

type ShortWrite = 'openImportTasks' | 'recordImportDecision';

/** Decisions and their tasks: one short transaction each. */
export const record = proxyLocalActivities<Pick<ProgrammeActivities, ShortWrite>>(shortWrites);

/** Pages of rows, and the starts of their loans. */
export const programme =
  proxyActivities<Pick<ProgrammeActivities, 'importPortfolioRows' | 'startImportedLoans' | 'finishImport'>>(
    programmeWork,
  );
