import type {
  CaseAsOf,
  CaseEvent,
  CaseFigure,
  CaseFlow,
  CaseReview,
  ConsistencyCheck,
  RawEvent,
  StepTime,
} from '@bangdai/contracts/http';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { read, type QueryValue } from '../../api/client';
import { loanPath } from './queries';

function usePart<T>(
  loanId: string,
  part: string,
  query: Record<string, QueryValue> = {},
  enabled = true,
): UseQueryResult<T> {
  return useQuery({
    queryKey: ['loans', 'one', loanId, part, query],
    queryFn: ({ signal }) => read<T>(`${loanPath(loanId)}${part}`, query, signal),
    enabled,
  });
}

export const useTimeline = (loanId: string) => usePart<CaseEvent[]>(loanId, '/timeline');
export const useFlow = (loanId: string) => usePart<CaseFlow>(loanId, '/flow');
export const useReview = (loanId: string) => usePart<CaseReview>(loanId, '/review');
export const useFigures = (loanId: string) => usePart<CaseFigure[]>(loanId, '/figures');
export const useConsistency = (loanId: string) => usePart<ConsistencyCheck[]>(loanId, '/consistency');
export const useAsOf = (loanId: string, on: string | null) =>
  usePart<CaseAsOf>(loanId, '/as-of', { on }, on !== null);
export const useRawEvent = (loanId: string, eventId: string | null) =>
  usePart<RawEvent>(loanId, `/timeline/${encodeURIComponent(eventId ?? '')}/raw`, {}, eventId !== null);

export const useStepTimes = (query: { from: string | null; to: string | null }): UseQueryResult<StepTime[]> =>
  useQuery({
    queryKey: ['loans', 'step-times', query],
    queryFn: ({ signal }) => read<StepTime[]>('/step-times', query, signal),
  });
