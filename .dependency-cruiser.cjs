/**
 * Who may import whom: the rules of ARCHITECTURE.md. `tests/architecture/import-rules.spec.ts` proves each of them with
 * one forbidden import. Tests beside the code may import what they like; tests/ may import everything.
 */
const testFiles = '\\.(int-|e2e-)?spec\\.tsx?$';
const ours = '^(apps|libs|workflows|tests)/|^@bangdai/';
const packageNamed = (name) => `(^|node_modules/)${name}(/|$)`;

/** One layer of the house: it may import itself and the named places of the monorepo, and nothing else of it. */
const layer = (name, from, mayImport, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: testFiles },
  to: { path: ours, pathNot: [`^${from}/`, ...mayImport.map((place) => `^${place}`)] },
});

/** Packages from outside and Node's own modules that a layer may import: these and no others. */
const outside = (name, from, packages, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: testFiles },
  to: { pathNot: [ours, ...packages.map(packageNamed)] },
});

const domain = 'libs/domain/';
const contracts = 'libs/contracts/';
const platform = 'libs/platform/';
const packs = 'libs/policy-packs/';

module.exports = {
  forbidden: [
    layer('domain-imports-nobody', 'libs/domain', [], 'The domain is pure: it knows nobody.'),
    outside(
      'domain-only-decimal',
      'libs/domain',
      ['decimal\\.js'],
      'No clock, no I/O, no framework: decimal.js.',
    ),
    layer(
      'contracts-import-domain',
      'libs/contracts',
      [domain],
      'The shared vocabulary rests on the domain.',
    ),
    outside(
      'contracts-only-zod',
      'libs/contracts',
      ['zod'],
      'All sides load the contracts: they carry only zod.',
    ),
    layer('packs-import-domain', 'libs/policy-packs', [domain], 'Packs are data, read by the domain.'),
    layer(
      'workflows-import-domain-and-contracts',
      'workflows/(?!bundle)[^/]+',
      [domain, contracts],
      'Workflow code is deterministic: domain and contracts only.',
    ),
    outside(
      'workflows-only-temporal-workflow',
      'workflows/(?!bundle)[^/]+',
      ['@temporalio/workflow', '@temporalio/common'],
      'Anything else may break determinism or swell the bundle.',
    ),
    layer(
      'activities-import-ports',
      'libs/activities',
      [domain, contracts],
      'Activities see ports, not adapters.',
    ),
    layer(
      'adapters-import-platform',
      'libs/adapters',
      [domain, contracts, platform],
      'Adapters never decide.',
    ),
    layer(
      'persistence-imports-platform',
      'libs/persistence',
      [domain, contracts, platform, packs],
      'Persistence stores what others decide.',
    ),
    layer(
      'platform-imports-contracts',
      'libs/platform',
      [domain, contracts],
      'The platform knows no business.',
    ),
    layer(
      'api-never-decides',
      'apps/api',
      [domain, contracts, platform, packs, 'libs/persistence/'],
      'The API reads and sends; it holds no activity, adapter or workflow.',
    ),
    layer(
      'worker-without-api-and-console',
      'apps/worker',
      ['libs/', 'workflows/', 'apps/sandbox/'],
      'The worker composes everything but api and console.',
    ),
    layer(
      'console-imports-http-contracts',
      'apps/console',
      [domain, 'libs/contracts/src/http/'],
      'The console knows the HTTP contracts and the domain (money, display).',
    ),
    {
      name: 'console-stays-in-the-browser',
      comment: 'The UI never talks to Temporal or the database.',
      severity: 'error',
      from: { path: '^apps/console/src/' },
      to: { path: ['@temporalio', '@nestjs', packageNamed('typeorm'), packageNamed('pg')] },
    },
    layer(
      'sandbox-imports-contracts',
      'apps/sandbox',
      [contracts],
      'The sandbox is another house: contracts only.',
    ),
    layer(
      'bundle-imports-workflows',
      'workflows/bundle',
      ['workflows/', domain, contracts, platform],
      'The bundle only gathers workflows and the converter of their payloads.',
    ),
    {
      name: 'sql-only-in-persistence',
      comment: 'libs/persistence is the only place with SQL.',
      severity: 'error',
      from: { path: '^(apps|libs|workflows)/', pathNot: ['^libs/persistence/', testFiles] },
      to: { path: [packageNamed('pg'), packageNamed('typeorm'), packageNamed('@nestjs/typeorm')] },
    },
    {
      name: 'imports-can-be-resolved',
      comment: 'An import that leads nowhere would slip past every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.data|\\.nx|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['bangdai-src', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.d.ts', '.mjs', '.js', '.cjs', '.json', '.css'],
    },
  },
};
