import type {
  AgendaRow,
  CorrectionRow,
  DocumentView,
  LoanDetail,
  LoanMoney,
  LoanRow,
  LoanSummary,
  Page,
} from '@bangdai/contracts/http';
import { keepPreviousData, useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { read } from '../../api/client';
import type { LoanFilters } from './loan-filters';

export const loanPath = (loanId: string): string => `/loans/${encodeURIComponent(loanId)}`;
export const documentUrl = (document: Pick<DocumentView, 'id'>): string =>
  `/v1/documents/${encodeURIComponent(document.id)}`;
export const afterLoanCommand = ['loans', 'tasks', 'claims', 'settlements', 'clawbacks'] as const;

function useLoanPart<T>(loanId: string | undefined, part: string): UseQueryResult<T> {
  return useQuery({
    queryKey: ['loans', 'one', loanId, part],
    queryFn: ({ signal }) => read<T>(`${loanPath(loanId ?? '')}${part}`, {}, signal),
    enabled: loanId !== undefined,
  });
}

export const useLoan = (loanId: string | undefined) => useLoanPart<LoanDetail>(loanId, '');
export const useAgenda = (loanId: string) => useLoanPart<AgendaRow[]>(loanId, '/agenda');
export const useCorrections = (loanId: string) => useLoanPart<CorrectionRow[]>(loanId, '/corrections');
export const useLoanMoney = (loanId: string) => useLoanPart<LoanMoney>(loanId, '/money');

export const useLoanList = (filters: LoanFilters, limit: number) =>
  useInfiniteQuery({
    queryKey: ['loans', 'list', filters, limit],
    queryFn: ({ pageParam, signal }) =>
      read<Page<LoanRow>>('/loans', { ...filters, limit, after: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });

export const useLoanSummary = (filters: LoanFilters): UseQueryResult<LoanSummary> =>
  useQuery({
    queryKey: ['loans', 'summary', filters],
    queryFn: ({ signal }) => read<LoanSummary>('/loans/summary', filters, signal),
    placeholderData: keepPreviousData,
  });
