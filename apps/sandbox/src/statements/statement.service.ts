import type { BankBooks } from '../bank/bank-books.js';
import { formatFen } from '../books/fen.js';
import type { TreasuryBooks } from '../treasury/treasury-books.js';

interface Span {
  county: string;
  from: string;
  to: string;
}

/** One movement as the counterpart's own books have it. `ref`: contract, receipt or order number. */
export interface StatementEntry {
  kind: 'disbursement' | 'repayment' | 'recovery' | 'payment';
  ref: string;
  loanNo: string | null;
  on: string;
  /** All the money that moved. */
  amount: string;
  principal?: string;
  payee: string | null;
}

/** Statements by the books of bank and treasury, not by what was told to anyone. */
export class StatementService {
  constructor(
    private readonly bank: BankBooks,
    private readonly treasury: TreasuryBooks,
  ) {}

  ofBank({ county, bank, from, to }: Span & { bank: string }): StatementEntry[] {
    const inSpan = ({ on }: StatementEntry) => from <= on && on <= to;
    return this.bank
      .loans()
      .filter((loan) => loan.county === county && loan.bank === bank)
      .flatMap((loan): StatementEntry[] => {
        const { loanNo } = loan;
        const repaid = loan.repayments.map(({ receiptNo, paidOn, principal, interest }): StatementEntry => ({
          ...{ kind: 'repayment', ref: receiptNo, loanNo, on: paidOn, payee: null },
          ...{ amount: formatFen(principal + interest), principal: formatFen(principal) },
        }));
        const recovered = loan.recoveries.map(({ receiptNo, receivedOn, amount }): StatementEntry => ({
          ...{
            kind: 'recovery',
            ref: receiptNo,
            loanNo,
            on: receivedOn,
            amount: formatFen(amount),
            payee: null,
          },
        }));
        const out: StatementEntry = {
          ...{ kind: 'disbursement', ref: loan.contractNo, loanNo, on: loan.disbursedOn },
          ...{ amount: formatFen(loan.amount), payee: null },
        };
        return [...(loan.isLegacy ? [] : [out]), ...repaid, ...recovered];
      })
      .filter(inSpan);
  }

  ofTreasury({ county, from, to }: Span): StatementEntry[] {
    return this.treasury
      .payments()
      .filter(({ county: of, state }) => of === county && state === 'paid')
      .map(({ orderNo, paidOn, amount, payee }): StatementEntry => ({
        ...{ kind: 'payment', ref: orderNo, loanNo: null, on: paidOn ?? '', amount, payee },
      }))
      .filter(({ on }) => from <= on && on <= to);
  }
}
