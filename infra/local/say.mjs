/** All that the launcher and the test runner print: progress lines, one table, one line for what went wrong. */

/** An error whose message is written for the person at the keyboard: printed as one line, without a stack. */
export class PlainError extends Error {
  /** @param {string} message what happened @param {string} [remedy] what to do about it */
  constructor(message, remedy) {
    super(remedy ? `${message}. ${remedy}` : message);
    this.name = 'PlainError';
  }
}

/** @param {string} text */
export function say(text) {
  process.stdout.write(`bangdai | ${text}\n`);
}

/** @param {unknown} error */
export function sayError(error) {
  const text =
    error instanceof PlainError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`bangdai | ✗ ${text}\n`);
}

/**
 * Runs a step; says how long it took, and that it still runs every 10 seconds, so that silence never looks like a hang.
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(what, work) {
  const startedAt = performance.now();
  const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(1);
  const ticker = setInterval(() => say(`  … ${what}: ${seconds()} s`), 10_000);
  try {
    const result = await work();
    say(`✓ ${what} (${seconds()} s)`);
    return result;
  } finally {
    clearInterval(ticker);
  }
}

/**
 * The width of a text on a terminal: a Chinese character takes two columns.
 * @param {string} text
 */
export function displayWidth(text) {
  let width = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const isWide =
      (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf) ||
      (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff) ||
      (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60) ||
      (code >= 0x1f300 && code <= 0x1faff); // prettier-ignore
    width += isWide ? 2 : 1;
  }
  return width;
}

/**
 * A table of equal columns; a row of length one is a heading that spans all of them.
 * @param {string[][]} rows
 * @returns {string}
 */
export function table(rows) {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.filter((row) => row.length > 1).map((row) => displayWidth(row[column] ?? '')), 0),
  );
  const inner = widths.reduce((sum, width) => sum + width + 3, -1);
  const pad = (/** @type {string} */ text, /** @type {number} */ width) =>
    text + ' '.repeat(Math.max(0, width - displayWidth(text)));
  const line = `+${'-'.repeat(inner)}+`;
  const body = rows.flatMap((row) =>
    row.length === 1
      ? [line, `| ${pad(row[0] ?? '', inner - 2)} |`, line]
      : [`| ${widths.map((width, column) => pad(row[column] ?? '', width)).join(' | ')} |`],
  );
  return [...(rows[0]?.length === 1 ? [] : [line]), ...body, line].join('\n');
}
