import type { ImportView } from '@bangdai/contracts/http';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { read } from '../../api/client';
import { isTakingOver } from './import-state';

export const importPath = (id: string): string => `/imports/${encodeURIComponent(id)}`;

export const useImports = (): UseQueryResult<ImportView[]> =>
  useQuery({
    queryKey: ['imports', 'list'],
    queryFn: ({ signal }) => read<ImportView[]>('/imports', {}, signal),
  });

/** Live events bring the progress; while it runs it is also asked for, should the stream be down. */
export const useImport = (id: string): UseQueryResult<ImportView> =>
  useQuery({
    queryKey: ['imports', 'one', id],
    queryFn: ({ signal }) => read<ImportView>(importPath(id), {}, signal),
    refetchInterval: (query) =>
      query.state.data !== undefined && isTakingOver(query.state.data) ? 2_000 : false,
  });
