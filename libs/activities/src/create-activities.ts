import type {
  ClawbackStore,
  CompensationStore,
  CorrectionStore,
  Gateways,
  InboxStore,
  LoanStore,
  PaymentStore,
  ProgrammeStore,
  ReconciliationStore,
  SettlementStore,
  StallStore,
} from '@bangdai/contracts';
import { ApprovalWork } from './approval.activities.js';
import { ClawbackOpenings } from './clawback.activities.js';
import { asActivities } from './coded-failures.js';
import { Links } from './link.activities.js';
import { PaymentWork } from './payment.activities.js';
import type { WorkflowEngine } from './ports.js';
import { ReconciliationWork } from './reconciliation.activities.js';
import { ProgrammeWork } from './programme.activities.js';
import { WorkflowCheck } from './workflow-check.activities.js';
import { SettlementWork } from './settlement.activities.js';

export interface ActivityPorts {
  loans: LoanStore;
  compensations: CompensationStore;
  corrections: CorrectionStore;
  clawbacks: ClawbackStore;
  settlements: SettlementStore;
  payments: PaymentStore;
  programme: ProgrammeStore;
  stalls: StallStore;
  reconciliation: ReconciliationStore;
  inbox: Pick<InboxStore, 'get'>;
  gateways: Gateways;
  engine: WorkflowEngine;
}

const loanNames = [
  'registerApplication',
  'recordReview',
  'recordWake',
  'recordRefusal',
  'recheckApproval',
  'recordDisbursement',
  'recordTakeover',
  'recordRepayment',
  'recordUsageCheck',
  'recordExit',
  'recordExtension',
  'recordOverdue',
  'checkTermRequest',
] as const;

const correctionNames = [
  'weighCorrection',
  'recordCorrectionProposal',
  'recordCorrectionRejected',
  'recordCorrectionConfirmed',
  'recordCorrection',
] as const;

const clawbackNames = [
  'registerClawback',
  'recordClawbackChange',
  'dropClawback',
  'decideClawback',
  'recordClawbackNotice',
  'recordClawbackRepaid',
  'orderClawbackSetOff',
  'recordClawbackSetOff',
] as const;

const claimNames = [
  'registerClaim',
  'recordClaimReview',
  'recordInsurance',
  'determineCompensation',
  'orderCompensationPayment',
  'recordCompensationPaid',
  'recordRecovery',
] as const;

/** All activities by the queue whose workers carry them out. */
export function createActivities(ports: ActivityPorts) {
  const reconciliation = new ReconciliationWork(ports.reconciliation, ports.gateways);
  const settlements = new SettlementWork(ports.settlements, ports.inbox, ports.gateways, ports.engine);
  const links = asActivities(new Links(ports.engine, ports.compensations), [
    'signalClaimProgress',
    'signalRenewal',
    'forwardRecovery',
  ]);
  const stalls = asActivities(ports.stalls, ['reportStall', 'endStall']);
  return {
    loan: {
      ...stalls,
      ...asActivities(ports.loans, loanNames),
      ...asActivities(ports.corrections, correctionNames),
      ...asActivities(ports.clawbacks, clawbackNames),
      ...asActivities(new ClawbackOpenings(ports.clawbacks, ports.engine), ['openClawback']),
      ...asActivities(new ApprovalWork(ports.loans), ['recordApproval']),
      ...asActivities(ports.compensations, claimNames),
      ...links,
    },
    programme: {
      ...stalls,
      ...asActivities(reconciliation, ['compareBooks']),
      ...asActivities(new WorkflowCheck(ports.reconciliation, ports.engine), ['checkWorkflows']),
      ...asActivities(settlements, ['openSettlement', 'takeSubsidyList', 'compareSubsidyLines']),
      ...asActivities(settlements, [
        'recordSettlementReview',
        'settleLines',
        'orderSubsidyPayment',
        'recordSettlementPaid',
        'reopenSettlement',
        'recordRefusedLines',
      ]),
      ...asActivities(new ProgrammeWork(ports.programme, ports.engine), [
        'openUsageCheckTasks',
        'remindOverdueTasks',
        'openImportTasks',
        'recordImportDecision',
        'importPortfolioRows',
        'startImportedLoans',
        'finishImport',
      ]),
    },
    counterpart: {
      ...asActivities(settlements, ['fetchSubsidyList']),
      ...asActivities(reconciliation, ['fetchStatements']),
      ...asActivities(new PaymentWork(ports.payments, ports.gateways), [
        'sendPayment',
        'queryPayment',
        'escalatePayment',
      ]),
    },
  };
}
