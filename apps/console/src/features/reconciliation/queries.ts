import type {
  BankDueRow,
  Page,
  ReconciliationCaseDetail,
  ReconciliationCaseRow,
  ReconciliationRunRow,
} from '@bangdai/contracts/http';
import { keepPreviousData, useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { read } from '../../api/client';

export const casePath = (id: string): string => `/reconciliation/cases/${encodeURIComponent(id)}`;
/** Address of a case in the console. */
export const caseUrl = (id: string): string => `/reconciliation/${encodeURIComponent(id)}`;

export interface CaseFilters {
  state: string;
  kind: string | undefined;
  mine: string | undefined;
}

export const useCases = (filters: CaseFilters) =>
  useInfiniteQuery({
    queryKey: ['reconciliation', 'cases', filters],
    queryFn: ({ pageParam, signal }) =>
      read<Page<ReconciliationCaseRow>>(
        '/reconciliation/cases',
        { ...filters, limit: 50, after: pageParam ?? undefined },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });

export const useCase = (id: string): UseQueryResult<ReconciliationCaseDetail> =>
  useQuery({
    queryKey: ['reconciliation', 'case', id],
    queryFn: ({ signal }) => read<ReconciliationCaseDetail>(casePath(id), {}, signal),
  });

/** What banks were paid too much, in sight of the reader. */
export const useBankDues = (): UseQueryResult<BankDueRow[]> =>
  useQuery({
    queryKey: ['reconciliation', 'bank-dues'],
    queryFn: ({ signal }) => read<BankDueRow[]>('/bank-dues', {}, signal),
  });

export const useRuns = (): UseQueryResult<ReconciliationRunRow[]> =>
  useQuery({
    queryKey: ['reconciliation', 'runs'],
    queryFn: ({ signal }) => read<ReconciliationRunRow[]>('/reconciliation/runs', {}, signal),
  });
