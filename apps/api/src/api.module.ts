import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { SessionGuard } from './auth/session.guard.js';
import { SessionService } from './auth/session.service.js';
import { BudgetsController } from './budgets/budgets.controller.js';
import { CaseFilesController } from './cases/case-files.controller.js';
import { CaseFileService } from './cases/case-file.service.js';
import { CasesController } from './cases/cases.controller.js';
import { StepTimesController } from './cases/step-times.controller.js';
import { ClaimsController } from './compensations/claims.controller.js';
import { CompensationsService } from './compensations/compensations.service.js';
import type { Parts } from './composition.js';
import { BankInboundController } from './counterparts/bank-inbound.controller.js';
import { CounterpartsController } from './counterparts/counterparts.controller.js';
import { InboundService } from './counterparts/inbound.service.js';
import { SecretsController } from './counterparts/secrets.controller.js';
import { TreasuryInboundController } from './counterparts/treasury-inbound.controller.js';
import { ClawbacksController } from './clawbacks/clawbacks.controller.js';
import { ClawbacksService } from './clawbacks/clawbacks.service.js';
import { CountiesController } from './counties/counties.controller.js';
import { DemoController } from './demo/demo.controller.js';
import { DocumentsController } from './documents/documents.controller.js';
import { CommandService } from './engine/command.service.js';
import { EngineService } from './engine/engine.service.js';
import { EventsController } from './events/events.controller.js';
import { IdempotencyInterceptor } from './http/idempotency.interceptor.js';
import { ProblemFilter } from './http/problem.filter.js';
import { UploadInterceptor } from './http/upload.interceptor.js';
import { ValidationPipe } from './http/validation.pipe.js';
import { ImportsController } from './imports/imports.controller.js';
import { ImportsService } from './imports/imports.service.js';
import { ApplicationsController } from './loans/applications.controller.js';
import { ApplicationsService } from './loans/applications.service.js';
import { CorrectionsController } from './loans/corrections.controller.js';
import { CorrectionsService } from './loans/corrections.service.js';
import { LoanCommandsController } from './loans/loan-commands.controller.js';
import { ChecksService } from './loans/checks.service.js';
import { LoanCommandsService } from './loans/loan-commands.service.js';
import { LoansController } from './loans/loans.controller.js';
import { NameReadingController } from './loans/name-reading.controller.js';
import { BankDuesController } from './money/bank-dues.controller.js';
import { FundsController } from './money/funds.controller.js';
import { LossPoolsController } from './money/loss-pools.controller.js';
import { LedgerController } from './money/ledger.controller.js';
import { ExportsController } from './exports/exports.controller.js';
import { MoneyExportsController } from './exports/money-exports.controller.js';
import { HealthController } from './sessions/health.controller.js';
import { SessionController } from './sessions/session.controller.js';
import { StandInsController } from './sessions/stand-ins.controller.js';
import { UsersController } from './sessions/users.controller.js';
import { ReconciliationController } from './reconciliation/reconciliation.controller.js';
import { SettlementsController } from './settlements/settlements.controller.js';
import { SettlementsService } from './settlements/settlements.service.js';
import { BulkDecisionService } from './tasks/bulk-decision.service.js';
import { DecisionService } from './tasks/decision.service.js';
import { TaskFilesController } from './tasks/task-files.controller.js';
import { OwnDeskController } from './tasks/own-desk.controller.js';
import { TaskSharingController } from './tasks/task-sharing.controller.js';
import { TasksController } from './tasks/tasks.controller.js';
import { BLIND_INDEX, CONFIG, LOGGER, PACKS, PERSISTENCE, SETTINGS, TEMPORAL } from './tokens.js';

const controllers = [
  ApplicationsController,
  BankInboundController,
  BudgetsController,
  CaseFilesController,
  CasesController,
  ClaimsController,
  ClawbacksController,
  CorrectionsController,
  CounterpartsController,
  CountiesController,
  DemoController,
  DocumentsController,
  EventsController,
  FundsController,
  LossPoolsController,
  BankDuesController,
  ExportsController,
  MoneyExportsController,
  HealthController,
  ImportsController,
  LedgerController,
  LoanCommandsController,
  LoansController,
  NameReadingController,
  OwnDeskController,
  ReconciliationController,
  SecretsController,
  SessionController,
  SettlementsController,
  StandInsController,
  StepTimesController,
  TaskFilesController,
  TaskSharingController,
  TasksController,
  TreasuryInboundController,
  UsersController,
];

const services = [
  ApplicationsService,
  BulkDecisionService,
  CaseFileService,
  CommandService,
  ClawbacksService,
  CompensationsService,
  CorrectionsService,
  DecisionService,
  EngineService,
  ImportsService,
  InboundService,
  LoanCommandsService,
  ChecksService,
  SessionService,
  SettlementsService,
];

/** In this order: who is it and may they; file; idempotency; fields; handler; problem details for any failure. */
const edges = [
  { provide: APP_GUARD, useClass: SessionGuard },
  { provide: APP_INTERCEPTOR, useClass: UploadInterceptor },
  { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
  { provide: APP_PIPE, useClass: ValidationPipe },
  { provide: APP_FILTER, useClass: ProblemFilter },
];

@Module({})
export class ApiModule {
  static of(parts: Parts): DynamicModule {
    const given = [
      { provide: CONFIG, useValue: parts.config },
      { provide: SETTINGS, useValue: parts.settings },
      { provide: LOGGER, useValue: parts.logger },
      { provide: PACKS, useValue: parts.packs },
      { provide: BLIND_INDEX, useValue: parts.blindIndex },
      { provide: PERSISTENCE, useValue: parts.persistence },
      { provide: TEMPORAL, useValue: parts.temporal },
    ];
    return { module: ApiModule, controllers, providers: [...given, ...services, ...edges] };
  }
}
