import type { ClawbackDetail, ClawbackRow, Page } from '@bangdai/contracts/http';
import { keepPreviousData, useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { read } from '../../api/client';

export const clawbackPath = (id: string): string => `/clawbacks/${encodeURIComponent(id)}`;

export const useClawbacks = (query: { county?: string | undefined; stage?: string | undefined }) =>
  useInfiniteQuery({
    queryKey: ['clawbacks', 'list', query],
    queryFn: ({ pageParam, signal }) =>
      read<Page<ClawbackRow>>('/clawbacks', { ...query, limit: 50, after: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });

export const useClawback = (id: string): UseQueryResult<ClawbackDetail> =>
  useQuery({
    queryKey: ['clawbacks', 'one', id],
    queryFn: ({ signal }) => read<ClawbackDetail>(clawbackPath(id), {}, signal),
  });
