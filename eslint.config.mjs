/** What prettier, the compiler and the import rules do not see. Rules need no types, so that linting stays quick. */
import tseslint from 'typescript-eslint';

const deterministic = ['libs/domain/src/**/*.ts', 'workflows/*/src/**/*.ts'];
const outsideOfDeterminism = ['**/*.spec.ts', '**/*.int-spec.ts', 'workflows/bundle/src/**'];
const notOfWorkflows = [
  '@temporalio/worker',
  '@temporalio/client',
  '@temporalio/activity',
  '@temporalio/testing',
];

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '.data/**',
      '.nx/**',
      'coverage/**',
      'tests/e2e/screenshots/**',
    ],
  },
  ...tseslint.configs.recommended,
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-throw-literal': 'error',
      'no-param-reassign': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { disallowTypeAnnotations: false, fixStyle: 'inline-type-imports' },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    // Nest reads the classes of constructor parameters from metadata: a type-only import would leave it nothing to read.
    files: ['apps/{api,worker,sandbox}/src/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    files: deterministic,
    ignores: outsideOfDeterminism,
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'Intl', message: 'Its results change with the ICU data of a Node version.' },
        { name: 'setTimeout', message: 'Workflows sleep; the domain does not wait.' },
        { name: 'setInterval', message: 'Workflows sleep; the domain does not wait.' },
        { name: 'process', message: 'Configuration is passed in.' },
        { name: 'fetch', message: 'What leaves the house is an activity.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'The clock is passed in.',
        },
        { selector: "CallExpression[callee.name='Date']", message: 'The clock is passed in.' },
        {
          selector: "MemberExpression[object.name='Math'][property.name='random']",
          message: 'Ids and chance are passed in.',
        },
        {
          selector: 'CallExpression[callee.property.name=/^toLocale/]',
          message: 'Texts must not depend on the locale.',
        },
        {
          selector: "CallExpression[callee.property.name='localeCompare']",
          message: 'Order must not depend on the locale.',
        },
      ],
    },
  },
  {
    // In workflow code Date.now() is the workflow's own clock; in the domain it is the machine's.
    files: ['libs/domain/src/**/*.ts'],
    ignores: outsideOfDeterminism,
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'The clock is passed in.' },
      ],
    },
  },
  {
    files: ['workflows/*/src/**/*.ts'],
    ignores: outsideOfDeterminism,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: notOfWorkflows.map((name) => ({ name, message: 'Not inside the workflow sandbox.' })),
          patterns: [
            {
              group: ['node:*', '@nestjs/*', 'typeorm', 'pg', 'zod'],
              message: 'Workflow code is deterministic and small.',
            },
            {
              group: ['@bangdai/contracts/http'],
              message: 'The HTTP schemas carry zod: keep them out of the bundle.',
            },
          ],
        },
      ],
    },
  },
  { files: ['**/src/cli/**/*.ts', 'infra/local/**/*.mjs', 'tests/bench/**'], rules: { 'no-console': 'off' } },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
