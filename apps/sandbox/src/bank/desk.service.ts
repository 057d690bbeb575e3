import { RefusedError } from '@bangdai/contracts';
import type { z } from 'zod';
import type { Clock } from '../books/clock.js';
import { formatFen, parseFen } from '../books/fen.js';
import type { BankBooks } from './bank-books.js';
import { showLoan, type StoredLoan } from './bank-entries.js';
import { balanceNow, openArrears } from './bank-loan.js';
import type { CuredBody, MessageQuery, OverdueBody, RecoveryBody, RepaymentBody } from './bank.schema.js';
import type { BankService } from './bank.service.js';
import { reportOn } from './bank-report.js';
import { statementOf } from './interest.js';
import { repaymentEntries } from './repayment.js';

/** What a clerk of the bank does at the counter; each act is booked and reported to the platform. */
export class DeskService {
  constructor(
    private readonly books: BankBooks,
    private readonly bank: BankService,
    private readonly clock: Clock,
  ) {}

  /**
   * A repayment of principal. With the last of it the interest of the running period is paid too.
   * The same receipt again is answered alike and has no effect.
   * @throws RefusedError NOT_FOUND, OVERPAYMENT, BAD_DATE, DUPLICATE_RECEIPT
   */
  repay(given: z.output<typeof RepaymentBody>) {
    const loan = this.books.loan(given.loanNo, given.county);
    const receiptNo = given.receiptNo ?? `${loan.loanNo}-R${loan.repayments.length + 1}`;
    const paidOn = given.paidOn ?? this.clock.today();
    const known = loan.repayments.find((repayment) => repayment.receiptNo === receiptNo);
    if (known && (formatFen(known.principal) !== given.principal || known.paidOn !== paidOn))
      throw new RefusedError('DUPLICATE_RECEIPT');
    if (known === undefined)
      this.bank.recordAndReport(repaymentEntries(loan, { ...given, receiptNo, paidOn }));
    return { loanNo: loan.loanNo, receiptNo, paidOn, balance: formatFen(balanceNow(loan)) };
  }

  overdue({ loanNo, county, overdueSince }: z.output<typeof OverdueBody>) {
    const loan = this.books.loan(loanNo, county);
    if (overdueSince < loan.disbursedOn) throw new RefusedError('BAD_DATE');
    const report = reportOn(loan, `overdue/${overdueSince}`, '/bank/overdue-notices', { overdueSince });
    const entry = { t: 'overdue' as const, county: loan.county, loanNo, overdueSince };
    this.bank.recordAndReport([entry, { t: 'callback', callback: report }]);
    return { loanNo, overdueSince };
  }

  /**
   * The arrears are paid up, or there are none any more: the report names both of their days.
   * @throws RefusedError NOT_FOUND, NOT_OVERDUE, BAD_DATE
   */
  cure({ loanNo, county, curedOn }: z.output<typeof CuredBody>) {
    const loan = this.books.loan(loanNo, county);
    const spell = openArrears(loan.arrears);
    if (spell === undefined) throw new RefusedError('NOT_OVERDUE');
    if (curedOn <= spell.from) throw new RefusedError('BAD_DATE');
    const facts = { overdueSince: spell.from, curedOn };
    const report = reportOn(loan, `cured/${spell.from}/${curedOn}`, '/bank/overdue-notices', facts);
    const entry = { t: 'arrearsCured' as const, county: loan.county, loanNo, curedOn };
    this.bank.recordAndReport([entry, { t: 'callback', callback: report }]);
    return { loanNo, ...facts };
  }

  /** Money that came in after the risk fund had paid. @throws RefusedError NOT_FOUND, DUPLICATE_RECEIPT */
  recover(given: z.output<typeof RecoveryBody>) {
    const loan = this.books.loan(given.loanNo, given.county);
    const receiptNo = given.receiptNo ?? `${loan.loanNo}-Z${loan.recoveries.length + 1}`;
    if (loan.recoveries.some((recovery) => recovery.receiptNo === receiptNo))
      throw new RefusedError('DUPLICATE_RECEIPT');
    const facts = { receiptNo, amount: given.amount, receivedOn: given.receivedOn ?? this.clock.today() };
    const callback = reportOn(loan, `recovery/${receiptNo}`, '/bank/recoveries', facts);
    const entry = { t: 'recovered' as const, county: loan.county, loanNo: loan.loanNo, ...facts };
    this.bank.recordAndReport([entry, { t: 'callback', callback }]);
    return { loanNo: loan.loanNo, ...facts };
  }

  showLoan(loanNo: string, county?: string) {
    const loan = this.books.loan(loanNo, county);
    const statement = statementOf(loan, this.clock.today()).map((row) => ({
      ...row,
      interest: formatFen(row.interest),
    }));
    return { ...showLoan(loan), balance: formatFen(balanceNow(loan)), statement };
  }

  listMessages({ county, kind, loanNo }: z.output<typeof MessageQuery>) {
    const messages = this.books
      .messages()
      .filter((message) => (county ?? message.county) === message.county)
      .filter((message) => (kind ?? message.kind) === message.kind)
      .filter((message) => (loanNo ?? message.loanNo) === message.loanNo);
    return { count: messages.length, messages: messages.slice(-200) };
  }

  /** Takes over legacy loans; one that is in the books already stays as it is. */
  takePortfolio(loans: StoredLoan[]) {
    const isNew = (loan: StoredLoan) => this.books.findLoan(loan.county, loan.loanNo) === undefined;
    const distinct = [...new Map(loans.map((loan) => [loan.loanNo, loan])).values()].filter(isNew);
    this.books.record(...distinct.map((loan) => ({ t: 'loanOpened' as const, loan })));
    const sum = loans.reduce((total, loan) => total + parseFen(loan.openingBalance), 0n);
    return {
      received: loans.length,
      opened: distinct.length,
      unchanged: loans.length - distinct.length,
      balance: formatFen(sum),
    };
  }
}
