import { randomUUID } from 'node:crypto';
import {
  CounterpartUnavailableError,
  type BankGateway,
  type BankMessage,
  type StatementEntry,
  type StatementSpan,
  type SubsidyListAnswer,
} from '@bangdai/contracts';
import { BankMessageAnswer, SubsidyListBody } from '@bangdai/contracts/http';
import { checked, type Answer, type SignedHttp } from '../http/signed-http.js';
import { fetchStatement } from '../http/statement.js';

type ListRequest = Parameters<BankGateway['requestSubsidyList']>[0];

/** A bank behind HTTP: `POST /messages`, `GET /subsidy-lists`. */
export class HttpBankAdapter implements BankGateway {
  constructor(
    private readonly http: SignedHttp,
    private readonly bank: string,
  ) {}

  async deliver(message: BankMessage): Promise<void> {
    const body = { ...message, bank: this.bank };
    await this.http.call({ method: 'POST', path: '/messages', id: message.id, body }, (answer) =>
      checked(BankMessageAnswer, answer, 'send'),
    );
  }

  async requestSubsidyList(request: ListRequest): Promise<SubsidyListAnswer> {
    const query = new URLSearchParams({ ...request });
    const path = `/subsidy-lists?${query}`;
    return this.http.call({ method: 'GET', path, id: `subsidy-lists/${randomUUID()}` }, readList);
  }

  requestStatement(span: StatementSpan & { bank: string }): Promise<StatementEntry[]> {
    return fetchStatement(this.http, { ...span });
  }
}

function readList(answer: Answer): SubsidyListAnswer {
  if (answer.status === 202) return { pending: true, lines: [] };
  const { lines } = checked(SubsidyListBody, answer, 'query');
  // Two lines for one loan: neither can be believed, and comparing only the last would hide the other.
  if (new Set(lines.map((line) => line.loanNo)).size !== lines.length)
    throw new CounterpartUnavailableError('BAD_ANSWER');
  return { pending: false, lines };
}
