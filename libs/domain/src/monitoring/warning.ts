import { Decimal } from '../money/decimal.js';
import type { WarningCondition, WarningRules } from '../policy/policy-pack.js';

export type WarningFacts = Record<string, string | number | boolean | null | undefined>;

const NUMBER = /^-?\d+(\.\d+)?$/;

/** The first level whose conditions hold; a condition on an absent fact is false (policy-pack, `warnings`). Null without rules. */
export function warningLevel(rules: WarningRules | null, facts: WarningFacts): string | null {
  if (rules === null) return null;
  const level = rules.levels.find(
    ({ anyOf, allOf }) =>
      (anyOf !== undefined || allOf !== undefined) &&
      (anyOf === undefined || anyOf.some((condition) => holds(condition, facts))) &&
      (allOf === undefined || allOf.every((condition) => holds(condition, facts))),
  );
  return level?.level ?? rules.otherwise;
}

function holds(condition: WarningCondition, facts: WarningFacts): boolean {
  if ('anyOf' in condition) return condition.anyOf.some((inner) => holds(inner, facts));
  if ('allOf' in condition) return condition.allOf.every((inner) => holds(inner, facts));
  const fact = Object.hasOwn(facts, condition.field) ? facts[condition.field] : undefined;
  if (fact === undefined || fact === null) return false;
  if (!NUMBER.test(String(fact)) || !NUMBER.test(String(condition.value))) {
    return condition.op === 'eq' && String(fact) === String(condition.value);
  }
  const order = new Decimal(String(fact)).comparedTo(String(condition.value));
  switch (condition.op) {
    case 'lt':
      return order < 0;
    case 'lte':
      return order <= 0;
    case 'gt':
      return order > 0;
    case 'gte':
      return order >= 0;
    case 'eq':
      return order === 0;
  }
}
