import { resolve } from 'node:path';

/** A mistake in how a command was called; told to the user, exit code 2. */
export class UsageError extends Error {}

export interface Arguments {
  words: string[];
  options: Map<string, string[]>;
}

/** `--name value`, `--name=value` and plain words. @throws UsageError for an option that does not exist or has no value */
export function parseArguments(argv: readonly string[], known: readonly string[]): Arguments {
  const words: string[] = [];
  const options = new Map<string, string[]>();
  for (let i = 0; i < argv.length; i += 1) {
    const word = argv[i] ?? '';
    if (!word.startsWith('--')) {
      words.push(word);
      continue;
    }
    const [name = '', ...inline] = word.slice(2).split('=');
    if (!known.includes(name)) throw new UsageError(`不认识的选项 --${name}`);
    const next = argv[i + 1];
    const value = inline.length > 0 ? inline.join('=') : next;
    if (value === undefined || value === '' || (inline.length === 0 && value.startsWith('--'))) {
      throw new UsageError(`选项 --${name} 缺少值`);
    }
    if (inline.length === 0) i += 1;
    options.set(name, [...(options.get(name) ?? []), value]);
  }
  return { words, options };
}

/** A path as the user meant it: the launcher starts every tool in the folder where the user typed. */
export function userPath(path: string): string {
  return resolve(process.cwd(), path);
}

/** Runs a command; whatever goes wrong is one Chinese line and an exit code, never a stack. */
export function runCommand(command: (argv: string[]) => number): void {
  // A reader that has seen enough (`| head`) closes the pipe; that is no error of ours.
  process.stdout.on('error', () => undefined);
  try {
    process.exitCode = command(process.argv.slice(2));
  } catch (error) {
    const told = error instanceof UsageError || (error instanceof Error && error.name === 'PackLoadError');
    process.stderr.write(`${told ? (error as Error).message : '出错了：输入无法处理'}\n`);
    process.exitCode = 2;
  }
}
