/** Counts results. What did not run did not pass: skipped, todo, unloadable and missing tests are failures. */

/** @typedef {{ passed: number, failed: number, remark: string }} Count */

/**
 * @param {any} report what jest writes with --json, or undefined if it wrote nothing
 * @param {number | string | null} exitCode
 * @returns {Count}
 */
export function countReport(report, exitCode) {
  if (!report) return { passed: 0, failed: 1, remark: `the runner ended with ${exitCode} and no result` };
  const passed = report.numPassedTests ?? 0;
  const skipped = (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0);
  const broken = report.numRuntimeErrorTestSuites ?? 0;
  const failed = (report.numFailedTests ?? 0) + skipped + broken;
  const remarks = [];
  if (skipped) remarks.push(`${skipped} skipped`);
  if (broken) remarks.push(`${broken} files could not be run`);
  if (passed + failed === 0) return { passed: 0, failed: 1, remark: 'no test ran' };
  if (failed === 0 && exitCode !== 0)
    return { passed, failed: 1, remark: `the runner ended with ${exitCode}` };
  return { passed, failed, remark: remarks.join(', ') };
}

/** @param {Count[]} counts */
export function addUp(counts) {
  return counts.reduce(
    (sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }),
    { passed: 0, failed: 0 },
  );
}

/** @param {{ passed: number, failed: number }} sum */
export function lastLine({ passed, failed }) {
  return `${passed} passed, ${failed} failed`;
}

/**
 * @param {string} name
 * @param {number} milliseconds
 * @param {Count} count
 */
export function tierLine(name, milliseconds, { passed, failed, remark }) {
  const figures = `${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed`;
  const time = `${(milliseconds / 1000).toFixed(1)} s`.padStart(9);
  return `${name.padEnd(14)}${figures}${time}${remark ? `   ${remark}` : ''}`;
}
