import { Alert, Button, Empty, Skeleton } from 'antd';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { problemLines } from '../api/problem';

/** Why something was refused: the sentence and, below it, every reason. */
export function ProblemAlert({
  error,
  onRetry,
  testId = 'problem',
}: {
  error: unknown;
  onRetry?: () => void;
  testId?: string;
}) {
  if (error === null || error === undefined) return null;
  const { title, reasons } = problemLines(error);
  return (
    <Alert
      type="error"
      showIcon
      data-testid={testId}
      title={title}
      description={
        reasons.length === 0 ? undefined : (
          <ul className="reasons">
            {reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        )
      }
      action={
        onRetry === undefined ? undefined : (
          <Button size="small" onClick={onRetry} data-testid="retry">
            重试
          </Button>
        )
      }
    />
  );
}

/** Nothing here yet, and what to do about it. */
export function Nothing({ text, action }: { text: string; action?: ReactNode }) {
  return (
    <Empty className="nothing" image={Empty.PRESENTED_IMAGE_SIMPLE} description={text} data-testid="empty">
      {action}
    </Empty>
  );
}

/** One read in its three states; old data stay on screen while they are read again. */
export function Loaded<T>({
  query,
  children,
  rows = 6,
}: {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
  rows?: number;
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error !== null) return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  return <Skeleton active paragraph={{ rows }} title={false} className="loading" />;
}
