import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isDirectory, notAFolder } from '../registry/pack-files.js';
import { loadPacks } from '../registry/load-packs.js';
import { readJson } from '../registry/read-json.js';
import { runVectorFile } from '../vectors/run-vectors.js';
import { parseArguments, runCommand, UsageError, userPath } from './arguments.js';

const USAGE = '用法：npm run vectors -- 向量文件夹 [--packs 政策包文件夹]';

/** Every `*.json` of a folder against the packs: a line per failure, then the count; 0 when all hold, 1 when not, 2 when there is nothing to run. */
function vectors(argv: string[]): number {
  const { words, options } = parseArguments(argv, ['packs']);
  const [given, ...rest] = words;
  if (given === undefined || rest.length > 0) throw new UsageError(USAGE);
  const dir = userPath(given);
  if (!isDirectory(dir)) throw new UsageError(`${given}：${notAFolder(dir)}`);
  const registry = loadPacks({ extraDirs: (options.get('packs') ?? []).map(userPath) });
  let passed = 0;
  let failed = 0;
  for (const file of filesOf(dir)) {
    const json = readJson(file);
    const outcomes = json.ok
      ? runVectorFile(json.value, registry)
      : [{ id: '（整个文件）', failure: json.reason }];
    for (const { id, failure } of outcomes) {
      if (failure === null) passed += 1;
      else {
        failed += 1;
        process.stdout.write(`${basename(file)} ${id}：${failure}\n`);
      }
    }
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  if (passed + failed === 0) throw new UsageError(`${given}：文件夹中没有向量（*.json）`);
  return failed === 0 ? 0 : 1;
}

function filesOf(dir: string): string[] {
  return readdirSync(dir)
    .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
    .sort()
    .map((name) => join(dir, name));
}

runCommand(vectors);
