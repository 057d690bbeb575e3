import { deskTaskKinds, type TaskDetail, type TermsGuide } from '@bangdai/contracts/http';
import { compareMoney, Decimal } from '@bangdai/domain';
import { percent, percentToRate, typedMoney } from '../../ui/format';
import { decisions } from '../../ui/labels';
import { isBankTerms } from './selection';

export type DecisionField =
  | 'reason'
  | 'opinion'
  | 'returnTo'
  | 'documents'
  | 'meeting'
  | 'terms'
  | 'finding'
  | 'urgingKind'
  | 'founded'
  | 'on'
  | 'proof';

export interface DecisionDraft {
  decision: string;
  returnTo?: string;
  reason?: string;
  opinion?: string;
  documents?: string[];
  villagerReps?: number | null;
  attendance?: number | null;
  amount?: string;
  termMonths?: number | null;
  ratePercent?: string;
  finding?: 'ok' | 'misuse' | 'unreachable';
  urgingKind?: 'call' | 'visit' | 'plan' | 'letter';
  founded?: boolean;
  on?: string;
}

type Task = Pick<
  TaskDetail,
  'kind' | 'subject' | 'role' | 'outcomes' | 'requires' | 'requiresDetail' | 'needsMeeting' | 'earlierSteps'
>;

const ofKind: Partial<Record<TaskDetail['kind'], DecisionField[]>> = {
  disputedLine: ['reason'],
  failedLine: [],
  objection: ['founded', 'reason'],
  usageCheck: ['finding', 'on', 'opinion'],
  urging: ['urgingKind', 'opinion'],
  writtenNotice: ['on', 'proof'],
  clawback: ['on'],
};

/** Tasks that no workflow owns: a person settles them with a proof or a reason. */
const deskKinds = new Set<TaskDetail['kind']>(deskTaskKinds);
export const isDeskTask = ({ kind }: Pick<Task, 'kind'>): boolean => deskKinds.has(kind);

const deskFields: Record<string, DecisionField[]> = {
  resend: [],
  servedOnPaper: ['on', 'proof'],
  handled: ['reason'],
  returned: ['on'],
  repaid: ['on'],
  setOff: [],
  confirmPaid: ['on', 'proof'],
  confirmNotPaid: ['on', 'reason'],
  paymentRefused: ['on', 'reason'],
  handedIn: ['on'],
  approve: [],
  return: ['reason'],
};

/** Which paper proves the answer. */
export const proofKey = (decision: string): string =>
  decision === 'confirmPaid' ? 'paymentVoucher' : 'servedNotice';

/** What may be answered; tasks outside a chain have one answer. */
export const outcomesOf = (task: Pick<Task, 'outcomes'>): string[] =>
  task.outcomes.length > 0 ? task.outcomes.filter((outcome) => outcome !== 'elapsed') : ['complete'];

/** Fields that a decision asks for, in the order of the panel. */
export function fieldsFor(task: Task, decision: string): DecisionField[] {
  if (task.kind === 'misuse') return decision === 'recall' ? ['on', 'reason'] : ['reason'];
  if (isDeskTask(task)) return deskFields[decision] ?? ['reason'];
  const own = ofKind[task.kind];
  if (own !== undefined) return own;
  if (decision === 'return') return task.earlierSteps.length > 1 ? ['returnTo', 'reason'] : ['reason'];
  if (decision === 'reject') return ['reason'];
  const fields: DecisionField[] = [];
  if (task.requires.length > 0) fields.push('documents');
  if (task.needsMeeting) fields.push('meeting');
  if (decision === 'approve' && isBankTerms(task)) fields.push('terms');
  fields.push('opinion');
  return fields;
}

/** Lifecycle §1 row 8: everything but an approval needs its reason. */
export function isRequired(task: Task, decision: string, field: DecisionField): boolean {
  if (field === 'opinion') return decision === 'approve' && task.requiresDetail;
  return field !== 'returnTo';
}

/** Subjects whose reviewers sign the figures that they saw. */
const signed: ReadonlySet<TaskDetail['subject']> = new Set(['settlement', 'claim', 'clawback']);

/** The request of the panel; only fields that this decision asks for are sent. */
export function decisionBody(
  task: Task,
  draft: DecisionDraft,
  figuresHash: string | null,
): Record<string, unknown> {
  const fields = new Set(fieldsFor(task, draft.decision));
  const body: Record<string, unknown> = { decision: draft.decision };
  const text = (value: string | undefined) =>
    value === undefined || value.trim() === '' ? undefined : value.trim();
  if (fields.has('returnTo')) body.returnTo = text(draft.returnTo);
  if (fields.has('reason')) body.reason = text(draft.reason);
  if (fields.has('opinion')) body.opinion = text(draft.opinion);
  if (fields.has('documents')) body.documents = draft.documents ?? [];
  if (fields.has('meeting'))
    body.meeting = { villagerReps: draft.villagerReps ?? 0, total: draft.attendance ?? 0 };
  if (fields.has('terms')) body.approvedTerms = termsOf(draft);
  if (fields.has('finding')) body.finding = draft.finding;
  if (fields.has('urgingKind')) body.urgingKind = draft.urgingKind;
  if (fields.has('founded')) body.founded = draft.founded;
  if (fields.has('on')) body.on = draft.on;
  if (signed.has(task.subject)) body.figuresHash = figuresHash;
  return body;
}

