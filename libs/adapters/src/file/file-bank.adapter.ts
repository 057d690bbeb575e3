import {
  CounterpartUnavailableError,
  type BankGateway,
  type BankMessage,
  type CounterpartKey,
  type DispatchStore,
  type SubsidyListAnswer,
} from '@bangdai/contracts';
import type { OutTables } from './out-tables.js';

type ListRequest = Parameters<BankGateway['requestSubsidyList']>[0];

/** A bank that takes messages as files, one message each, and hands its lists and reports in as files. */
export class FileBankAdapter implements BankGateway {
  constructor(
    private readonly out: OutTables,
    private readonly counterpart: CounterpartKey,
    private readonly dispatches: DispatchStore,
  ) {}

  async deliver(message: BankMessage): Promise<void> {
    const { id, kind, county, loanNo, data } = message;
    const head = ['id', 'kind', 'county', 'bank', 'loanNo', ...Object.keys(data)];
    const row = [id, kind, county, this.counterpart.code, loanNo ?? '', ...Object.values(data)];
    await this.write('messages', id, [head, row]);
  }

  /** Asked for by a file; the list itself comes later, in a file of the bank. */
  async requestSubsidyList(request: ListRequest): Promise<SubsidyListAnswer> {
    const key = `subsidy-list/${request.bank}/${request.settleOn}`;
    await this.write('listrequests', key, [Object.keys(request), Object.values(request)]);
    return { pending: true, lines: [] };
  }

  /** Comes by itself, as a file on its day. */
  async requestStatement(): Promise<null> {
    return null;
  }

  private async write(type: string, key: string, rows: string[][]): Promise<void> {
    const number = await this.dispatches.numberFor(this.counterpart, key);
    // The text of a message is fixed before it first leaves: other content under its number is none of ours.
    const isSame = await this.out.send(type, number, rows).catch((error: unknown) => {
      throw new CounterpartUnavailableError((error as { code?: string }).code ?? 'DISK');
    });
    if (!isSame) throw new CounterpartUnavailableError('FILE_DIFFERS');
  }
}
