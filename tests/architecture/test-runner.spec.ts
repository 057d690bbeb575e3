import { describe, expect, it } from '@jest/globals';
import { launcherModule, root } from './repository.js';

const { addUp, countReport, lastLine } = await launcherModule('testing/count.mjs');
const { listTestFiles, planRun, tierOf } = await launcherModule('testing/tiers.mjs');

describe('counting', () => {
  const report = {
    numPassedTests: 5,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    numRuntimeErrorTestSuites: 1,
  };

  it('takes what did not run as failed', () => {
    expect(countReport(report, 1)).toMatchObject({ passed: 5, failed: 5 });
    expect(countReport({ numPassedTests: 3, numPendingTests: 1 }, 0)).toMatchObject({ passed: 3, failed: 1 });
  });

  it('takes a crash, an empty tier and a bad exit as a failure', () => {
    expect(countReport(undefined, 'SIGKILL')).toMatchObject({ passed: 0, failed: 1 });
    expect(countReport({ numPassedTests: 0 }, 0)).toMatchObject({ passed: 0, failed: 1 });
    expect(countReport({ numPassedTests: 4 }, 1)).toMatchObject({ passed: 4, failed: 1 });
    expect(countReport({ numPassedTests: 4 }, 0)).toEqual({ passed: 4, failed: 0, remark: '' });
  });

  it('adds up to one line', () => {
    const counts = [
      { passed: 4, failed: 0 },
      { passed: 2, failed: 3 },
    ];
    expect(lastLine(addUp(counts))).toBe('6 passed, 3 failed');
  });
});

describe('tiers', () => {
  it.each([
    ['libs/domain/src/money/money.spec.ts', 'unit'],
    ['libs/persistence/src/loan.int-spec.ts', 'integration'],
    ['tests/architecture/layout.spec.ts', 'architecture'],
    ['tests/acceptance/yubei/loan.spec.ts', 'acceptance'],
    ['tests/acceptance/yubei/loan.int-spec.ts', 'acceptance'],
    ['tests/e2e/review.e2e-spec.ts', 'e2e'],
    ['apps/console/src/review.e2e-spec.ts', 'e2e'],
    ['tests/elsewhere/x.spec.ts', undefined],
  ])('%s belongs to %s', (file, tier) => {
    expect(tierOf(file)?.name).toBe(tier);
  });

  it('leave no test file of the repository out', () => {
    expect(planRun(listTestFiles(root), []).homeless).toEqual([]);
  });

  it('all run when nothing is asked for, the browser last', () => {
    const { plan } = planRun(['libs/a.spec.ts'], []);
    expect(plan.at(-1).tier.name).toBe('e2e');
    expect(plan).toHaveLength(8);
  });

  it('can be chosen by name and by path', () => {
    const files = [
      'libs/a/a.spec.ts',
      'libs/b/b.spec.ts',
      'libs/b/b.int-spec.ts',
      'tests/elsewhere/x.spec.ts',
    ];
    const chosen = (wishes: string[]) =>
      planRun(files, wishes).plan.flatMap((part: { files: string[] }) => part.files);
    expect(chosen(['unit'])).toEqual(['libs/a/a.spec.ts', 'libs/b/b.spec.ts']);
    expect(chosen(['libs/b'])).toEqual(['libs/b/b.spec.ts', 'libs/b/b.int-spec.ts']);
    expect(planRun(files, ['libs/z']).unknown).toEqual(['libs/z']);
    expect(planRun(files, []).homeless).toEqual(['tests/elsewhere/x.spec.ts']);
  });
});
