import { createHash } from 'node:crypto';
import { RefusedError } from '@bangdai/contracts';
import type { BankMessageBody } from '@bangdai/contracts/http';
import type { z } from 'zod';
import type { Clock } from '../books/clock.js';
import { addMonths } from '../books/days.js';
import { formatFen, parseFen } from '../books/fen.js';
import { eventId, type Callback } from '../callbacks/callback.js';
import type { CallbackSender } from '../callbacks/callback-sender.js';
import type { FaultSwitches } from '../faults/fault-switches.js';
import { parse } from '../http/parse.js';
import type { BankBooks } from './bank-books.js';
import type { BankEntry, StoredLoan } from './bank-entries.js';
import { balanceNow } from './bank-loan.js';
import { reportOn } from './bank-report.js';
import { DisbursementData, ExtensionData, StopData, type ListQuery } from './bank.schema.js';
import { ProgrammeTerms } from './programme-terms.js';
import { repaymentEntries } from './repayment.js';
import { subsidyList, type SubsidyLine } from './subsidy-list.js';

type Message = z.output<typeof BankMessageBody>;
type ListRequest = z.output<typeof ListQuery>;

const standardListDelayMs = 1000;
/** What `wrongAmount` adds, in fen. */
const slip = 100n;

/** What the bank does where the platform leaves it to the bank. */
export interface BankTerms {
  /** Yearly contract rate, for example `0.03`. */
  annualRate: string;
}

/** What the bank does when the platform writes or asks. */
export class BankService {
  constructor(
    private readonly books: BankBooks,
    private readonly sender: CallbackSender,
    private readonly faults: FaultSwitches,
    private readonly clock: Clock,
    private readonly terms: BankTerms,
  ) {}

  /**
   * Takes a message once: its effect, its receipt and the report that follows are one line in the books.
   * @throws RefusedError IDEMPOTENCY_KEY_REUSED, ALREADY_DISBURSED, FIELD_INVALID, NOT_FOUND
   */
  receive(message: Message): { id: string; state: 'accepted' } {
    const digest = createHash('sha256').update(canonical(message)).digest('hex');
    const known = this.books.message(message.id);
    if (known !== undefined && known.digest !== digest) throw new RefusedError('IDEMPOTENCY_KEY_REUSED');
    if (known === undefined) {
      const { id, kind, county, bank, loanNo } = message;
      const stored = { id, kind, county, bank, loanNo, digest, receivedAt: new Date().toISOString() };
      this.recordAndReport([{ t: 'message', message: stored }, ...this.effectOf(message)]);
    }
    return { id: message.id, state: 'accepted' };
  }

  /** The bank's own list, or null when it will be pushed later (switch `pendingList`). */
  listSubsidies(request: ListRequest): ReturnType<typeof showLine>[] | null {
    const { county, bank, periodFrom, periodTo } = request;
    const loans = this.books.loans().filter((loan) => loan.county === county && loan.bank === bank);
    const lines = this.withSlips(subsidyList(loans, periodFrom, periodTo)).map(showLine);
    const pending = this.faults.take('bank', 'pendingList', 'query');
    if (pending === null) return lines;
    this.pushLater(request, lines, pending.delayMs ?? standardListDelayMs);
    return null;
  }

  /** Writes a step of business and lets its reports leave. */
  recordAndReport(entries: BankEntry[]): void {
    this.books.record(...entries);
    for (const entry of entries) if (entry.t === 'callback') this.sender.send(entry.callback);
  }

  private effectOf(message: Message): BankEntry[] {
    if (message.kind === 'disbursementRequest') return this.disburse(message);
    if (message.kind === 'extensionAdvice') return this.extend(message);
    if (message.kind === 'subsidyStopAdvice') return this.stopSubsidy(message);
    return [];
  }

