import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectFolders, root } from './repository.js';

interface Violation {
  rule: { name: string };
  from: string;
  to: string;
}

/** One forbidden import per rule: the file, what it imports, and the rule that must report it. */
const probes: [rule: string, file: string, imported: string][] = [
  ['domain-imports-nobody', 'libs/domain/src/probe.ts', '@bangdai/contracts'],
  ['domain-only-decimal', 'libs/domain/src/clock.ts', 'node:fs'],
  ['contracts-import-domain', 'libs/contracts/src/probe.ts', '@bangdai/platform'],
  ['contracts-only-zod', 'libs/contracts/src/nest.ts', '@nestjs/common'],
  ['packs-import-domain', 'libs/policy-packs/src/probe.ts', '@bangdai/contracts'],
  ['workflows-import-domain-and-contracts', 'workflows/loan/src/probe.ts', '@bangdai/persistence'],
  ['workflows-only-temporal-workflow', 'workflows/loan/src/activity.ts', '@temporalio/activity'],
  ['activities-import-ports', 'libs/activities/src/probe.ts', '@bangdai/adapters'],
  ['adapters-import-platform', 'libs/adapters/src/probe.ts', '@bangdai/persistence'],
  ['persistence-imports-platform', 'libs/persistence/src/probe.ts', '@bangdai/activities'],
  ['platform-imports-contracts', 'libs/platform/src/probe.ts', '@bangdai/persistence'],
  ['api-never-decides', 'apps/api/src/probe.ts', '@bangdai/activities'],
  ['worker-without-api-and-console', 'apps/worker/src/probe.ts', '@bangdai/api'],
  ['console-imports-http-contracts', 'apps/console/src/probe.tsx', '@bangdai/contracts'],
  ['console-stays-in-the-browser', 'apps/console/src/temporal.tsx', '@temporalio/activity'],
  ['sandbox-imports-contracts', 'apps/sandbox/src/probe.ts', '@bangdai/platform'],
  ['bundle-imports-workflows', 'workflows/bundle/src/probe.ts', '@bangdai/activities'],
  ['sql-only-in-persistence', 'apps/api/src/sql.ts', 'pg'],
  ['imports-can-be-resolved', 'apps/api/src/nowhere.ts', '@bangdai/no-such-library'],
];

/** What each layer needs and is allowed to import; none of it may be reported. */
const allowed: [file: string, imported: string][] = [
  ['libs/domain/src/allowed.ts', 'decimal.js'],
  ['libs/contracts/src/allowed.ts', '@bangdai/domain'],
  ['workflows/loan/src/allowed.ts', '@temporalio/workflow'],
  ['libs/persistence/src/allowed.ts', 'pg'],
  ['apps/api/src/allowed.ts', '@bangdai/persistence'],
  ['apps/worker/src/allowed.ts', '@bangdai/activities'],
  ['apps/console/src/allowed.tsx', '@bangdai/contracts/http'],
  ['apps/sandbox/src/allowed.ts', '@bangdai/contracts'],
  ['libs/domain/src/beside.spec.ts', 'node:fs'],
  ['tests/acceptance/allowed.ts', '@bangdai/persistence'],
];

const outsidePackages = [
  'decimal.js',
  'pg',
  '@nestjs/common',
  '@temporalio/activity',
  '@temporalio/workflow',
];

function cruise(folder: string): Violation[] {
  const cruiser = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = path.join(root, '.dependency-cruiser.cjs');
  const args = [cruiser, '--config', config, '--output-type', 'json', 'apps', 'libs', 'workflows', 'tests'];
  const options = { cwd: folder, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 } as const;
  const env = { ...process.env, NODE_OPTIONS: '' };
  try {
    return JSON.parse(execFileSync(process.execPath, args, { ...options, env })).summary.violations;
  } catch (error) {
    // The exit code is the number of violations; the report is printed all the same.
    return JSON.parse((error as { stdout: string }).stdout).summary.violations;
  }
}

/** A small house with the same rooms as ours, in which a forbidden import does no harm. */
class ScratchHouse {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'bangdai-import-rules-'));

  build(): void {
    copyFileSync(path.join(root, 'tsconfig.base.json'), path.join(this.folder, 'tsconfig.base.json'));
    const require = createRequire(import.meta.url);
    for (const project of projectFolders()) {
      const manifest = require(path.join(root, project, 'package.json')) as { name: string };
      this.write(`${project}/package.json`, JSON.stringify(manifest));
      this.write(`${project}/src/index.ts`, 'export {};\n');
      const link = path.join(this.folder, 'node_modules', manifest.name);
      mkdirSync(path.dirname(link), { recursive: true });
      symlinkSync(path.join(this.folder, project), link);
    }
    this.write('libs/contracts/src/http/index.ts', 'export {};\n');
    for (const name of outsidePackages) {
      this.write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
      this.write(`node_modules/${name}/index.js`, '');
    }
    for (const [, file, imported] of probes) this.write(file, `import '${imported}';\n`);
    for (const [file, imported] of allowed) this.write(file, `import '${imported}';\n`);
  }

  private write(file: string, text: string): void {
    const full = path.join(this.folder, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

describe('import rules', () => {
  const house = new ScratchHouse();
  let violations: Violation[] = [];
  const rulesFor = (file: string) =>
    violations.filter((violation) => violation.from === file).map((violation) => violation.rule.name);

  beforeAll(() => {
    house.build();
    violations = cruise(house.folder);
  }, 60_000);
  afterAll(() => house.remove());

  it.each(probes)('%s bites', (rule, file) => {
    expect(rulesFor(file)).toContain(rule);
  });

  it.each(allowed)('%s may import %s', (file) => {
    expect(rulesFor(file)).toEqual([]);
  });

  it('have a probe each', () => {
    const config = createRequire(import.meta.url)(path.join(root, '.dependency-cruiser.cjs')) as {
      forbidden: { name: string }[];
    };
    expect([...new Set(probes.map(([rule]) => rule))].sort()).toEqual(
      config.forbidden.map(({ name }) => name).sort(),
    );
  });

  it('hold in the real tree', () => {
    const found = cruise(root).map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
    expect(found).toEqual([]);
  }, 60_000);
});
