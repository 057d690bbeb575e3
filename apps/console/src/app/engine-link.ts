import type { Me } from '@bangdai/contracts/http';

/** Port of the engine's own page where everything runs on one machine. */
const LOCAL_UI_PORT = 8233;

/**
 * Address of a workflow in the engine's UI, for engineers. Only a demonstration (all on one machine) has it at a known
 * place; elsewhere the engine is not reachable from offices and there is no link.
 */
export function engineUrl(
  me: Pick<Me, 'demo'>,
  workflowId: string,
  host: string = window.location.hostname,
): string | null {
  if (!me.demo || workflowId === '') return null;
  return `http://${host}:${LOCAL_UI_PORT}/namespaces/default/workflows/${encodeURIComponent(workflowId)}`;
}
