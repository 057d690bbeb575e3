import { textOf } from '@bangdai/contracts';
import type { RuleCheck } from '@bangdai/contracts/http';
import { productOf } from '@bangdai/domain';
import type { PackRegistry } from '@bangdai/policy-packs';
import { clauseView } from './clauses.js';
import { PERSON_RULES } from './person-rules.js';
import { REQUEST_RULES } from './request-rules.js';
import type { Facts } from './rule-facts.js';

/** Every rule with what was seen, what the plan allows and the sentence it comes from. */
export function ruleChecks(
  packs: Pick<PackRegistry, 'printed'>,
  facts: Omit<Facts, 'product'>,
  reasons: readonly string[],
): RuleCheck[] {
  const whole: Facts = { ...facts, product: productOf(facts.pack, facts.input.product) };
  return [...PERSON_RULES, ...REQUEST_RULES].map((rule): RuleCheck => {
    const found = rule.codes.filter((code) => reasons.includes(code));
    const asked = found.length > 0 || rule.asked(whole);
    return {
      key: rule.key,
      title: rule.title,
      result: found.length > 0 ? 'failed' : asked ? 'passed' : 'notAsked',
      seen: rule.seen(whole),
      limit: asked ? rule.limit(whole) : null,
      clause: clauseView(packs, facts.pack, rule.clause),
      reasons: found.map(textOf),
    };
  });
}
