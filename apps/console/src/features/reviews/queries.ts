import type {
  ColleagueView,
  DocumentView,
  Page,
  PhraseView,
  PrintedForm,
  SavedViewRow,
  TaskCounts,
  TaskDetail,
  TaskRow,
} from '@bangdai/contracts/http';
import { useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { read } from '../../api/client';
import type { InboxFilters } from './inbox-filters';

/** Reads that a decision makes stale: the inbox itself and whatever the task was about. */
export const afterDecision = ['tasks', 'loans', 'settlements', 'claims', 'funds', 'imports'] as const;

export const taskPath = (taskId: string): string => `/tasks/${encodeURIComponent(taskId)}`;

export const useTaskCounts = (enabled = true): UseQueryResult<TaskCounts> =>
  useQuery({
    queryKey: ['tasks', 'counts'],
    queryFn: ({ signal }) => read<TaskCounts>('/tasks/counts', {}, signal),
    enabled,
  });

export const useTask = (taskId: string | undefined): UseQueryResult<TaskDetail> =>
  useQuery({
    queryKey: ['tasks', 'one', taskId],
    queryFn: ({ signal }) => read<TaskDetail>(taskPath(taskId ?? ''), {}, signal),
    enabled: taskId !== undefined,
  });

/** The inbox page by page; the API has the order (overdue first, then due day, then amount). */
export const useTaskList = (filters: InboxFilters, limit: number) =>
  useInfiniteQuery({
    queryKey: ['tasks', 'list', filters, limit],
    queryFn: ({ pageParam, signal }) =>
      read<Page<TaskRow>>('/tasks', { ...filters, limit, after: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (previous) => previous,
  });

/** Who may take a task, or be asked about it; read when the dialog opens. */
export const useTaskPeople = (taskId: string, purpose: 'handOver' | 'ask'): UseQueryResult<ColleagueView[]> =>
  useQuery({
    queryKey: ['tasks', 'people', taskId, purpose],
    queryFn: ({ signal }) => read<ColleagueView[]>(`${taskPath(taskId)}/people`, { for: purpose }, signal),
  });

export const usePhrases = (): UseQueryResult<PhraseView[]> =>
  useQuery({
    queryKey: ['phrases'],
    queryFn: ({ signal }) => read<PhraseView[]>('/phrases', {}, signal),
    staleTime: 300_000,
  });

export const useSavedViews = (): UseQueryResult<SavedViewRow[]> =>
  useQuery({
    queryKey: ['views'],
    queryFn: ({ signal }) => read<SavedViewRow[]>('/views', {}, signal),
    staleTime: 300_000,
  });

/** One view by its link, somebody else's too. */
export const useSavedView = (id: string | undefined): UseQueryResult<SavedViewRow> =>
  useQuery({
    queryKey: ['views', id],
    queryFn: ({ signal }) => read<SavedViewRow>(`/views/${encodeURIComponent(id ?? '')}`, {}, signal),
    enabled: id !== undefined,
    retry: false,
  });

/** A few tasks for the home page. */
export const useSomeTasks = (
  query: { due?: string; limit: number },
  enabled: boolean,
): UseQueryResult<Page<TaskRow>> =>
  useQuery({
    queryKey: ['tasks', 'some', query],
    queryFn: ({ signal }) => read<Page<TaskRow>>('/tasks', { tab: 'todo', ...query }, signal),
    enabled,
  });

/** Proofs attached to a task. */
export const useTaskFiles = (taskId: string): UseQueryResult<DocumentView[]> =>
  useQuery({
    queryKey: ['tasks', 'files', taskId],
    queryFn: ({ signal }) => read<DocumentView[]>(`${taskPath(taskId)}/files`, {}, signal),
  });

/** The paper of a task, read only when it is to be printed. */
export const readPrintedForm = (taskId: string): Promise<PrintedForm> =>
  read<PrintedForm>(`${taskPath(taskId)}/form`);
