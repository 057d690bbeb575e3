import type {
  CommandReceipt,
  CompensationChange,
  CompensationFigures,
  CompensationStage,
  CompensationStart,
  CompensationView,
  InsuranceReported,
  LoanStage,
  OutboxDraft,
  RecoveryReceived,
  ReviewCommand,
  TaskClosing,
  TimelineEntry,
} from '@bangdai/contracts';
import type { ChainState } from '@bangdai/domain';
import {
  CommandLog,
  PaymentReports,
  Turns,
  advance,
  now,
  openProgress,
  stepAtDesk,
  type ReviewProgress,
  type ReviewSubject,
} from '@bangdai/procedure';
import { setCurrentDetails } from '@temporalio/workflow';
import { record } from './activities.js';

const stageTexts: Record<CompensationStage, string> = {
  filed: '已提出',
  refused: '未获批准',
  withdrawn: '贷款已结清，已撤回',
  waitingInsurance: '等待保险理赔',
  verifying: '核实审核中',
  determined: '已核定，待拨付',
  queued: '补偿金不足，排队',
  paying: '拨付中',
  paid: '已拨付',
  recovering: '追偿中',
  closed: '已办结',
};

/** What one change of a claim writes beside its stage. */
export interface ClaimMove {
  changeId: string;
  stage: CompensationStage;
  events?: TimelineEntry[];
  closeTasks?: TaskClosing[];
  messages?: OutboxDraft[];
  chain?: ChainState;
  loanStage?: LoanStage;
}

export interface PreparedMove {
  change: CompensationChange;
  progress: ReviewProgress;
}

/** One claim on the risk compensation fund. */
export class Claim {
  readonly turns = new Turns();
  readonly commands = new CommandLog();
  readonly payments = new PaymentReports();
  readonly recoveries: RecoveryReceived[] = [];
  insurance: InsuranceReported | null = null;
  replenished = 0;
  stage: CompensationStage = 'filed';
  isAdmitted = false;
  isRecovered = false;
  /** Whether the loan knows that its bank goes on collecting. */
  isPursued = false;
  figures: CompensationFigures | null = null;
  progress: ReviewProgress;

  constructor(readonly start: CompensationStart) {
    this.progress = openProgress(start.chain);
    if (start.reopened === true) {
      this.stage = 'recovering';
      this.isAdmitted = true;
    }
  }

  /** No person and no money is waited for any more. */
  get isOver(): boolean {
    return this.stage === 'refused' || this.stage === 'withdrawn' || this.stage === 'closed';
  }

  get chain(): ChainState {
    return this.progress.chain;
  }

  get subject(): ReviewSubject {
    const { claimId: id, county, place, bank } = this.start;
    return { id, county, place, bank };
  }

  /** Builds the change without writing it. A pay step goes to its desk only once the amount is determined. */
  prepare(move: ClaimMove): PreparedMove {
    const { changeId, stage, events = [], closeTasks = [], messages = [], chain, loanStage } = move;
    const next = chain ?? this.chain;
    const opensDesk = stage === 'verifying' || stage === 'determined';
    const advanced =
      chain !== undefined && opensDesk ? advance(this.progress, next, this.subject, now().on) : null;
    const change: CompensationChange = {
      claimId: this.start.claimId,
      loanId: this.start.loanId,
      changeId,
      at: now().at,
      stage,
      pendingStep: opensDesk ? (stepAtDesk(next)?.key ?? null) : null,
      events: [...events, ...(advanced?.events ?? [])],
      openTasks: advanced?.openTasks ?? [],
      closeTasks,
      messages,
      ...(loanStage === undefined ? {} : { loanStage }),
    };
    return { change, progress: advanced?.progress ?? { ...this.progress, chain: next } };
  }

  adopt({ change, progress }: PreparedMove): void {
    this.progress = progress;
    this.stage = change.stage;
    setCurrentDetails(stageTexts[change.stage]);
  }

  /** @returns whether nothing of the loan is left to collect */
  async move(move: ClaimMove, review: ReviewCommand | null = null): Promise<boolean> {
    const prepared = this.prepare(move);
    // Histories of before hold no answer.
    const written = (await record.recordClaimReview({ ...prepared.change, review })) as
      { settled: boolean } | undefined;
    this.adopt(prepared);
    return written?.settled === true;
  }

  receipt(commandId: string, code: string | null, reasons: string[] = []): CommandReceipt {
    return {
      commandId,
      accepted: code === null,
      code,
      reasons,
      stage: this.stage,
      pendingStep: this.view().pendingStep,
    };
  }

  view(): CompensationView {
    const isAtDesk = this.stage === 'verifying' || this.stage === 'determined';
    return {
      stage: this.stage,
      pendingStep: isAtDesk ? (stepAtDesk(this.chain)?.key ?? null) : null,
      figures: this.figures,
    };
  }
}
