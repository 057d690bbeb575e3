/** Waits until a part answers, and gives up at once when its process has ended. */
import net from 'node:net';
import { PlainError } from '../say.mjs';

/**
 * @param {import('./child.mjs').Child} child
 * @param {() => Promise<boolean>} isReady
 * @param {number} timeoutMs
 */
export async function waitUntilReady(child, isReady, timeoutMs) {
  const until = Date.now() + timeoutMs;
  while (Date.now() < until) {
    if (child.hasEnded) throw diedError(child, await child.ended);
    if (await isReady()) return;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new PlainError(
    `${child.name} was not ready within ${Math.round(timeoutMs / 1000)} s`,
    `See ${child.logFile}${child.plan.remedy ? `. ${child.plan.remedy}` : ''}`,
  );
}

/** @param {import('./child.mjs').Child} child @param {string} how */
export function diedError(child, how) {
  const remedy = child.plan.remedy ?? 'Then run npm start again';
  return new PlainError(`${child.name} ${how} · ${child.name} 已停止`, `See ${child.logFile}. ${remedy}`);
}

/** @param {string} url */
export async function answersOk(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/** @param {number} port @returns {Promise<boolean>} */
export function acceptsConnections(port) {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1', timeout: 1_000 });
    const answer = (/** @type {boolean} */ isOpen) => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
    socket.once('timeout', () => answer(false));
  });
}
