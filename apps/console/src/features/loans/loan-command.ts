import type { LoanAction } from './loan-actions';

export interface ActionValues {
  reason?: string;
  remark?: string;
  finding?: string;
  on?: string;
  urgingKind?: string;
  termKind?: string;
  exitOption?: string;
  months?: number;
  clawbackCause?: string;
  toOn?: string;
  cause?: string;
  proofs?: string[];
  applicant?: string;
}

const blank = (text: string | undefined) =>
  text === undefined || text.trim() === '' ? undefined : text.trim();

/** Address and body of each command that can be started from a loan's page. */
export function actionRequest(
  action: LoanAction,
  values: ActionValues,
): { path: string; body: Record<string, unknown> } {
  switch (action) {
    case 'withdraw':
      return { path: 'withdraw', body: {} };
    case 'clearSuspension':
      return { path: 'clear-suspension', body: {} };
    case 'objection':
    case 'complaint':
      return { path: 'objections', body: { reason: values.reason } };
    case 'usageCheck':
      return {
        path: 'usage-checks',
        body: { checkedOn: values.on, finding: values.finding, remark: blank(values.remark) },
      };
    case 'urging':
      return { path: 'urgings', body: { kind: values.urgingKind, remark: blank(values.remark) } };
    case 'termRequest':
      return {
        path: 'term-requests',
        body: { kind: values.termKind, months: values.months, reason: values.reason },
      };
    case 'clawback':
      return {
        path: 'clawbacks',
        body: {
          cause: values.clawbackCause,
          fromOn: values.on ?? null,
          toOn: values.toOn ?? null,
          reason: values.reason,
        },
      };
    case 'maliciousExit':
      return {
        path: 'malicious-exit',
        body: {
          option: values.exitOption,
          payBy: values.exitOption === 'recall' ? values.on : null,
          reason: values.reason,
        },
      };
    case 'claim':
      return {
        path: 'claims',
        body: {
          cause: values.cause,
          proofs: values.proofs ?? [],
          filedOn: values.on,
          applicant: values.applicant,
        },
      };
  }
}
