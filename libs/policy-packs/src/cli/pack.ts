import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  Decimal,
  DomainError,
  formatMoney,
  isCivilDate,
  isMoney,
  parseMoney,
  type PolicyPack,
} from '@bangdai/domain';
import { packDiff } from '../diff/pack-diff.js';
import { reasonLabel } from '../labels/reason-labels.js';
import { budgetLines, type BudgetRequest } from '../plan/budget-lines.js';
import { planLines, type PlanRequest } from '../plan/plan.js';
import { loadPacks } from '../registry/load-packs.js';
import { mergeRates } from '../registry/merge-rates.js';
import { REFERENCE_RATES_FILE } from '../registry/pack-files.js';
import type { PackRegistry } from '../registry/pack-registry.js';
import { readJson } from '../registry/read-json.js';
import { checkPack } from '../schema/check-pack.js';
import { documentHints } from '../schema/document-hints.js';
import { referenceRatesSchema } from '../schema/rate.schema.js';
import { parseArguments, runCommand, UsageError, userPath, type Arguments } from './arguments.js';

const USAGE = [
  '用法：',
  '  npm run pack -- check 文件',
  '  npm run pack -- diff 旧文件 新文件',
  '  npm run pack -- plan 文件 --principal 50000 --months 36 --from 2024-03-01 [--rate 0.0395] [--product household] [--households 0]',
  '  npm run pack -- budget 文件 --cohort 2019:29271600 --cohort 2020:15000000 --on 2020-01-01 [--months 36] [--quarters 4] [--rate 0.0475]',
  '文件也可以写成内置方案的代码，如 yubei-2021。',
].join('\n');

const BUDGET_OPTIONS = ['cohort', 'on', 'months', 'quarters', 'rate', 'product'];
const PLAN_OPTIONS = ['principal', 'months', 'from', 'rate', 'product', 'households'];

function say(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** The document of a file, or of a built-in pack named by its code. @throws UsageError */
function documentOf(name: string, registry: PackRegistry): unknown {
  const path = userPath(name);
  if (!existsSync(path)) {
    const [scheme = '', version] = name.split('@');
    const versions = registry.versions(scheme);
    const pack = version === undefined ? versions[versions.length - 1] : registry.get(scheme, version);
    if (pack != null) return pack;
  }
  const json = readJson(path);
  if (!json.ok) throw new UsageError(`${name}：${json.reason}`);
  return json.value;
}

/** The built-in rates, with the rows of a `reference-rates.json` beside the file or at the root of its folder of packs. */
function ratesBeside(name: string, registry: PackRegistry): PackRegistry['rates'] {
  const dir = dirname(userPath(name));
  const places = basename(name) === 'pack.json' ? [dir, join(dir, '..', '..')] : [dir];
  const file = places.map((place) => join(place, REFERENCE_RATES_FILE)).find((path) => existsSync(path));
  if (file === undefined) return registry.rates;
  const json = readJson(file);
  const rows = json.ok ? referenceRatesSchema.safeParse(json.value) : undefined;
  if (rows?.success !== true) throw new UsageError(`${REFERENCE_RATES_FILE}：不是参考利率表`);
  const { rates, faults } = mergeRates(registry.rates, rows.data);
  const [first] = faults;
  if (first !== undefined) throw new UsageError(`${REFERENCE_RATES_FILE} · ${first.path}：${first.reason}`);
  return rates;
}

/** A pack that may be loaded, or null after its faults were printed. */
function packOf(name: string, registry: PackRegistry): PolicyPack | null {
  const { pack, faults } = checkPack(documentOf(name, registry), ratesBeside(name, registry));
  if (pack === null) {
    say([...faults.map(({ path, reason }) => `${path}：${reason}`), `${name}：有 ${faults.length} 处问题`]);
  }
  return pack;
}

function check({ words }: Arguments, registry: PackRegistry): number {
  const [name] = words;
  if (name === undefined || words.length > 1) throw new UsageError(USAGE);
  const pack = packOf(name, registry);
  if (pack === null) return 1;
  say([
    ...documentHints(pack, registry.all()).map(({ path, reason }) => `提示 ${path}：${reason}`),
    `${name}：通过（${pack.title.zh}，${pack.schemeKey} ${pack.packVersion}）`,
  ]);
  return 0;
}

function diff({ words }: Arguments, registry: PackRegistry): number {
  const [before, after] = words;
  if (before === undefined || after === undefined || words.length > 2) throw new UsageError(USAGE);
  const lines = packDiff(documentOf(before, registry), documentOf(after, registry));
  say(lines.length === 0 ? ['没有差别'] : [...lines, `共 ${lines.length} 处差别`]);
  return 0;
}

function option(options: Arguments['options'], name: string): string {
  const value = options.get(name)?.[0];
  if (value === undefined) throw new UsageError(`缺少选项 --${name}\n${USAGE}`);
  return value;
}

function wholeNumber(text: string, name: string, min: number, max: number): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) throw new UsageError(`--${name} 应为 ${min} 到 ${max} 的整数`);
  return value;
}

