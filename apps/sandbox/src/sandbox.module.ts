import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { BankBooks } from './bank/bank-books.js';
import { BankController } from './bank/bank.controller.js';
import { BankService } from './bank/bank.service.js';
import { DeskController } from './bank/desk.controller.js';
import { DeskService } from './bank/desk.service.js';
import { Clock } from './books/clock.js';
import { ExchangeController } from './exchange/exchange.controller.js';
import { ExchangeService } from './exchange/exchange.service.js';
import { FaultSwitches } from './faults/fault-switches.js';
import { FaultsController } from './faults/faults.controller.js';
import { ClockController } from './page/clock.controller.js';
import { SecretsController } from './http/secrets.controller.js';
import { Secrets } from './http/secrets.js';
import { PageController } from './page/page.controller.js';
import { BankStatementController, TreasuryStatementController } from './statements/statement.controller.js';
import { StatementService } from './statements/statement.service.js';
import { TreasuryBooks } from './treasury/treasury-books.js';
import { TreasuryController } from './treasury/treasury.controller.js';
import { TreasuryDeskController } from './treasury/treasury-desk.controller.js';
import { TreasuryService } from './treasury/treasury.service.js';

export interface SandboxParts {
  secrets: Secrets;
  faults: FaultSwitches;
  clock: Clock;
  bankBooks: BankBooks;
  bank: BankService;
  desk: DeskService;
  treasuryBooks: TreasuryBooks;
  treasury: TreasuryService;
  exchange: ExchangeService;
  statements: StatementService;
}

/** HTTP in front of parts that know nothing of Nest. */
@Module({})
export class SandboxModule {
  static of(parts: SandboxParts): DynamicModule {
    const providers: Provider[] = [
      { provide: Secrets, useValue: parts.secrets },
      { provide: FaultSwitches, useValue: parts.faults },
      { provide: Clock, useValue: parts.clock },
      { provide: BankBooks, useValue: parts.bankBooks },
      { provide: BankService, useValue: parts.bank },
      { provide: DeskService, useValue: parts.desk },
      { provide: TreasuryBooks, useValue: parts.treasuryBooks },
      { provide: TreasuryService, useValue: parts.treasury },
      { provide: ExchangeService, useValue: parts.exchange },
      { provide: StatementService, useValue: parts.statements },
    ];
    const controllers = [
      BankController,
      BankStatementController,
      TreasuryStatementController,
      ExchangeController,
      DeskController,
      TreasuryController,
      TreasuryDeskController,
      FaultsController,
      ClockController,
      SecretsController,
      PageController,
    ];
    return { module: SandboxModule, providers, controllers };
  }
}
