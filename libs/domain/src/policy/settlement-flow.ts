import type { PolicyPack } from './policy-pack.js';
import { compactSteps } from './loan-rules.js';
import type { Step } from './step.js';

/** Key of the publicity that a pack's `publicity` puts between determination and payment. */
export const SUBSIDY_PUBLICITY = 'subsidyPublicity';

/**
 * The chain that a settlement walks: the pack's `flow`, and before its payment the publicity of the pack (lifecycle §4:
 * determined → publicised → paying), unless the flow has one of its own. Empty for a product without subsidy.
 */
export function settlementFlow(pack: PolicyPack, product: string): Step[] {
  const rule = Object.hasOwn(pack.subsidy, product) ? pack.subsidy[product] : undefined;
  if (rule === undefined) return [];
  const flow = compactSteps(rule.flow, pack);
  const days = rule.publicity?.days ?? 0;
  if (days === 0 || flow.some(({ kind }) => kind === 'publicity')) return flow;
  const payAt = flow.findIndex(({ kind }) => kind === 'pay');
  const at = payAt < 0 ? flow.length : payAt;
  const publicity: Step = {
    key: SUBSIDY_PUBLICITY,
    kind: 'publicity',
    role: flow[at - 1]?.role ?? 'system',
    zh: '贴息公示',
    days,
    dayKind: pack.calendar.publicityDayKind,
  };
  return [...flow.slice(0, at), publicity, ...flow.slice(at)];
}

/**
 * The last stage of a pack's publicity is the one that payment waits for and people object to; the earlier ones are
 * postings beside the work (前期、过程), told on the settlement's history. The seeds name stages without saying more.
 */
export function earlyPostings(pack: PolicyPack, product: string): string[] {
  return pack.subsidy[product]?.publicity?.stages.slice(0, -1) ?? [];
}
