/** Asks for every port before anything is started, so that a clash is one clear line and not a stack of logs. */
import net from 'node:net';
import { portTable } from '../environment.mjs';
import { PlainError } from '../say.mjs';

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export function isPortFree(port) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** A port that nobody listens on now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {net.AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/** @param {import('../environment.mjs').Ports} ports */
export async function requireFreePorts(ports) {
  const seen = new Map();
  for (const [name, { variable, what }] of Object.entries(portTable)) {
    const port = ports[/** @type {keyof typeof portTable} */ (name)];
    const twin = seen.get(port);
    if (twin) throw new PlainError(`${variable} and ${twin} both say ${port}`, 'Give each its own port');
    seen.set(port, variable);
    if (await isPortFree(port)) continue;
    throw new PlainError(
      `Port ${port} for ${what} is in use · 端口 ${port} 已被占用`,
      `Stop the program that uses it, or start with another port: ${variable}=${port + 1000} npm start`,
    );
  }
}
