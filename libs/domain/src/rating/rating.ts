import { DomainError } from '../errors/domain-error.js';
import { Decimal, ZERO } from '../money/decimal.js';
import type { Money } from '../money/money.js';
import type { PolicyPack, RatingIndicator, RatingRules } from '../policy/policy-pack.js';

export interface RatingInput {
  variant?: string;
  /** 0–100 each, by indicator. */
  scores?: Record<string, string | number>;
  externalScore?: string | number;
  bonusFor?: string[];
}

export interface RatingResult {
  score: string;
  grade: string | null;
  /** `'0.00'` below the lowest grade; `null` where the grade, or a pack without grades, sets no limit. */
  limit: Money | null;
}

/**
 * Score = Σ weight × score + bonus, capped at 100, HALF_UP to two decimals, then the first grade it reaches (calculations §7).
 * @throws DomainError `RATING_NOT_CONFIGURED` | `VARIANT_UNKNOWN` | `FIELD_REQUIRED` | `BAD_SCORE`
 */
export function rateHousehold(pack: PolicyPack, input: RatingInput): RatingResult {
  const rules = pack.rating;
  if (rules === null) throw new DomainError('RATING_NOT_CONFIGURED');
  const base = input.externalScore === undefined ? weightedScore(rules, input) : scoreOf(input.externalScore);
  const bonus = (rules.bonus ?? [])
    .filter((entry) => input.bonusFor?.includes(entry.for) === true)
    .reduce((sum, { points }) => sum.plus(points), ZERO);
  const score = Decimal.min(base.plus(bonus), 100).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  return { score: score.toFixed(2), ...gradeOf(rules, score) };
}

function gradeOf(rules: RatingRules, score: Decimal): { grade: string | null; limit: Money | null } {
  if (rules.grades == null) return { grade: null, limit: null };
  const reached = rules.grades.find(({ minScore }) => score.greaterThanOrEqualTo(minScore));
  return reached === undefined
    ? { grade: null, limit: '0.00' }
    : { grade: reached.grade, limit: reached.limit };
}

function weightedScore(rules: RatingRules, { variant, scores }: RatingInput): Decimal {
  return indicatorsOf(rules, variant).reduce((sum, { key, weight }) => {
    const score = scores !== undefined && Object.hasOwn(scores, key) ? scores[key] : undefined;
    if (score === undefined) throw new DomainError('FIELD_REQUIRED', key);
    return sum.plus(scoreOf(score).times(weight));
  }, ZERO);
}

function indicatorsOf(rules: RatingRules, variant: string | undefined): RatingIndicator[] {
  if (rules.variants != null) {
    const chosen =
      variant !== undefined && Object.hasOwn(rules.variants, variant) ? rules.variants[variant] : undefined;
    if (chosen === undefined) throw new DomainError('VARIANT_UNKNOWN');
    return chosen.indicators;
  }
  if (rules.indicators == null) throw new DomainError('FIELD_REQUIRED', 'externalScore');
  return rules.indicators;
}

function scoreOf(value: string | number): Decimal {
  if (!/^\d+(\.\d+)?$/.test(String(value))) throw new DomainError('BAD_SCORE');
  const score = new Decimal(value);
  if (score.greaterThan(100)) throw new DomainError('BAD_SCORE');
  return score;
}
