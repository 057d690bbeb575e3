import {
  portfolioImportUpdates,
  type CommandReceipt,
  type ImportDecision,
  type PortfolioImportResult,
  type PortfolioImportStart,
} from '@bangdai/contracts';
import { now } from '@bangdai/procedure';
import {
  allHandlersFinished,
  condition,
  defineUpdate,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import { programme, record } from './activities.js';
import { Confirmation } from './confirmation.js';

/**
 * A checked portfolio file becomes loans, and each loan a running workflow; repeatable at every point. A second person
 * of the other side agrees first (lifecycle §6): imports without one began before that was asked for.
 */
export async function PortfolioImportWorkflow(start: PortfolioImportStart): Promise<PortfolioImportResult> {
  const { importId } = start;
  const result =
    start.confirmation === undefined ? await takeOver(start) : await takeOverConfirmed(start, setUp(start));
  await programme.finishImport({ importId, at: now().at });
  setCurrentDetails('导入完成');
  return result;
}

function setUp(start: PortfolioImportStart): Confirmation {
  const { county, importId, confirmation = { makers: [], parts: [] } } = start;
  const asked = new Confirmation(county, importId, confirmation);
  setHandler(
    defineUpdate<CommandReceipt, [ImportDecision]>(portfolioImportUpdates.decideImport),
    (command) => asked.decide(command),
    { validator: (command) => asked.check(command) },
  );
  return asked;
}

/** What one bank agreed to is taken over while another still looks at its rows. */
async function takeOverConfirmed(
  start: PortfolioImportStart,
  asked: Confirmation,
): Promise<PortfolioImportResult> {
  const total = { imported: 0, unchanged: 0, started: 0 };
  setCurrentDetails('等待确认');
  await record.openImportTasks({ importId: start.importId, at: now().at });
  for (;;) {
    await condition(() => asked.confirmed.length > 0 || !asked.isWaiting);
    const part = asked.confirmed.shift();
    if (part === undefined) break;
    const { imported, unchanged, started } = await takeOver(start, part.bank);
    total.imported += imported;
    total.unchanged += unchanged;
    total.started += started;
    if (asked.isWaiting) setCurrentDetails('等待确认');
  }
  await condition(allHandlersFinished);
  return total;
}

async function takeOver(start: PortfolioImportStart, bank?: string): Promise<PortfolioImportResult> {
  const { importId, startRatePerSecond } = start;
  setCurrentDetails('写入台账');
  const rows = bank === undefined ? { importId } : { importId, bank };
  const { imported, unchanged } = await programme.importPortfolioRows(rows);
  setCurrentDetails('启动贷款流程');
  const { started } = await programme.startImportedLoans({ importId, startRatePerSecond });
  return { imported, unchanged, started };
}
