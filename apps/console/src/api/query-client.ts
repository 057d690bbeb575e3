import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem';

/** A session that ended shows the sign-in page instead of broken panels. */
export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof ApiProblem && error.status === 401) client.setQueryData(['me'], null);
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: true,
        // A refusal is an answer; only silence and 5xx are worth another try.
        retry: (count, error) =>
          count < 2 && !(error instanceof ApiProblem && error.status > 0 && error.status < 500),
      },
    },
  });
  return client;
}
