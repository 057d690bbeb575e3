import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { BankBooks } from './bank/bank-books.js';
import { Clock } from './books/clock.js';
import { Journal } from './books/journal.js';
import { BankService } from './bank/bank.service.js';
import { DeskService } from './bank/desk.service.js';
import type { CallbackEntry } from './callbacks/callback.js';
import { CallbackSender } from './callbacks/callback-sender.js';
import { ExchangeService } from './exchange/exchange.service.js';
import { FaultSwitches } from './faults/fault-switches.js';
import { logToOutput, type Log } from './http/log.js';
import { ProblemFilter } from './http/problem.filter.js';
import { Secrets } from './http/secrets.js';
import { SandboxModule } from './sandbox.module.js';
import { standardRate, type SandboxSettings, type Target } from './settings.js';
import { StatementService } from './statements/statement.service.js';
import { TreasuryBooks } from './treasury/treasury-books.js';
import { TreasuryService } from './treasury/treasury.service.js';

export interface RunningSandbox {
  url: string;
  bankUrl: string;
  treasuryUrl: string;
  /** Stops at once; what has not been paid or reported yet follows after the next start on the same folder. */
  close(): Promise<void>;
}

export type SandboxOptions = Pick<SandboxSettings, 'dir' | 'apiUrl' | 'secrets'> &
  Partial<SandboxSettings> & { log?: Log };

/** A list of 20,000 lines, or a portfolio of as many loans. */
const maxBody = '32mb';

/** Starts the bank and the treasury over their books in `dir`. */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const settings = {
    host: '127.0.0.1',
    port: 0,
    payDelayMs: 1000,
    annualRate: standardRate,
    retryMs: 500,
    log: logToOutput,
    ...options,
  };
  const parts = openParts(settings);
  const app = await NestFactory.create<NestExpressApplication>(SandboxModule.of(parts), {
    rawBody: true,
    logger: false,
    abortOnError: false,
  });
  app.useBodyParser('json', { limit: maxBody });
  app.useBodyParser('text', { limit: maxBody, type: 'text/csv' });
  app.useGlobalFilters(new ProblemFilter(settings.log));
  app.disable('x-powered-by');
  await app.listen(settings.port, settings.host);
  parts.resume();
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://${settings.host}:${port}`;
  settings.log('info', 'sandbox ready', { url });
  const close = async () => {
    app.getHttpServer().closeAllConnections();
    await app.close();
    await parts.close();
  };
  return { url, bankUrl: `${url}/bank`, treasuryUrl: `${url}/treasury`, close };
}

function openParts(settings: Omit<SandboxSettings, 'host' | 'port'> & { log: Log }) {
  const { dir, apiUrl, retryMs, log } = settings;
  const secrets = new Secrets(settings.secrets, Journal.open(path.join(dir, 'secrets.jsonl')));
  const faults = new FaultSwitches();
  const clock = new Clock();
  const bankBooks = BankBooks.open(path.join(dir, 'bank.jsonl'));
  const treasuryBooks = TreasuryBooks.open(path.join(dir, 'treasury.jsonl'));
  const senderFor = (target: Target, books: { record(entry: CallbackEntry): void }) =>
    new CallbackSender({
      ...{ target, apiUrl, retryMs, faults, log },
      secretsOf: ({ county, bank }) =>
        secrets.of(target, String(county), target === 'bank' ? String(bank) : 'treasury'),
      markDone: (id, status) => books.record({ t: 'callbackDone', id, status }),
    });
  const bankSender = senderFor('bank', bankBooks);
  const treasurySender = senderFor('treasury', treasuryBooks);
  const bank = new BankService(bankBooks, bankSender, faults, clock, settings);
  const desk = new DeskService(bankBooks, bank, clock);
  const treasury = new TreasuryService(treasuryBooks, treasurySender, faults, clock, settings);
  const exchange = new ExchangeService(bank, treasury, faults);
  const statements = new StatementService(bankBooks, treasuryBooks);
  return {
    ...{ secrets, faults, clock, bankBooks, bank, desk, treasuryBooks, treasury },
    ...{ exchange, statements },
    resume(): void {
      for (const callback of bankBooks.callbacks.pending()) bankSender.send(callback);
      for (const callback of treasuryBooks.callbacks.pending()) treasurySender.send(callback);
      treasury.resume();
    },
    async close(): Promise<void> {
      treasury.close();
      await Promise.all([bankSender.close(), treasurySender.close()]);
      bankBooks.close();
      treasuryBooks.close();
      secrets.close();
    },
  };
}
