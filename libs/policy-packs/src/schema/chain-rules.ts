import { ROLES_WITHOUT_DESK, VILLAGE_PARTIES, type PolicyPack, type Step } from '@bangdai/domain';
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
  const deskless = desklessRoles(roles);
  for (const [path, steps] of allChains(pack)) {
    if (steps[0]?.kind !== 'submit') say(`${path}.0.kind`, '第一步应为 submit（提交）');
    unique(
      steps.map(({ key }) => key),
      path,
      say,
    );
    steps.forEach((step, i) => {
      const fault = step.role === 'system' ? systemFault(step) : deskless(step.role);
      if (fault !== null) say(`${path}.${i}.role`, fault);
      formFault(pack, step.form, `${path}.${i}.form`, say);
    });
  }
  const opener = pack.approval['loan']?.[0]?.role;
  if (opener !== undefined && opener !== 'borrower' && opener !== 'village') {
    say('approval.loan.0.role', '第一步应由 borrower（借款人）或 village（村）提交');
  }
  pack.reports.forEach(({ form }, i) => formFault(pack, form, `reports.${i}.form`, say));
}

/** What is wrong with a role that a step or a task is to lie with; null when somebody can have it on their desk. */
function desklessRoles(roles: ReadonlySet<string>): (role: string) => string | null {
  return (role) => {
    if (!roles.has(role)) return `角色 ${role} 不在 parties 中`;
    return ROLES_WITHOUT_DESK.includes(role) ? `角色 ${role} 只看不办，不能承办` : null;
  };
}

/** Time alone ends a publicity; any other step of the platform itself would wait for ever. */
const systemFault = ({ kind }: Step): string | null =>
  kind === 'publicity' ? null : 'system 只用于公示步骤（publicity）';

/** Whoever the pack gives work outside the chains: disbursement, reminders, checks, urging, claims (policy-pack §4). */
export function taskRoleFaults(pack: PolicyPack, say: Say): void {
  const deskless = desklessRoles(new Set([...VILLAGE_PARTIES, ...pack.parties.map(({ role }) => role)]));
  const cells: [string, string][] = [
    ['disbursement.by', pack.disbursement.by],
    ['postLoanCheck.by', pack.postLoanCheck.by],
    ...pack.reminders.map(({ by }, i): [string, string] => [`reminders.${i}.by`, by]),
    ...pack.reminders.map(({ to }, i): [string, string] => [`reminders.${i}.to`, to]),
    ...pack.overdue.urgeBy.map((by, i): [string, string] => [`overdue.urgeBy.${i}`, by]),
    ...Object.entries(pack.compensation).map(([key, { applicant }]): [string, string] => [
      `compensation.${key}.applicant`,
      applicant,
    ]),
  ];
  for (const [path, role] of cells) {
    const fault = deskless(role);
    if (fault !== null) say(path, fault);
  }
}

function formFault(pack: PolicyPack, form: string | null | undefined, path: string, say: Say): void {
  if (form != null && !isKnownForm(form, pack.schemeKey)) say(path, `没有表格 ${form}`);
}
