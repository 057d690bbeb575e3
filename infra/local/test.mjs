/**
 * `npm test`: installs and builds what is missing, starts what the tests need, runs all tiers, stops everything.
 * `npm test -- unit libs/domain` runs a tier, or the tests whose path has that part. The last line is the sum.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './paths.mjs';
import { PlainError, say, sayError } from './say.mjs';
import { addUp, lastLine, tierLine } from './testing/count.mjs';
import { listTestFiles, planRun } from './testing/tiers.mjs';
import { checkNodeVersion, ensureBuilt, ensureInstalled } from './workspace.mjs';

/** @type {import('./testing/count.mjs').Count[]} */
const counts = [];
/** @type {string[]} */
const lines = [];

/** @param {string} name @param {number} startedAt @param {import('./testing/count.mjs').Count} count */
function record(name, startedAt, count) {
  counts.push(count);
  lines.push(tierLine(name, performance.now() - startedAt, count));
  say(lines.at(-1) ?? '');
}

async function buildEverything() {
  const startedAt = performance.now();
  try {
    await ensureBuilt({ withTests: true });
  } catch (error) {
    sayError(error);
    record('build', startedAt, {
      passed: 0,
      failed: 1,
      remark: 'the tests run all the same, on what is built',
    });
  }
}

async function main() {
  const args = process.argv.slice(2);
  const wishes = args.filter((arg) => !arg.startsWith('-'));
  const jestFlags = args.filter((arg) => arg.startsWith('-'));
  checkNodeVersion();
  await ensureInstalled();
  const { plan, homeless, unknown } = planRun(listTestFiles(root), wishes);
  if (unknown.length > 0) throw new PlainError(`No tier or test file matches ${unknown.join(', ')}`);
  const needs = new Set(plan.filter(({ files }) => files.length > 0).flatMap(({ tier }) => tier.needs));
  // Tests without servers take the sources; the others start built programs.
  if (wishes.length === 0 || needs.size > 0) await buildEverything();

  // These import packages, so they come after the installation.
  const { TestDatabase, provideTools } = await import('./testing/provisions.mjs');
  const { killRunningTier, runTier } = await import('./testing/run-tier.mjs');
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'bangdai-test-'));
  const database = needs.has('postgres') ? new TestDatabase() : undefined;
  const endAtOnce = () => {
    killRunningTier();
    database?.kill();
    rmSync(scratch, { recursive: true, force: true });
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      endAtOnce();
      process.stdout.write(`${lastLine({ ...addUp(counts), failed: addUp(counts).failed + 1 })}\n`);
      process.exit(130);
    });
  }
  process.once('exit', endAtOnce);

  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env };
  await provideTools(needs, env);
  if (database) env.BANGDAI_TEST_PG_URL = await database.start();
  for (const file of homeless) {
    record(file, performance.now(), {
      passed: 0,
      failed: 1,
      remark: 'belongs to no tier (infra/local/testing/tiers.mjs)',
    });
  }
  for (const { tier, files } of plan) {
    const startedAt = performance.now();
    record(tier.name, startedAt, await runTier(tier, files, { env, scratch, jestFlags }));
  }
  await database?.stop();
}

try {
  await main();
} catch (error) {
  sayError(error);
  counts.push({ passed: 0, failed: 1, remark: '' });
}
const sum = addUp(counts);
process.stdout.write(`\n${lines.join('\n')}\n${lastLine(sum)}\n`);
process.exit(sum.failed === 0 && sum.passed > 0 ? 0 : 1);
