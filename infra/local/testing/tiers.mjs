/** Which tests run together, in which order, and how many at a time. Every test file belongs to exactly one tier. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/**
 * @typedef {object} Tier
 * @property {string} name
 * @property {RegExp} files which test files belong to it
 * @property {number} workers how many files at a time
 * @property {('postgres' | 'temporal' | 'testServer' | 'chromium')[]} needs
 */

/** @param {string} folder */
const testsIn = (folder) => new RegExp(`^tests/${folder}/.*\\.(int-)?spec\\.ts$`);
/** @type {Tier['needs']} */
const servers = ['postgres', 'temporal', 'testServer'];

/** @type {Tier[]} The quick ones first; the first tier that matches a file has it. */
export const tiers = [
  {
    name: 'e2e',
    files: /\.e2e-spec\.ts$|^tests\/e2e\/.*\.(int-)?spec\.ts$/,
    workers: 2,
    needs: [...servers, 'chromium'],
  },
  { name: 'unit', files: /^(apps|libs|workflows)\/.*\.spec\.ts$/, workers: 2, needs: [] },
  { name: 'architecture', files: testsIn('architecture'), workers: 2, needs: [] },
  { name: 'integration', files: /^(apps|libs|workflows)\/.*\.int-spec\.ts$/, workers: 2, needs: servers },
  { name: 'replay', files: testsIn('replay'), workers: 1, needs: servers },
  { name: 'acceptance', files: testsIn('acceptance'), workers: 2, needs: servers },
  { name: 'security', files: testsIn('security'), workers: 1, needs: servers },
  { name: 'resilience', files: testsIn('resilience'), workers: 2, needs: servers },
];

/** The order in which tiers run: the browser comes last. */
export const runningOrder = [...tiers.slice(1), /** @type {Tier} */ (tiers[0])];

/** @param {string} file relative to the root, with forward slashes */
export function tierOf(file) {
  return tiers.find(({ files }) => files.test(file));
}

/** @param {string} root @returns {string[]} every test file of the repository, relative to the root */
export function listTestFiles(root) {
  const skipped = new Set(['node_modules', 'dist', '.data', '.nx']);
  /** @type {string[]} */
  const found = [];
  const walk = (/** @type {string} */ folder) => {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const file = `${folder}/${entry.name}`;
      if (entry.isDirectory() && !skipped.has(entry.name)) walk(file);
      else if (/\.(spec|int-spec|e2e-spec)\.ts$/.test(entry.name)) found.push(file);
    }
  };
  for (const folder of ['apps', 'libs', 'workflows', 'tests'])
    if (existsSync(path.join(root, folder))) walk(folder);
  return found.sort();
}

/**
 * What is to run: `npm test -- unit libs/domain` runs the unit tier, and of the others the files of that folder.
 * @param {string[]} files
 * @param {string[]} wishes names of tiers or parts of paths; none means everything
 * @returns {{ plan: { tier: Tier, files: string[] }[], homeless: string[], unknown: string[] }}
 */
export function planRun(files, wishes) {
  const isTier = (/** @type {string} */ wish) => tiers.some(({ name }) => name === wish);
  const isWished = (/** @type {string} */ file) =>
    wishes.length === 0 ||
    wishes.some((wish) => (isTier(wish) ? tierOf(file)?.name === wish : file.includes(wish)));
  const chosen = files.filter(isWished);
  const plan = runningOrder
    .map((tier) => ({ tier, files: chosen.filter((file) => tierOf(file) === tier) }))
    .filter((part) => part.files.length > 0 || wishes.length === 0 || wishes.includes(part.tier.name));
  const unknown = wishes.filter((wish) => !isTier(wish) && !files.some((file) => file.includes(wish)));
  return { plan, homeless: chosen.filter((file) => !tierOf(file)), unknown };
}
