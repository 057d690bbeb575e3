import type {
  AccountRow,
  AccountStatement,
  EntryDetail,
  LedgerRow,
  Page,
  TrialBalance,
} from '@bangdai/contracts/http';
import { keepPreviousData, useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { read, withQuery, type QueryValue } from '../../api/client';
import { useMe } from '../session/me-context';
import { useCounties } from '../session/queries';

const PAGE = 100;
type Query = Record<string, QueryValue>;

export const statementPath = (account: string, range: Query = {}): string =>
  withQuery('/ledger/statement', { account, ...range });
export const accountsPath = (kind: string, query: Query): string =>
  withQuery('/ledger/accounts', { kind, ...query });
export const entryPath = (id: string): string => `/ledger/entries/${encodeURIComponent(id)}`;

/** Whose books are open: the reader's own county, or the one chosen by who looks after all of them. */
export function useBooksCounty(chosen: string | undefined): string | undefined {
  const me = useMe();
  const counties = useCounties().data ?? [];
  if (me.county !== '*') return me.county;
  return chosen ?? counties[0]?.code;
}

export const useTrialBalance = (
  county: string | undefined,
  on: string | undefined,
): UseQueryResult<TrialBalance> =>
  useQuery({
    queryKey: ['ledger', 'trial-balance', county, on],
    queryFn: ({ signal }) => read<TrialBalance>('/ledger/trial-balance', { county, on }, signal),
    enabled: county !== undefined,
    placeholderData: keepPreviousData,
  });

const pagesOf = <T extends { next: string | null }>(name: string, path: string, query: Query) => ({
  queryKey: ['ledger', name, query],
  queryFn: ({ pageParam, signal }: { pageParam: string | null; signal: AbortSignal }) =>
    read<T>(path, { ...query, limit: PAGE, after: pageParam }, signal),
  initialPageParam: null as string | null,
  getNextPageParam: (page: T) => page.next,
  placeholderData: keepPreviousData,
});

export const useAccounts = (query: Query) =>
  useInfiniteQuery(pagesOf<Page<AccountRow>>('accounts', '/ledger/accounts', query));

export const useStatement = (query: Query) =>
  useInfiniteQuery(pagesOf<AccountStatement>('statement', '/ledger/statement', query));

export const useEntries = (query: Query) =>
  useInfiniteQuery(pagesOf<Page<LedgerRow>>('entries', '/ledger', query));

export const useEntry = (id: string): UseQueryResult<EntryDetail> =>
  useQuery({
    queryKey: ['ledger', 'entry', id],
    queryFn: ({ signal }) => read<EntryDetail>(entryPath(id), {}, signal),
  });
