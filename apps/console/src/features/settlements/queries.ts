import type {
  HistoryRow,
  Page,
  SettlementDetail,
  SettlementLineRow,
  SettlementRow,
} from '@bangdai/contracts/http';
import { keepPreviousData, useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { read } from '../../api/client';

export const settlementPath = (id: string): string => `/settlements/${encodeURIComponent(id)}`;

export const useSettlements = (county: string | undefined) =>
  useInfiniteQuery({
    queryKey: ['settlements', 'list', county],
    queryFn: ({ pageParam, signal }) =>
      read<Page<SettlementRow>>('/settlements', { county, limit: 50, after: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

export const useSettlement = (id: string): UseQueryResult<SettlementDetail> =>
  useQuery({
    queryKey: ['settlements', 'one', id],
    queryFn: ({ signal }) => read<SettlementDetail>(settlementPath(id), {}, signal),
  });

export const useSettlementHistory = (id: string): UseQueryResult<HistoryRow[]> =>
  useQuery({
    queryKey: ['settlements', 'one', id, 'history'],
    queryFn: ({ signal }) => read<HistoryRow[]>(`${settlementPath(id)}/history`, {}, signal),
  });

export const useSettlementLines = (
  id: string,
  query: { state?: string | undefined; q?: string | undefined },
  limit = 100,
) =>
  useInfiniteQuery({
    queryKey: ['settlements', 'one', id, 'lines', query, limit],
    queryFn: ({ pageParam, signal }) =>
      read<Page<SettlementLineRow>>(
        `${settlementPath(id)}/lines`,
        { ...query, limit, after: pageParam ?? undefined },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
