/** One configuration for every jest tier; `infra/local/test.mjs` chooses the tier by path pattern. */
export default {
  testEnvironment: 'node',
  // A busy machine is not a failure: tests assert outcomes, never how long they took.
  testTimeout: 60_000,
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  testMatch: ['<rootDir>/{apps,libs,workflows,tests}/**/*.{spec,int-spec,e2e-spec}.ts'],
  modulePathIgnorePatterns: ['/dist/', '/.data/', '/.nx/'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testEnvironmentOptions: { customExportConditions: ['bangdai-src', 'node', 'node-addons'] },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        swcrc: false,
        module: { type: 'es6' },
        jsc: {
          target: 'es2022',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true, tsx: false },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
      },
    ],
  },
};
