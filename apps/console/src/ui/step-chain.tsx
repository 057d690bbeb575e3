import type { StepView } from '@bangdai/contracts/http';
import { Steps, Tag } from 'antd';
import type { ReactNode } from 'react';
import { instant } from './format';
import { decisions } from './labels';

const status = {
  done: 'finish',
  current: 'process',
  next: 'wait',
  rejected: 'error',
  returned: 'error',
} as const;
const stateWords: Record<StepView['state'], string> = {
  done: '已办',
  current: '办理中',
  next: '未到',
  rejected: '不同意',
  returned: '已退回',
};

function StepBody({ step }: { step: StepView }): ReactNode {
  return (
    <div className="step-body">
      <div>
        {step.roleName}
        {step.byName !== null && <span> · {step.byName}</span>}
      </div>
      {step.at !== null && <div className="num">{instant(step.at)}</div>}
      {step.late === true && <div className="muted">应于 {step.dueOn} 前办理</div>}
      {step.opinion !== null && step.opinion !== '' && <blockquote>{step.opinion}</blockquote>}
    </div>
  );
}

/** The chain as the county's pack has it: what is done, where it stands, what comes. */
export function StepChain({ steps, testId = 'step-chain' }: { steps: readonly StepView[]; testId?: string }) {
  const firstOpen = steps.findIndex((step) => step.state !== 'done');
  return (
    <div data-testid={testId}>
      <Steps
        orientation="vertical"
        size="small"
        className="chain"
        current={firstOpen < 0 ? steps.length : firstOpen}
        items={steps.map((step) => ({
          key: step.key,
          status: status[step.state],
          title: (
            <span data-testid={`step-${step.key}`} data-state={step.state}>
              {step.title}{' '}
              <Tag
                variant="filled"
                color={
                  status[step.state] === 'error'
                    ? 'error'
                    : status[step.state] === 'process'
                      ? 'processing'
                      : 'default'
                }
              >
                {step.decision !== null && step.state === 'done'
                  ? (decisions[step.decision] ?? step.decision)
                  : stateWords[step.state]}
              </Tag>
              {step.late === true && (
                <Tag variant="filled" color="warning" data-testid={`late-${step.key}`}>
                  逾期办理
                </Tag>
              )}
            </span>
          ),
          content: <StepBody step={step} />,
        }))}
      />
    </div>
  );
}
