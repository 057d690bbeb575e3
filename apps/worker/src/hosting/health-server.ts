import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HealthReport {
  ok: boolean;
  workers: Record<string, string>;
  relays: 'ok' | 'failing';
  /** Counterparts that are spared at the moment, as `kind county bank`. */
  circuitsOpen: string[];
  /** What is wrong with packs that lie in the folders and were not taken up, as `file · cell：reason`. */
  packsRefused: string[];
}

/** `GET /health`: 200 while all workers run and the relays get through, else 503. */
export class HealthServer {
  private server: Server | null = null;

  constructor(private readonly report: () => HealthReport) {}

  /** @returns the port it listens on */
  async listen(port: number): Promise<number> {
    const server = createServer((request, response) => {
      if (request.url !== '/health') {
        response.writeHead(404).end();
        return;
      }
      const report = this.report();
      response
        .writeHead(report.ok ? 200 : 503, { 'content-type': 'application/json' })
        .end(JSON.stringify(report));
    });
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    return (server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const { server } = this;
    if (server === null) return;
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  }
}
