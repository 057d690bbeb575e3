import { Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import { Loaded } from '../../ui/states';
import { useFlow } from './case-queries';

/** Fetched when first looked at. */
const FlowDiagram = lazy(() => import('./flow-diagram'));

export function FlowPanel({ loanId }: { loanId: string }) {
  const query = useFlow(loanId);
  return (
    <Loaded query={query}>
      {(flow) => (
        <Suspense fallback={<Skeleton active title={false} />}>
          <FlowDiagram flow={flow} />
        </Suspense>
      )}
    </Loaded>
  );
}
