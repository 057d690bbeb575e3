import { useCallback } from 'react';
import { useSearchParams } from 'react-router';
import { patched, type Patch } from './patched';

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
