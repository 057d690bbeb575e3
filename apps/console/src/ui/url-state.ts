import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

export type Patch = Record<string, string | null | undefined>;

/** New search parameters: an empty value leaves the address. Kept apart from React for its tests. */
export function patched(current: URLSearchParams, patch: Patch): URLSearchParams {
  const next = new URLSearchParams(current);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null || value === undefined || value === '') next.delete(name);
    else next.set(name, value);
  }
  return next;
}

/** Filters live in the address, so that a view can be sent to a colleague and survives a reload. */
export function useUrlState(): [(name: string) => string | undefined, (patch: Patch) => void] {
  const [params, setParams] = useSearchParams();
  const get = useCallback((name: string) => params.get(name) ?? undefined, [params]);
  const set = useCallback(
    (patch: Patch) => setParams((current) => patched(current, patch), { replace: true }),
    [setParams],
  );
  return [get, set];
}
