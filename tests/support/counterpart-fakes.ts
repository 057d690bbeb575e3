import type { PaymentOrder, StatementEntry, SubsidyListLine } from '@bangdai/contracts';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface BankMail {
  id: string;
  kind: string;
  loanNo: string | null;
  data: Record<string, string>;
}

/** A bank and a treasury as HTTP servers that do exactly what a test tells them. */
export class CounterpartFakes {
  readonly mail: BankMail[] = [];
  /** Orders as they came in, each send one entry. */
  readonly sends: PaymentOrder[] = [];
  /** What the bank answers when it is asked for its list. */
  list: SubsidyListLine[] = [];
  /** What the bank's and the treasury's own books say when they are asked for a statement. */
  statement: StatementEntry[] = [];
  paid: StatementEntry[] = [];
  /** Milliseconds between the effect of a payment order and its answer. */
  answerDelayMs = 0;
  /** Day on which the treasury says it paid; null: accepted, not paid yet. */
  paidOn: string | null = null;
  /** Set, it answers for the treasury: an order that was sent, or a question about one. */
  treasury: ((call: 'send' | 'query', sends: number) => { status: number; answer: unknown }) | null = null;
  /** Set, a bank that counts for itself gets what is sent to this one, and its list is the answer. */
  bankUrl: string | null = null;
  private readonly server: Server = createServer((request, response) => {
    void readBody(request).then(async ({ text, body }) => {
      const { status, answer } = await this.forwarded(request, text).then(
        (told) => told ?? this.answer(request, body),
      );
      const isPayment = request.method === 'POST' && request.url?.startsWith('/treasury') === true;
      if (isPayment) await sleep(this.answerDelayMs);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async forwarded(
    { method = 'GET', url = '', headers }: IncomingMessage,
    text: string,
  ): Promise<{ status: number; answer: unknown } | null> {
    const isTold = url.startsWith('/bank/messages') || url.startsWith('/bank/subsidy-lists');
    if (this.bankUrl === null || !isTold) return null;
    const signed = Object.entries(headers).filter(([name]) => /^(webhook-|content-type)/.test(name));
    const response = await fetch(`${this.bankUrl}${url.slice('/bank'.length)}`, {
      ...{ method, headers: Object.fromEntries(signed) as Record<string, string> },
      ...(text === '' ? {} : { body: text }),
    });
    return { status: response.status, answer: await response.json() };
  }

  private answer({ method, url = '' }: IncomingMessage, body: unknown): { status: number; answer: unknown } {
    if (url.startsWith('/bank/messages')) {
      const mail = body as BankMail;
      if (!this.mail.some(({ id }) => id === mail.id)) this.mail.push(mail);
      return { status: 202, answer: { id: mail.id, state: 'accepted' } };
    }
    if (url.startsWith('/bank/statements')) return { status: 200, answer: { entries: this.statement } };
    if (url.startsWith('/treasury/statements')) return { status: 200, answer: { entries: this.paid } };
    if (url.startsWith('/bank/subsidy-lists')) return { status: 200, answer: { lines: this.list } };
    if (method === 'POST') this.sends.push(body as PaymentOrder);
    if (this.treasury !== null) return this.treasury(method === 'POST' ? 'send' : 'query', this.sends.length);
    if (method === 'POST') {
      return { status: 202, answer: { state: 'accepted', paidOn: null } };
    }
    const state = this.paidOn === null ? 'accepted' : 'paid';
    return { status: 200, answer: { state, paidOn: this.paidOn } };
  }
}

async function readBody(request: IncomingMessage): Promise<{ text: string; body: unknown }> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString('utf8');
  return { text, body: text === '' ? null : JSON.parse(text) };
}
