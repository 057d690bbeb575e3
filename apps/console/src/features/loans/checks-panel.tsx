import type { CaseReview, FieldChange, NextMove, RuleCheck } from '@bangdai/contracts/http';
import { CheckCircleFilled, CloseCircleFilled, MinusCircleOutlined } from '@ant-design/icons';
import { Tag } from 'antd';
import { useState } from 'react';
import { instant } from '../../ui/format';
import { Loaded, Nothing } from '../../ui/states';
import { ClauseTag } from './clause-tag';
import { useReview } from './case-queries';

const icons = {
  passed: <CheckCircleFilled className="good" aria-label="符合" />,
  failed: <CloseCircleFilled className="bad" aria-label="不符合" />,
  notAsked: <MinusCircleOutlined className="muted" aria-label="方案不要求" />,
} as const;

/** 逐条核对: every rule with what is seen, what the plan allows, and the sentence it comes from; failures first. */
export function ChecksPanel({ loanId }: { loanId: string }) {
  const query = useReview(loanId);
  return <Loaded query={query}>{(review) => <Checks review={review} />}</Loaded>;
}

const order = { failed: 0, passed: 1, notAsked: 2 } as const;

function Checks({ review }: { review: CaseReview }) {
  const [all, setAll] = useState(false);
  const { checks } = review;
  if (checks.length === 0) return <Nothing text="存量贷款，接管前已按当时规定审核" />;
  const failed = checks.filter(({ result }) => result === 'failed').length;
  const passed = checks.filter(({ result }) => result === 'passed').length;
  const silent = checks.length - failed - passed;
  const shown = [...checks]
    .filter(({ result }) => all || result !== 'notAsked')
    .sort((a, b) => order[a.result] - order[b.result]);
  return (
    <div data-testid="checks">
      <p className="checks-sum">
        {failed > 0 ? (
          <strong className="bad" data-testid="checks-failed">
            {failed} 条不符合
          </strong>
        ) : (
          <strong className="good">全部符合</strong>
        )}
        <span className="muted">
          {' '}
          · {passed} 条符合 · 按 {review.on} 的资料逐条核对
        </span>
      </p>
      <ul className="checks">
        {shown.map((check) => (
          <Check key={check.key} check={check} />
        ))}
      </ul>
      {silent > 0 && (
        <button type="button" className="link-button" onClick={() => setAll(!all)} data-testid="checks-all">
          {all ? '收起方案不要求的' : `另有 ${silent} 条方案不要求`}
        </button>
      )}
    </div>
  );
}

function Check({ check }: { check: RuleCheck }) {
  return (
    <li
      className={`check check-${check.result}`}
      data-testid={`check-${check.key}`}
      data-result={check.result}
    >
      <span className="check-icon">{icons[check.result]}</span>
      <span className="check-title">{check.title}</span>
      <span className="check-seen">
        {check.seen ?? '—'}
        {check.reasons.map((reason) => (
          <span key={reason} className="bad check-reason">
            {reason}
          </span>
        ))}
      </span>
      <span className="check-limit muted">
        {check.limit === null ? '方案不要求' : `要求：${check.limit}`}
      </span>
      <span className="check-clause">{check.clause !== null && <ClauseTag clause={check.clause} />}</span>
    </li>
  );
}

const decisionNames: Record<string, string> = {
  approve: '同意',
  complete: '提交',
  return: '退回',
  reject: '不同意',
  elapsed: '公示期满',
  objection: '有异议',
  disburse: '放款',
};

/** 下一步: where each answer leads, to whom and until when. */
export function NextMoves({ loanId }: { loanId: string }) {
  const query = useReview(loanId);
  if (query.data === undefined || query.data.moves.length === 0) return null;
  return (
    <section className="moves" data-testid="next-moves" aria-label="下一步">
      {query.data.moves.map((move) => (
        <Move key={move.decision} move={move} />
      ))}
    </section>
  );
}

function Move({ move }: { move: NextMove }) {
  const who = [move.roleName, move.people.join('、')].filter(Boolean).join('：');
  return (
    <div className="move" data-testid={`move-${move.decision}`}>
      <Tag
        variant="filled"
        color={move.decision === 'reject' ? 'error' : move.decision === 'return' ? 'warning' : 'processing'}
      >
        {decisionNames[move.decision] ?? move.decision}
      </Tag>
      <span>→ {move.title}</span>
      {who !== '' && <span className="muted"> {who}</span>}
      {move.dueOn !== null && <span className="muted num"> 限 {move.dueOn}</span>}
    </div>
  );
}

/** 变更: what is no longer as first reported; what the last step changed stands out. */
export function ChangesPanel({ loanId }: { loanId: string }) {
  const query = useReview(loanId);
  const changes = query.data?.changes ?? [];
  if (changes.length === 0) return null;
  return (
    <section className="changes" data-testid="changes" aria-label="变更">
      <h3>变更</h3>
      <ul>
        {[...changes].reverse().map((change) => (
          <Change key={`${change.field}-${change.at}`} change={change} />
        ))}
      </ul>
    </section>
  );
}

function Change({ change }: { change: FieldChange }) {
  const who = [change.roleName, change.byName].filter(Boolean).join(' ');
  return (
    <li className={change.sinceLastStep ? 'change is-new' : 'change'} data-testid={`change-${change.field}`}>
      <strong>{change.label}</strong> <del>{change.from}</del> → <ins>{change.to}</ins>
      <span className="muted small">
        {' '}
        {who} <span className="num">{instant(change.at)}</span>
        {change.sinceLastStep && ' · 上一环节变更'}
      </span>
    </li>
  );
}
