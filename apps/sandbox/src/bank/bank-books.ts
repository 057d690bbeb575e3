import { RefusedError } from '@bangdai/contracts';
import { parseFen } from '../books/fen.js';
import { Journal } from '../books/journal.js';
import { CallbackBook } from '../callbacks/callback.js';
import { loanFrom, type BankEntry, type StoredMessage } from './bank-entries.js';
import { openArrears, type BankLoan } from './bank-loan.js';

/** The bank's books: the file is the truth, what lies in memory is read from it at start. */
export class BankBooks {
  readonly callbacks = new CallbackBook();
  private readonly loansByKey = new Map<string, BankLoan>();
  private readonly messagesById = new Map<string, StoredMessage>();

  private constructor(private readonly journal: Journal<BankEntry>) {
    for (const entry of journal.kept) this.apply(entry);
  }

  static open(file: string): BankBooks {
    return new BankBooks(Journal.open<BankEntry>(file));
  }

  /** Writes one step of business, whole or not at all. */
  record(...entries: BankEntry[]): void {
    this.journal.append(entries);
    for (const entry of entries) this.apply(entry);
  }

  loans(): BankLoan[] {
    return [...this.loansByKey.values()];
  }

  messages(): StoredMessage[] {
    return [...this.messagesById.values()];
  }

  message(id: string): StoredMessage | undefined {
    return this.messagesById.get(id);
  }

  findLoan(county: string, loanNo: string): BankLoan | undefined {
    return this.loansByKey.get(keyOf(county, loanNo));
  }

  /**
   * A loan by its number; the county may be left out where only one county has that number.
   * @throws RefusedError NOT_FOUND, or FIELD_REQUIRED when two counties have it
   */
  loan(loanNo: string, county?: string): BankLoan {
    const found = county
      ? [this.findLoan(county, loanNo)].filter((loan) => loan !== undefined)
      : this.loans().filter((loan) => loan.loanNo === loanNo);
    const [loan, other] = found;
    if (loan === undefined) throw new RefusedError('NOT_FOUND');
    if (other !== undefined)
      throw new RefusedError('FIELD_REQUIRED', [], [{ pointer: '/county', code: 'FIELD_REQUIRED' }]);
    return loan;
  }

  close(): void {
    this.journal.close();
  }

  private apply(entry: BankEntry): void {
    switch (entry.t) {
      case 'message':
        this.messagesById.set(entry.message.id, entry.message);
        return;
      case 'loanOpened':
        this.loansByKey.set(keyOf(entry.loan.county, entry.loan.loanNo), loanFrom(entry.loan));
        return;
      case 'callback':
      case 'callbackDone':
        this.callbacks.apply(entry);
        return;
      default:
        applyToLoan(this.loan(entry.loanNo, entry.county), entry);
    }
  }
}

type LoanEntry = Extract<BankEntry, { loanNo: string }>;

function applyToLoan(loan: BankLoan, entry: LoanEntry): void {
  switch (entry.t) {
    case 'repaid': {
      const { receiptNo, paidOn } = entry;
      loan.repayments.push({
        receiptNo,
        paidOn,
        principal: parseFen(entry.principal),
        interest: parseFen(entry.interest),
      });
      return;
    }
    case 'overdue':
      if (openArrears(loan.arrears) === undefined) loan.arrears.push({ from: entry.overdueSince, to: null });
      return;
    case 'arrearsCured': {
      const spell = openArrears(loan.arrears);
      if (spell !== undefined) spell.to = entry.curedOn;
      return;
    }
    case 'subsidyStopped':
      loan.subsidyStopsOn = entry.stopsOn;
      return;
    case 'recovered':
      loan.recoveries.push({
        receiptNo: entry.receiptNo,
        receivedOn: entry.receivedOn,
        amount: parseFen(entry.amount),
      });
      return;
    case 'extended':
      loan.maturesOn = entry.maturesOn;
  }
}

const keyOf = (county: string, loanNo: string): string => `${county}/${loanNo}`;
