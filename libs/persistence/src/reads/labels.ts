import { CLAWBACK_CHAIN } from '../clawbacks/clawback-chain.js';
import {
  causeLabels,
  documentLabels,
  labelOf,
  purposeLabels,
  roleLabels,
  targetGroupLabels,
} from '@bangdai/contracts';
import type { Labelled } from '@bangdai/contracts/http';
import type { PolicyPack, Step } from '@bangdai/domain';

export const titleOfDocument = (key: string): string => labelOf(documentLabels, key);

export const labelledCause = (key: string): Labelled => ({ key, zh: labelOf(causeLabels, key) });
export const labelledPurpose = (key: string): Labelled => ({ key, zh: labelOf(purposeLabels, key) });
export const labelledGroup = (key: string): Labelled => ({ key, zh: labelOf(targetGroupLabels, key) });
export const labelledDocument = (key: string): Labelled => ({ key, zh: titleOfDocument(key) });

/** The county's own name for an office before the general one. */
export function roleName(pack: PolicyPack | null, role: string): string {
  return pack?.parties.find((party) => party.role === role)?.zh ?? labelOf(roleLabels, role);
}

export const stepTitle = (step: Step): string => step.zh ?? step.key;

/** Every step of the pack by key: loan chain, settlement flows, compensation chains. */
export function allSteps(pack: PolicyPack): Step[] {
  const chains = [
    ...Object.values(pack.approval),
    ...Object.values(pack.subsidy).map(({ flow }) => flow),
    ...Object.values(pack.compensation).map(({ chain }) => chain),
  ];
  chains.push(CLAWBACK_CHAIN);
  return [...new Map(chains.flat().map((step) => [step.key, step])).values()];
}