  private disburse({ county, bank, loanNo, data }: Message): BankEntry[] {
    if (loanNo === null)
      throw new RefusedError('FIELD_REQUIRED', [], [{ pointer: '/loanNo', code: 'FIELD_REQUIRED' }]);
    const isKnown = this.books.findLoan(county, loanNo) !== undefined;
    if (isKnown && data.reminder === 'true') return [];
    if (isKnown) throw new RefusedError('ALREADY_DISBURSED');
    const terms = parse(DisbursementData, data);
    const disbursedOn = terms.on ?? this.clock.today();
    const loan: StoredLoan = {
      ...{ county, bank, loanNo, contractNo: `HT-${loanNo}`, disbursedOn },
      householdNo: terms.householdNo ?? null,
      amount: terms.amount,
      openingBalance: terms.amount,
      annualRate: terms.annualRate ?? terms.rateCap ?? this.terms.annualRate,
      maturesOn: terms.maturesOn ?? addMonths(disbursedOn, terms.termMonths),
      ...{ overdueSince: null, subsidyRate: null, principalCap: null, isLegacy: false },
      terms: ProgrammeTerms.parse(data),
    };
    const opened: BankEntry[] = [
      { t: 'loanOpened', loan },
      { t: 'callback', callback: this.disbursementReport(loan) },
    ];
    return [...this.payOff(county, terms.previousLoanNo, loan), ...opened];
  }

  /**
   * A renewal pays off the loan before it on the same day. The report of its disbursement says so; a repayment reported
   * beside it would be the same money twice.
   */
  private payOff(county: string, previousLoanNo: string | undefined, by: StoredLoan): BankEntry[] {
    const previous = previousLoanNo === undefined ? undefined : this.books.findLoan(county, previousLoanNo);
    const balance = previous === undefined ? 0n : balanceNow(previous);
    if (previous === undefined || balance === 0n) return [];
    const receiptNo = `${previous.loanNo}-X${by.loanNo}`;
    const payment = { receiptNo, paidOn: by.disbursedOn, principal: formatFen(balance) };
    return repaymentEntries(previous, payment).filter(({ t }) => t === 'repaid');
  }

  private disbursementReport(loan: StoredLoan): Callback {
    const { contractNo, annualRate, disbursedOn, maturesOn } = loan;
    const isWrong = this.faults.take('bank', 'wrongAmount', 'callback', loan.loanNo) !== null;
    const amount = isWrong ? formatFen(parseFen(loan.amount) + slip) : loan.amount;
    const facts = { contractNo, amount, annualRate, disbursedOn, maturesOn };
    return reportOn(loan, 'disbursement', '/bank/disbursements', facts);
  }

  /** Advice about a loan that is not in these books is filed like any letter. */
  private extend({ county, loanNo, data }: Message): BankEntry[] {
    const { maturesOn } = parse(ExtensionData, data);
    const loan = this.books.findLoan(county, loanNo ?? '');
    return loan === undefined ? [] : [{ t: 'extended', county, loanNo: loan.loanNo, maturesOn }];
  }

  /** From that day on the county pays no subsidy for the loan, or goes on to pay it. */
  private stopSubsidy({ county, loanNo, data }: Message): BankEntry[] {
    const { stopsOn = null } = parse(StopData, data);
    const loan = this.books.findLoan(county, loanNo ?? '');
    return loan === undefined ? [] : [{ t: 'subsidyStopped', county, loanNo: loan.loanNo, stopsOn }];
  }

  private withSlips(lines: SubsidyLine[]): SubsidyLine[] {
    const fault = this.faults.take('bank', 'wrongAmount', 'query');
    if (fault === null) return lines;
    const chosen = fault.loanNos ?? lines.slice(0, fault.firstN ?? 1).map((line) => line.loanNo);
    return lines.map((line) =>
      chosen.includes(line.loanNo) ? { ...line, subsidy: line.subsidy + slip } : line,
    );
  }

  private pushLater(
    { county, bank, settleOn }: ListRequest,
    lines: ReturnType<typeof showLine>[],
    delayMs: number,
  ): void {
    const digest = createHash('sha256').update(JSON.stringify(lines)).digest('hex').slice(0, 12);
    const id = eventId('subsidy-list', county, bank, settleOn, digest);
    if (this.books.callbacks.isPending(id)) return;
    const body = { county, bank, settleOn, lines };
    const callback = { id, path: '/bank/subsidy-lists', subject: id, body, notBefore: Date.now() + delayMs };
    this.recordAndReport([{ t: 'callback', callback }]);
  }
}

function showLine({ loanNo, nights, interest, subsidy }: SubsidyLine) {
  return { loanNo, nights, interest: formatFen(interest), subsidy: formatFen(subsidy) };
}

/** The same message has the same text whatever the order of its fields. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
