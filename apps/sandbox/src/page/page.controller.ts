import { Controller, Get, Header } from '@nestjs/common';
import { BankBooks } from '../bank/bank-books.js';
import { balanceNow } from '../bank/bank-loan.js';
import { formatFen } from '../books/fen.js';
import { FaultSwitches } from '../faults/fault-switches.js';
import { TreasuryBooks } from '../treasury/treasury-books.js';
import { TreasuryService } from '../treasury/treasury.service.js';
import { renderPage } from './page.js';

/** What the sandbox shows of itself: health for machines, one page for people, callbacks for tests. */
@Controller()
export class PageController {
  constructor(
    private readonly bank: BankBooks,
    private readonly payments: TreasuryBooks,
    private readonly treasury: TreasuryService,
    private readonly faults: FaultSwitches,
  ) {}

  @Get('health')
  health() {
    return { status: 'ok', loans: this.bank.loans().length, payments: this.payments.payments().length };
  }

  @Get('callbacks')
  callbacks() {
    return { bank: callbacksOf(this.bank), treasury: callbacksOf(this.payments) };
  }

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
  page(): string {
    const loans = this.bank.loans();
    const balance = loans.reduce((sum, loan) => sum + balanceNow(loan), 0n);
    const book = this.treasury.book({});
    return renderPage({
      figures: [
        ['银行贷款笔数', String(loans.length)],
        ['贷款余额（元）', formatFen(balance)],
        ['收到平台消息', String(this.bank.messages().length)],
        ['国库指令笔数', String(book.count)],
        ['已支付金额（元）', book.paidTotal],
        ['待回报', String(this.bank.callbacks.pending().length + this.payments.callbacks.pending().length)],
        ['国库方式', this.treasury.mode === 'dumb' ? '不查重（演示重复支付）' : '查重'],
      ],
      payments: book.payments.slice(-20).reverse(),
      faults: this.faults.list(),
    });
  }
}

function callbacksOf({ callbacks }: Pick<BankBooks, 'callbacks'>) {
  const pending = callbacks.pending().map(({ id, path }) => ({ id, path }));
  return { pending, done: callbacks.results().slice(-200) };
}
