import type { FundDetail, FundMovementRow, FundView, Page } from '@bangdai/contracts/http';
import { useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { read } from '../../api/client';

export const fundPath = (id: string): string => `/funds/${encodeURIComponent(id)}`;

export const useFunds = (): UseQueryResult<FundView[]> =>
  useQuery({ queryKey: ['funds', 'list'], queryFn: ({ signal }) => read<FundView[]>('/funds', {}, signal) });

export const useFund = (id: string): UseQueryResult<FundDetail> =>
  useQuery({
    queryKey: ['funds', 'one', id],
    queryFn: ({ signal }) => read<FundDetail>(fundPath(id), {}, signal),
  });

export const useFundMovements = (id: string) =>
  useInfiniteQuery({
    queryKey: ['funds', 'movements', id],
    queryFn: ({ pageParam, signal }) =>
      read<Page<FundMovementRow>>(
        `${fundPath(id)}/movements`,
        { limit: 50, after: pageParam ?? undefined },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
