import { RefusedError, type CounterpartKey } from '@bangdai/contracts';
import type { Config } from '@bangdai/platform';

const timeoutMs = 5000;

/** What the configuration says of the sandbox. */
export type SandboxConfig = Pick<Config, 'mode' | 'sandboxPort' | 'bankUrl' | 'treasuryUrl'>;

/**
 * In the demo the sandbox stands for every bank and treasury that has no address of its own: it learns a new secret
 * before anything is signed with it. Nobody else is ever told one.
 * @throws RefusedError `COUNTERPART_UNAVAILABLE` when it does not hear
 */
export async function tellSandbox(
  config: SandboxConfig,
  counterpart: CounterpartKey,
  secret: string,
): Promise<void> {
  const sandbox = `http://127.0.0.1:${config.sandboxPort}`;
  const standard = counterpart.kind === 'bank' ? config.bankUrl : config.treasuryUrl;
  if (config.mode !== 'demo' || standard !== `${sandbox}/${counterpart.kind}`) return;
  const response = await fetch(`${sandbox}/secrets`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...counterpart, secret }),
    signal: AbortSignal.timeout(timeoutMs),
  }).catch(() => null);
  if (response?.ok !== true) throw new RefusedError('COUNTERPART_UNAVAILABLE');
}
