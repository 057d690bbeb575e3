import type { PolicyPack, Step } from '@bangdai/domain';
import { isKnownForm } from './forms.js';
import { unique, type Say } from './say.js';

/** The chains of a pack, each with its place in the document. */
export function allChains(pack: PolicyPack): [string, Step[]][] {
  return [
    ...Object.entries(pack.approval).map(([key, steps]): [string, Step[]] => [`approval.${key}`, steps]),
    ...Object.entries(pack.subsidy).map(([key, { flow }]): [string, Step[]] => [`subsidy.${key}.flow`, flow]),
    ...Object.entries(pack.compensation).map(([key, { chain }]): [string, Step[]] => [
      `compensation.${key}.chain`,
      chain,
    ]),
  ];
}

export function chainFaults(pack: PolicyPack, say: Say): void {
  if (!Object.hasOwn(pack.approval, 'loan')) say('approval.loan', '缺少贷款审批链');
  const roles = new Set(['borrower', 'system', ...pack.parties.map(({ role }) => role)]);
  for (const [path, steps] of allChains(pack)) {
    if (steps[0]?.kind !== 'submit') say(`${path}.0.kind`, '第一步应为 submit（提交）');
    unique(
      steps.map(({ key }) => key),
      path,
      say,
    );
    steps.forEach((step, i) => {
      if (!roles.has(step.role)) say(`${path}.${i}.role`, `角色 ${step.role} 不在 parties 中`);
      formFault(pack, step.form, `${path}.${i}.form`, say);
    });
  }
  const opener = pack.approval['loan']?.[0]?.role;
  if (opener !== undefined && opener !== 'borrower' && opener !== 'village') {
    say('approval.loan.0.role', '第一步应由 borrower（借款人）或 village（村）提交');
  }
  pack.reports.forEach(({ form }, i) => formFault(pack, form, `reports.${i}.form`, say));
}

function formFault(pack: PolicyPack, form: string | null | undefined, path: string, say: Say): void {
  if (form != null && !isKnownForm(form, pack.schemeKey)) say(path, `没有表格 ${form}`);
}
