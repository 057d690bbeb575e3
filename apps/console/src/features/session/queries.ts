import type { CountyView, DemoAccount, Me } from '@bangdai/contracts/http';
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useCallback } from 'react';
import { read, send } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { makeUuid } from '../../api/submission-key';

/** Who is signed in; null when nobody is. */
export function useSession(): UseQueryResult<Me | null> {
  return useQuery({
    queryKey: ['me'],
    staleTime: 300_000,
    queryFn: async ({ signal }) => {
      try {
        return await read<Me>('/me', {}, signal);
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 401) return null;
        throw error;
      }
    },
  });
}

/** Accounts of a demonstration; an ordinary installation does not answer and the list stays away. */
export const useDemoAccounts = (): UseQueryResult<DemoAccount[]> =>
  useQuery({
    queryKey: ['demo-accounts'],
    queryFn: ({ signal }) => read<DemoAccount[]>('/demo/accounts', {}, signal),
    retry: false,
    staleTime: Infinity,
  });

export const useCounties = (): UseQueryResult<CountyView[]> =>
  useQuery({
    queryKey: ['counties'],
    queryFn: ({ signal }) => read<CountyView[]>('/counties', {}, signal),
    staleTime: 600_000,
  });

export const useCounty = (code: string | undefined): CountyView | undefined =>
  useCounties().data?.find((county) => county.code === code);

/** Whether a column of banks tells anything to this person. */
export function useManyBanks(): boolean {
  const me = useSession().data;
  const banks = useCounties().data?.flatMap((county) => county.banks) ?? [];
  return banks.length > 1 && (me?.bank ?? null) === null;
}

/** Leaves at once on this screen, whatever the network says. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(async () => {
    await send({ method: 'DELETE', path: '/session', key: makeUuid() }).catch(() => undefined);
    client.clear();
    client.setQueryData(['me'], null);
  }, [client]);
}
