import { Tag, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { percent, thousands } from './format';
import { claimStages, loanStages, settlementStages, toneOf } from './labels';

/** An amount in a table cell, whose head names the unit. */
export function Amount({ value, strong }: { value: string | null | undefined; strong?: boolean }): ReactNode {
  if (value === null || value === undefined || value === '') return <span className="muted">—</span>;
  return <span className={strong ? 'num strong' : 'num'}>{thousands(value)}</span>;
}

/** An amount in running text, with its unit. */
export function Yuan({ value }: { value: string | null | undefined }): ReactNode {
  if (value === null || value === undefined || value === '') return <span className="muted">—</span>;
  return (
    <span className="num">
      {thousands(value)}
      <span className="unit">元</span>
    </span>
  );
}

export const Rate = ({ value }: { value: string | null | undefined }): ReactNode => (
  <span className="num">{percent(value)}</span>
);

function Stage({
  stage,
  labels,
  testId,
}: {
  stage: string;
  labels: Record<string, string>;
  testId?: string | undefined;
}) {
  return (
    <Tag color={toneOf(stage)} variant="filled" data-testid={testId} data-stage={stage} className="stage">
      {labels[stage] ?? stage}
    </Tag>
  );
}

interface StageProps {
  stage: string;
  testId?: string;
}
export const LoanStageTag = ({ stage, testId }: StageProps) => (
  <Stage stage={stage} labels={loanStages} testId={testId} />
);
export const SettlementStageTag = ({ stage, testId }: StageProps) => (
  <Stage stage={stage} labels={settlementStages} testId={testId} />
);
export const ClaimStageTag = ({ stage, testId }: StageProps) => (
  <Stage stage={stage} labels={claimStages} testId={testId} />
);

/** A strip of key figures: label above, figure below, no boxes. */
export function FigureStrip({ items, testId }: { items: Figure[]; testId?: string }): ReactNode {
  return (
    <dl className="strip" data-testid={testId}>
      {items.map(({ label, value, hint, tone, testId: own }) => (
        <div key={label} className={tone === undefined ? 'strip-item' : `strip-item strip-${tone}`}>
          <dt>{hint === undefined ? label : <Tooltip title={hint}>{label}</Tooltip>}</dt>
          <dd data-testid={own}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export interface Figure {
  label: string;
  value: ReactNode;
  hint?: string;
  tone?: 'bad' | 'good';
  testId?: string;
}
