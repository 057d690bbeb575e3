import type { ClaimDetail, ClaimRow, Page } from '@bangdai/contracts/http';
import { keepPreviousData, useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { read } from '../../api/client';

export const claimPath = (id: string): string => `/claims/${encodeURIComponent(id)}`;

export const useClaims = (query: { county?: string | undefined; stage?: string | undefined }) =>
  useInfiniteQuery({
    queryKey: ['claims', 'list', query],
    queryFn: ({ pageParam, signal }) =>
      read<Page<ClaimRow>>('/claims', { ...query, limit: 50, after: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });

export const useClaim = (id: string): UseQueryResult<ClaimDetail> =>
  useQuery({
    queryKey: ['claims', 'one', id],
    queryFn: ({ signal }) => read<ClaimDetail>(claimPath(id), {}, signal),
  });
