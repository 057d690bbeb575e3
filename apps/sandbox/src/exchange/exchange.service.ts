import { RefusedError } from '@bangdai/contracts';
import { BankMessageBody, PaymentOrderBody } from '@bangdai/contracts/http';
import { formatFen, parseFen } from '../books/fen.js';
import type { BankService } from '../bank/bank.service.js';
import type { FaultSwitches } from '../faults/fault-switches.js';
import type { TreasuryService } from '../treasury/treasury.service.js';
import { ExchangeFiles, type Row } from './exchange-files.js';

export interface ExchangeRun {
  dir: string;
  county: string;
  kind: 'bank' | 'treasury';
  code: string;
}

/** What `wrongAmount` adds to what is said, in fen. */
const slip = 100n;

/**
 * A bank or treasury that works by files: one run reads what lies in its folder and writes what it has to say. The same
 * switches as over HTTP: `slow`, `error`, `silent` and `lateCallback` (nothing this time), `lostAnswer` (done, not told
 * this time), `garbage` (spoilt checksum, mended by the next run), `duplicateCallback`, `wrongAmount`, `reject`.
 */
export class ExchangeService {
  private readonly told = new Set<string>();
  private readonly toMend = new Map<string, string>();

  constructor(
    private readonly bank: BankService,
    private readonly treasury: TreasuryService,
    private readonly faults: FaultSwitches,
  ) {}

  async run(run: ExchangeRun): Promise<{ read: number; written: string[] }> {
    const files = new ExchangeFiles(run.dir);
    const spoilt = this.toMend.get(run.dir);
    if (spoilt !== undefined) files.mend(spoilt);
    this.toMend.delete(run.dir);
    if (this.struck(run, 'slow', 'send') || this.struck(run, 'error', 'send'))
      return { read: 0, written: [] };
    const lists: Row[][] = [];
    const read = await files.take((type, row) => {
      if (type === 'payments') this.accept(row);
      else if (type === 'messages') this.receive(row);
      else if (type === 'listrequests') lists.push(this.listOf(row));
    });
    const written = lists.filter((rows) => rows.length > 0).map((rows) => files.put('subsidylist', rows));
    if (run.kind === 'treasury') written.push(...this.report(run, files));
    return { read, written };
  }

  private accept(row: Row): void {
    const order = PaymentOrderBody.parse({ ...row, lines: Number(row['lines']) });
    this.treasury.accept(order);
  }

  private receive({ id, kind, county, bank, loanNo, ...data }: Row): void {
    const message = BankMessageBody.parse({
      id,
      kind,
      county,
      bank,
      loanNo: loanNo === '' ? null : loanNo,
      data,
    });
    try {
      this.bank.receive(message);
    } catch (error) {
      // A refused row stops no other row; what it says about it is told over the phone.
      if (!(error instanceof RefusedError)) throw error;
    }
  }

  private listOf(request: Row): Row[] {
    const { county = '', bank = '', periodFrom = '', periodTo = '', settleOn = '' } = request;
    const lines = this.bank.listSubsidies({ county, bank, periodFrom, periodTo, settleOn }) ?? [];
    return lines.map(({ loanNo, nights, interest, subsidy }) => ({
      ...{ settleOn, loanNo, nights: String(nights), interest, subsidy },
    }));
  }

  /** What was carried out and not told yet, as one file of receipts. */
  private report(run: ExchangeRun, files: ExchangeFiles): string[] {
    const quiet = ['silent', 'lateCallback', 'lostAnswer'] as const;
    const due = this.treasury
      .book({ county: run.county })
      .payments.filter(({ state, paymentNo }) => state !== 'accepted' && !this.told.has(paymentNo));
    if (due.length === 0) return [];
    if (quiet.some((fault) => this.struck(run, fault, 'callback'))) return [];
    for (const { paymentNo } of due) this.told.add(paymentNo);
    const rows = due.map(({ orderNo, state, paidOn, amount }) => ({
      ...{ orderNo, outcome: state, paidOn: paidOn ?? '' },
      amount: this.struck(run, 'wrongAmount', 'callback') ? formatFen(parseFen(amount) + slip) : amount,
    }));
    const isTwice = this.struck(run, 'duplicateCallback', 'callback');
    const isSpoilt = this.struck(run, 'garbage', 'callback');
    const name = files.put('receipts', isTwice ? [...rows, ...rows] : rows, isSpoilt ? 'spoilt' : null);
    if (isSpoilt) this.toMend.set(run.dir, name);
    return [name];
  }

  private struck(
    { kind }: ExchangeRun,
    fault: Parameters<FaultSwitches['take']>[1],
    place: 'send' | 'callback',
  ) {
    return this.faults.take(kind, fault, place) !== null;
  }
}
