import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from './client';
import { ApiProblem } from './problem';
import { isUncertain, SubmissionKey } from './submission-key';

export interface CommandInput {
  method?: 'POST' | 'DELETE';
  path: string;
  body?: unknown;
  form?: FormData;
  /** What makes two file uploads the same submission; JSON bodies speak for themselves. */
  fingerprint?: string;
}

/**
 * One command of one opened form. A retry of the same submission keeps its key, so a lost answer never acts twice;
 * `touches` names the cached reads that are stale afterwards.
 */
export function useCommand<T = unknown>(
  touches: readonly string[],
): UseMutationResult<T, Error, CommandInput> {
  const [submission] = useState(() => new SubmissionKey());
  const client = useQueryClient();
  return useMutation<T, Error, CommandInput>({
    mutationFn: async ({ method = 'POST', path, body, form, fingerprint }) => {
      const key = submission.keyFor(`${method} ${path} ${fingerprint ?? JSON.stringify(body ?? null)}`);
      try {
        const answer = await send<T>({ method, path, body, form, key });
        submission.settle();
        return answer;
      } catch (error) {
        if (!(error instanceof ApiProblem) || !isUncertain(error.status, error.code)) submission.settle();
        throw error;
      }
    },
    onSettled: () => Promise.all(touches.map((topic) => client.invalidateQueries({ queryKey: [topic] }))),
  });
}
