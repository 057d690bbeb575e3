import { Decimal, type PolicyPack, type ReferenceRates } from '@bangdai/domain';
import { chainFaults, taskRoleFaults } from './chain-rules.js';
import { filesRequiredFaults } from './document-hints.js';
import type { Fault } from './fault.js';
import {
  gradeLimitFaults,
  productFaults,
  rulesByProductFaults,
  subsidyRateFaults,
  topUpFaults,
} from './product-rules.js';
import { unique, type Say } from './say.js';
import { compensationFaults, insuranceFaults, ratingFaults } from './share-rules.js';

interface Rule {
  /** The parts of the document that it reads: it is asked only when all of them are well-formed. */
  reads: (keyof PolicyPack)[];
  find(pack: PolicyPack, say: Say, rates: ReferenceRates): void;
}

const RULES: readonly Rule[] = [
  { reads: ['effectiveFrom', 'effectiveTo'], find: windowFaults },
  { reads: ['project'], find: projectFaults },
  {
    reads: ['parties'],
    find: (pack, say) =>
      unique(
        pack.parties.map(({ role }) => role),
        'parties',
        say,
      ),
  },
  {
    reads: ['reminders'],
    find: (pack, say) =>
      unique(
        pack.reminders.map(({ key }) => key),
        'reminders',
        say,
      ),
  },
  { reads: ['purposes'], find: purposeFaults },
  { reads: ['products'], find: (pack, say, rates) => productFaults(pack, rates, say) },
  { reads: ['products', 'rating'], find: gradeLimitFaults },
  { reads: ['products', 'topUp'], find: topUpFaults },
  { reads: ['products', 'subsidy'], find: (pack, say) => rulesByProductFaults(pack, 'subsidy', say) },
  {
    reads: ['products', 'compensation'],
    find: (pack, say) => rulesByProductFaults(pack, 'compensation', say),
  },
  { reads: ['subsidy'], find: (pack, say, rates) => subsidyRateFaults(pack, rates, say) },
  {
    reads: ['schemeKey', 'parties', 'approval', 'subsidy', 'compensation', 'reports'],
    find: chainFaults,
  },
  {
    reads: ['parties', 'disbursement', 'postLoanCheck', 'reminders', 'overdue', 'compensation'],
    find: taskRoleFaults,
  },
  {
    reads: ['schemaVersion', 'filesRequired', 'approval', 'subsidy', 'compensation', 'disbursement'],
    find: filesRequiredFaults,
  },
  { reads: ['rating'], find: ratingFaults },
  { reads: ['parties', 'compensation'], find: compensationFaults },
  { reads: ['eligibility'], find: ageFaults },
  { reads: ['insurance'], find: insuranceFaults },
  { reads: ['fund'], find: leverageFaults },
  { reads: ['schemaVersion', 'fund'], find: fundFaults },
  { reads: ['schemaVersion', 'subsidy'], find: appropriationFaults },
  { reads: ['overdue'], find: penaltyFaults },
  { reads: ['breakers'], find: breakerFaults },
  { reads: ['warnings'], find: warningFaults },
  { reads: ['supersedes', 'packVersion'], find: versionFaults },
];

/**
 * What crosses fields (policy-pack §4 and §5); all faults at once.
 * @param malformed top-level fields that do not fit the schema: what reads them is not asked
 */
export function ruleFaults(
  pack: PolicyPack,
  rates: ReferenceRates,
  malformed: ReadonlySet<string> = new Set(),
): Fault[] {
  const faults: Fault[] = [];
  const say: Say = (path, reason) => faults.push({ path, reason });
  for (const { reads, find } of RULES) if (!reads.some((part) => malformed.has(part))) find(pack, say, rates);
  return faults;
}

function windowFaults({ effectiveFrom, effectiveTo }: PolicyPack, say: Say): void {
  if (effectiveTo !== null && effectiveTo < effectiveFrom) say('effectiveTo', '早于 effectiveFrom');
}

function projectFaults({ project }: PolicyPack, say: Say): void {
  if (project !== null && project.end < project.start) say('project.end', '早于 project.start');
}

function purposeFaults({ purposes }: PolicyPack, say: Say): void {
  for (const purpose of purposes.allowed)
    if (purposes.banned.includes(purpose)) say('purposes', `${purpose} 同时被允许和禁止`);
}

function ageFaults({ eligibility: { age, targetGroups } }: PolicyPack, say: Say): void {
  if (age.min !== null && age.max !== null && age.min > age.max) say('eligibility.age.min', '大于 max');
  if (age.max !== null && age.whitelistMax !== null && age.whitelistMax < age.max)
    say('eligibility.age.whitelistMax', '小于 max');
  for (const group of age.whitelistGroups) {
    if (!targetGroups.includes(group))
      say('eligibility.age.whitelistGroups', `${group} 不在 targetGroups 中`);
  }
}

function leverageFaults({ fund: { leverageMin, leverageMax } }: PolicyPack, say: Say): void {
  if (leverageMax === null) return;
  if (new Decimal(leverageMax).isZero()) say('fund.leverageMax', '应大于 0（不设倍数时写 null）');
  else if (leverageMin != null && new Decimal(leverageMin).greaterThan(leverageMax))
    say('fund.leverageMin', '大于 leverageMax');
}

/** What schema 1.0 does not know is refused in a pack of 1.0, so that an older reader never misses a rule. */
function fundFaults({ schemaVersion, fund: { floor, interest } }: PolicyPack, say: Say): void {
  if (schemaVersion === '1.0' && floor != null) say('fund.floor', '须 schemaVersion "1.1"');
  if (schemaVersion === '1.0' && interest != null) say('fund.interest', '须 schemaVersion "1.1"');
  if (floor != null && new Decimal(floor.share).isZero()) say('fund.floor.share', '应大于 0');
}

function appropriationFaults({ schemaVersion, subsidy }: PolicyPack, say: Say): void {
  for (const [product, { appropriation }] of Object.entries(subsidy))
    if (schemaVersion === '1.0' && appropriation != null)
      say(`subsidy.${product}.appropriation`, '须 schemaVersion "1.1"');
}

function penaltyFaults({ overdue: { penaltyMultiplier } }: PolicyPack, say: Say): void {
  if (new Decimal(penaltyMultiplier).lessThan(1))
    say('overdue.penaltyMultiplier', '不能小于 1（逾期利率不低于合同利率）');
}

function breakerFaults({ breakers }: PolicyPack, say: Say): void {
  unique(
    breakers.map(({ key }) => key),
    'breakers',
    say,
  );
  breakers.forEach(({ test, threshold }, i) => {
    if (test !== 'rising' && threshold === null) say(`breakers.${i}.threshold`, '须写明阈值');
  });
}

function warningFaults({ warnings }: PolicyPack, say: Say): void {
  warnings?.levels.forEach(({ anyOf, allOf }, i) => {
    if (anyOf === undefined && allOf === undefined) say(`warnings.levels.${i}`, '须有 anyOf 或 allOf 条件');
  });
}

function versionFaults({ supersedes, packVersion }: PolicyPack, say: Say): void {
  if (supersedes === packVersion) say('supersedes', '不能替代自己');
}
