import { CreateCounties1764000000001 } from './1764000000001-create-counties.js';
import { CreateLoans1764000000002 } from './1764000000002-create-loans.js';
import { CreateWork1764000000003 } from './1764000000003-create-work.js';
import { CreateLedger1764000000004 } from './1764000000004-create-ledger.js';
import { CreateMoney1764000000005 } from './1764000000005-create-money.js';
import { IndexInboxSubjects1764000000006 } from './1764000000006-index-inbox-subjects.js';
import { ConfirmImports1764030000001 } from './1764030000001-confirm-imports.js';
import { OrderInbox1764000000007 } from './1764000000007-order-inbox.js';
import { CorrectFeeds1764020000001 } from './1764020000001-correct-feeds.js';
import { EscalateTasks1764010000001 } from './1764010000001-escalate-tasks.js';
import { TraceLedger1764070000001 } from './1764070000001-trace-ledger.js';
import { KeepUsageChecks1764010000002 } from './1764010000002-keep-usage-checks.js';
import { ClawBack1764020000002 } from './1764020000002-claw-back.js';
import { SettleUndelivered1764060000001 } from './1764060000001-settle-undelivered.js';
import { FundPerBank1764040000001 } from './1764040000001-fund-per-bank.js';
import { KeepDispatches1764060000002 } from './1764060000002-keep-dispatches.js';
import { SettleInFull1764050000001 } from './1764050000001-settle-in-full.js';
import { FundEntries1764040000002 } from './1764040000002-fund-entries.js';
import { Reconcile1764080000001 } from './1764080000001-reconcile.js';
import { KeepArrears1764130000001 } from './1764130000001-keep-arrears.js';
import { ShareInsurerLoss1764130000002 } from './1764130000002-share-insurer-loss.js';
import { EndClaims1764040000003 } from './1764040000003-end-claims.js';
import { FindPeople1764160000001 } from './1764160000001-find-people.js';
import { ShareWork1764160000002 } from './1764160000002-share-work.js';
import { BankDues1764140000001 } from './1764140000001-bank-dues.js';
import { OneChart1764140000002 } from './1764140000002-one-chart.js';
import { TraceTimeline1764170000001 } from './1764170000001-trace-timeline.js';
import { KeepCounterpartSecrets1764110000001 } from './1764110000001-keep-counterpart-secrets.js';
import { HandInStatements1764110000002 } from './1764110000002-hand-in-statements.js';
import { CompareWorkflows1764110000003 } from './1764110000003-compare-workflows.js';
import { SettleLate1764120000001 } from './1764120000001-settle-late.js';
import { KeepPersonChanges1764150000001 } from './1764150000001-keep-person-changes.js';
import { MarkPapers1764150000002 } from './1764150000002-mark-papers.js';
import { CorrectRecoveries1764140000003 } from './1764140000003-correct-recoveries.js';
import { PaidTwice1764140000004 } from './1764140000004-paid-twice.js';

export const migrations = [
  CreateCounties1764000000001,
  CreateLoans1764000000002,
  CreateWork1764000000003,
  CreateLedger1764000000004,
  CreateMoney1764000000005,
  IndexInboxSubjects1764000000006,
  OrderInbox1764000000007,
  ConfirmImports1764030000001,
  CorrectFeeds1764020000001,
  EscalateTasks1764010000001,
  TraceLedger1764070000001,
  KeepUsageChecks1764010000002,
  SettleUndelivered1764060000001,
  FundPerBank1764040000001,
  KeepDispatches1764060000002,
  KeepArrears1764130000001,
  ShareInsurerLoss1764130000002,
  SettleInFull1764050000001,
  FundEntries1764040000002,
  Reconcile1764080000001,
  ClawBack1764020000002,
  EndClaims1764040000003,
  FindPeople1764160000001,
  ShareWork1764160000002,
  BankDues1764140000001,
  OneChart1764140000002,
  TraceTimeline1764170000001,
  KeepCounterpartSecrets1764110000001,
  HandInStatements1764110000002,
  CompareWorkflows1764110000003,
  SettleLate1764120000001,
  KeepPersonChanges1764150000001,
  MarkPapers1764150000002,
  CorrectRecoveries1764140000003,
  PaidTwice1764140000004,
];
