import type { BudgetForecast, BudgetView } from '@bangdai/contracts/http';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { read } from '../../api/client';

export const useBudgets = (county: string | undefined): UseQueryResult<BudgetView[]> =>
  useQuery({
    queryKey: ['budgets', 'list', county],
    queryFn: ({ signal }) => read<BudgetView[]>('/budgets', { county }, signal),
  });

export const useForecast = (county: string, year: number): UseQueryResult<BudgetForecast> =>
  useQuery({
    queryKey: ['budgets', 'forecast', county, year],
    queryFn: ({ signal }) => read<BudgetForecast>('/budgets/forecast', { county, year, quarters: 4 }, signal),
  });