function termsOf(draft: DecisionDraft) {
  return {
    amount: typedMoney(draft.amount ?? '') ?? draft.amount,
    termMonths: draft.termMonths,
    annualRate: percentToRate(draft.ratePercent ?? '') ?? draft.ratePercent,
  };
}

/** The bank may lower the amount, never raise it (`AMOUNT_ABOVE_REQUEST`). Null when the text is fine. */
export function amountFault(text: string | undefined, requested: string | null): string | null {
  const amount = typedMoney(text ?? '');
  if (amount === null) return '请输入金额（元），最多两位小数';
  if (compareMoney(amount, '0.00') <= 0) return '金额必须大于零';
  if (requested !== null && compareMoney(amount, requested) > 0) return '核定金额不得高于申请金额';
  return null;
}

export interface RateBound {
  rate: string;
  relation: TermsGuide['relation'];
}

/** The bound that holds for these months; null where the pack has none or no rate is published. */
export function rateBound(guide: TermsGuide | null, months: number | null | undefined): RateBound | null {
  if (guide === null || !months) return null;
  const rate = guide.rateCaps.find(({ maxMonths }) => months <= maxMonths)?.rate ?? null;
  return rate === null ? null : { rate, relation: guide.relation };
}

/** Null when the text is a rate within its bound; the API asks the same question again. */
export function rateFault(text: string | undefined, bound: RateBound | null): string | null {
  const rate = percentToRate(text ?? '');
  if (rate === null) return '请输入年利率（%），如 3.85';
  if (bound === null) return null;
  const side = new Decimal(rate).comparedTo(bound.rate);
  if (bound.relation === 'equal') return side === 0 ? null : `规定利率为 ${percent(bound.rate)}`;
  return side > 0 ? `利率上限为 ${percent(bound.rate)}` : null;
}

/** `12 个月以内不超过 3.00%，36 个月以内不超过 3.50%`: the bounds a bank officer has to keep, before they choose. */
export function rateHint(guide: TermsGuide | null): string {
  const caps = guide?.rateCaps ?? [];
  return caps
    .map(({ maxMonths, rate }) => {
      const months = caps.length > 1 ? `${maxMonths} 个月以内` : '';
      if (rate === null) return `${months}尚无参考利率`;
      return `${months}${guide?.relation === 'equal' ? '须为' : '不超过'} ${percent(rate)}`;
    })
    .join('，');
}

const misuseConsequences: Record<string, string> = {
  recall: '通知限期还款，到期日提前到限期还款日',
  convertToFarmerLoan: '贷款退出本方案，由银行按普通农户贷款管理',
  noRecall: '贷款按原合同执行，贴息自发现之日起停止',
};

/** What happens once it is sent: people see the next step and whose desk it is before they send. */
export function consequence(task: TaskDetail, draft: Pick<DecisionDraft, 'decision' | 'returnTo'>): string {
  const atDesk = isDeskTask(task) ? deskConsequences[draft.decision] : undefined;
  if (atDesk !== undefined) return atDesk;
  if (task.kind === 'clawback') return '登记送达，30 日内退回；逾期上报财政';
  if (task.kind === 'correction')
    return draft.decision === 'approve' ? '两人确认后冲正原分录并重新入账' : '不予更正，原记录不变';
  if (task.kind === 'termRequest')
    return draft.decision === 'approve' ? '按申请办理展期或续贷' : '不予展期或续贷，贷款按原到期日执行';
  if (task.kind === 'suspension')
    return draft.decision === 'return'
      ? '退回银行重新核定金额、期限和利率'
      : '按原审批条件重新核对，通过后通知银行放款';
  if (task.kind === 'misuse') return misuseConsequences[draft.decision] ?? '办结本事项';
  if (task.kind === 'confirmImport')
    return draft.decision === 'approve' ? '贷款入账并逐笔启动贷后流程' : '退回上传方更正，没有贷款入账';
  if (draft.decision === 'reject')
    return task.subject === 'loan' ? '流程到此结束，申请不予通过' : '流程到此结束，不予通过';
  if (draft.decision === 'return') {
    const target = task.earlierSteps.find(({ key }) => key === draft.returnTo) ?? task.earlierSteps[0];
    return target === undefined ? '退回首个环节重新办理' : `退回「${target.zh}」重新办理`;
  }
  if (task.nextStep !== null) return `转至「${task.nextStep.title}」，由${task.nextStep.roleName}办理`;
  return task.kind === 'review' ? '本环节为最后一步，办结后进入后续阶段' : '办结本事项';
}

const deskConsequences: Record<string, string> = {
  resend: '按最新信息重新发送；仍被拒收时再次转人工',
  servedOnPaper: '记为已送达，办结本事项',
  handled: '记为已另行处理，办结本事项',
  paymentRefused: '交财政复核，复核后由财政重新处理',
  handedIn: '办结本事项，清单以上传的为准',
  repaid: '登记入账，本案办结',
  setOff: '从该银行下次补偿拨付中抵扣，抵扣完毕前本案仍在财政',
  confirmPaid: '交另一人复核，复核后记为已到账',
  confirmNotPaid: '交另一人复核，复核后由财政重新拨付',
  approve: '按该结果办理',
  return: '退回重新查证',
};

export const decisionName = (decision: string): string => decisions[decision] ?? decision;
