import { Agent, get } from 'node:http';

/** A client that costs as little as it can, since it runs on the cores that it measures. */
export class LightClient {
  private readonly agent: Agent;

  constructor(
    width: number,
    private readonly headers: Record<string, string> = {},
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: width });
  }

  /** Reads the whole answer. @throws Error unless it is a success */
  read(url: string): Promise<void> {
    const { agent, headers } = this;
    return new Promise((resolve, reject) => {
      const request = get(url, { agent, headers }, (answer) => {
        answer.resume().once('error', reject);
        answer.once('end', () =>
          answer.statusCode === 200 ? resolve() : reject(new Error(`${url}: ${answer.statusCode}`)),
        );
      });
      request.once('error', reject);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
