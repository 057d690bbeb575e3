import type { PortfolioImportResult, PortfolioImportStart, ProgrammeActivities } from '@bangdai/contracts';
import { now, programmeWork } from '@bangdai/procedure';
import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';

const { importPortfolioRows, startImportedLoans, finishImport } =
  proxyActivities<ProgrammeActivities>(programmeWork);

/** A checked portfolio file becomes loans, and each loan a running workflow; repeatable at every point. */
export async function PortfolioImportWorkflow(start: PortfolioImportStart): Promise<PortfolioImportResult> {
  const { importId, startRatePerSecond } = start;
  setCurrentDetails('写入台账');
  const { imported, unchanged } = await importPortfolioRows({ importId });
  setCurrentDetails('启动贷款流程');
  const { started } = await startImportedLoans({ importId, startRatePerSecond });
  await finishImport({ importId, at: now().at });
  setCurrentDetails('导入完成');
  return { imported, unchanged, started };
}