/** `0.0395` or `3.95%`. @throws UsageError */
function rateOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const percent = /^(\d{1,2}(?:\.\d{1,6})?)%$/.exec(text)?.[1];
  if (percent !== undefined) return new Decimal(percent).dividedBy(100).toFixed();
  if (!/^0(\.\d{1,8})?$/.test(text)) throw new UsageError('--rate 应为小数（如 0.0395）或百分数（如 3.95%）');
  return text;
}

function planRequest({ options }: Arguments, pack: PolicyPack): PlanRequest {
  const principal = option(options, 'principal');
  if (!isMoney(principal) || !parseMoney(principal).greaterThan(0))
    throw new UsageError('--principal 应为大于零的金额（元）');
  const from = option(options, 'from');
  if (!isCivilDate(from)) throw new UsageError('--from 应为存在的日期（如 2024-03-01）');
  const rate = rateOf(options.get('rate')?.[0]);
  const product = options.get('product')?.[0] ?? Object.keys(pack.products)[0] ?? '';
  return {
    product,
    principal: formatMoney(parseMoney(principal)),
    months: wholeNumber(option(options, 'months'), 'months', 1, 600),
    from,
    households: wholeNumber(options.get('households')?.[0] ?? '0', 'households', 0, 100_000),
    ...(rate === undefined ? {} : { rate }),
  };
}

function plan(args: Arguments, registry: PackRegistry): number {
  const [name] = args.words;
  if (name === undefined || args.words.length > 1) throw new UsageError(USAGE);
  const pack = packOf(name, registry);
  if (pack === null) return 1;
  const request = planRequest(args, pack);
  try {
    say(planLines(pack, ratesBeside(name, registry), registry.calendar, request));
    return 0;
  } catch (error) {
    if (error instanceof DomainError) throw new UsageError(`无法计算：${reasonLabel(error.code)}`);
    throw error;
  }
}

function budgetRequest({ options }: Arguments, pack: PolicyPack): BudgetRequest {
  const on = option(options, 'on');
  if (!isCivilDate(on)) throw new UsageError('--on 应为存在的日期（如 2020-01-01）');
  option(options, 'cohort');
  const rate = rateOf(options.get('rate')?.[0]);
  return {
    product: options.get('product')?.[0] ?? Object.keys(pack.products)[0] ?? '',
    cohorts: (options.get('cohort') ?? []).map(cohortOf),
    on,
    months: wholeNumber(options.get('months')?.[0] ?? '36', 'months', 1, 600),
    quarters: wholeNumber(options.get('quarters')?.[0] ?? '4', 'quarters', 1, 40),
    ...(rate === undefined ? {} : { rate }),
  };
}

/** `2019:29271600`, or `2020:15000000:3` with quarters of its own. @throws UsageError */
function cohortOf(text: string): BudgetRequest['cohorts'][number] {
  const [cohort = '', balance = '', quarters] = text.split(':');
  if (cohort === '' || !isMoney(balance))
    throw new UsageError(`--cohort 应为 年份:余额[:季度数]，如 2019:29271600`);
  return {
    ...{ cohort, balance: formatMoney(parseMoney(balance)) },
    ...(quarters === undefined ? {} : { quarters: wholeNumber(quarters, 'cohort', 1, 40) }),
  };
}

/** A year's subsidy by the formula of the counties' budgets (calculations §8). */
function budget(args: Arguments, registry: PackRegistry): number {
  const [name] = args.words;
  if (name === undefined || args.words.length > 1) throw new UsageError(USAGE);
  const pack = packOf(name, registry);
  if (pack === null) return 1;
  try {
    say(budgetLines(pack, ratesBeside(name, registry), budgetRequest(args, pack)));
    return 0;
  } catch (error) {
    if (error instanceof DomainError) throw new UsageError(`无法计算：${reasonLabel(error.code)}`);
    throw error;
  }
}

function pack(argv: string[]): number {
  const [command, ...rest] = argv;
  if (command === 'check') return check(parseArguments(rest, []), loadPacks());
  if (command === 'diff') return diff(parseArguments(rest, []), loadPacks());
  if (command === 'plan') return plan(parseArguments(rest, PLAN_OPTIONS), loadPacks());
  if (command === 'budget') return budget(parseArguments(rest, BUDGET_OPTIONS), loadPacks());
  throw new UsageError(USAGE);
}

runCommand(pack);
