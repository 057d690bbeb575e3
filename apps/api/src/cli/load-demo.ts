/**
 * Loads the demo: accounts of every role in every county, and for the fictitious county a portfolio and a dozen
 * applications, all through the running product. Repeated, it changes nothing. The last line of the output is JSON.
 * `--accounts-only` stops after the accounts; `--unfunded` leaves the county's money for subsidies to be recorded by finance.
 */
import type { LoanSummary } from '@bangdai/contracts/http';
import { createLogger, loadConfig } from '@bangdai/platform';
import { today } from '../clock.js';
import { composePersistence } from '../composition.js';
import { demoCounty, demoPassword, demoPeople, shownAccounts } from '../demo/demo-accounts.js';
import { loadApplications } from '../demo/demo-applications.js';
import { loadBudget } from '../demo/demo-budget.js';
import { DemoCallError, DemoClient } from '../demo/demo-client.js';
import { ensureDemoAccounts } from '../demo/ensure-demo-accounts.js';
import { loadPortfolio } from '../demo/demo-portfolio.js';
import { placesOf } from '../demo/places.js';

/** 300 loans of the portfolio and 12 applications. */
const allLoans = 312;

async function loadCounty(apiUrl: string, bankUrl: string, interestDays: readonly string[]): Promise<void> {
  const as = (role: string) => DemoClient.signIn(apiUrl, `${role}@${demoCounty}`, demoPassword);
  if (!process.argv.includes('--unfunded'))
    await loadBudget(await as('finance'), demoCounty, Number(today().slice(0, 4)));
  const office = await as('countyOffice');
  const { count } = await office.get<LoanSummary>(`/v1/loans/summary?county=${demoCounty}`);
  if (count >= allLoans) return;
  await loadPortfolio({ office, bank: await as('bank') }, demoCounty, bankUrl, interestDays);
  await loadApplications(apiUrl, demoCounty, placesOf(demoCounty));
}

async function main(): Promise<void> {
  const config = loadConfig();
  if (config.mode !== 'demo') {
    process.stderr.write('demo data is loaded in demo mode only (BANGDAI_MODE=demo)\n');
    process.exitCode = 1;
    return;
  }
  const apiUrl = process.env.BANGDAI_API_URL ?? `http://127.0.0.1:${config.apiPort}`;
  const logger = createLogger('load-demo', { level: 'warn' });
  const { packs, persistence } = await composePersistence(config, logger);
  try {
    await persistence.ensureCounties();
    const people = demoPeople(packs);
    const created = await ensureDemoAccounts(persistence, people);
    process.stdout.write(`${people.length} demo accounts, ${created} new\n`);
    const product = Object.values(packs.versions(demoCounty).at(-1)?.products ?? {})[0];
    if (product !== undefined && !process.argv.includes('--accounts-only'))
      await loadCounty(apiUrl, config.bankUrl, product.repayment.interestDays);
    // The table of the start command shows one county; the others follow the same pattern of names.
    process.stdout.write(`${JSON.stringify({ accounts: shownAccounts(people) })}\n`);
  } finally {
    await persistence.close();
  }
}

try {
  await main();
} catch (error) {
  // Codes and addresses only: the message of a database may quote a value.
  const { name, code } = error as { name?: string; code?: string };
  const text = error instanceof DemoCallError ? error.message : [name, code].filter(Boolean).join(' ');
  process.stderr.write(`the demo could not be loaded: ${text}\n`);
  process.exitCode = 1;
}
