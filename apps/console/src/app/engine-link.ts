import type { Me } from '@bangdai/contracts/http';

/** Where the engine's own page is when everything runs on one machine at its usual ports. */
const demoUrl = (host: string): string => `http://${host}:8233`;

/**
 * Address of a workflow in the engine's UI, for engineers. The API says where that UI is; a demonstration has it at its
 * usual place. Elsewhere the engine is not reachable from offices and there is no link.
 */
export function engineUrl(
  me: Pick<Me, 'demo' | 'temporalUiUrl' | 'temporalNamespace'>,
  workflowId: string,
  runId: string | null = null,
  host: string = window.location.hostname,
): string | null {
  const base = me.temporalUiUrl ?? (me.demo ? demoUrl(host) : null);
  if (base === null || workflowId === '') return null;
  const page = `${base.replace(/\/$/, '')}/namespaces/${me.temporalNamespace ?? 'default'}/workflows/${encodeURIComponent(workflowId)}`;
  return runId === null ? page : `${page}/${encodeURIComponent(runId)}/history`;
}
