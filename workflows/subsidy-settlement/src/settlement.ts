import {
  type CommandReceipt,
  type PaymentReported,
  type ReviewCommand,
  type SettlementChange,
  type SettlementFigures,
  type SettlementOpened,
  type SettlementStage,
  type SettlementStart,
  type SettlementView,
  type SubsidyListReceived,
  type TaskClosing,
  type TaskDraft,
  type TimelineEntry,
} from '@bangdai/contracts';
import { viewChain, type ChainState } from '@bangdai/domain';
import {
  Alarm,
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

const stageTexts: Record<SettlementStage, string> = {
  collecting: '收集银行清单',
  computed: '已核算',
  underReview: '审核中',
  returned: '退回更正',
  publicity: '公示中',
  determined: '已审定，待拨付',
  paying: '拨付中',
  paid: '已拨付',
  rejected: '未通过',
  closed: '已办结',
};

/** What one change of a settlement writes beside its stage. */
export interface SettlementMove {
  changeId: string;
  stage: SettlementStage;
  events?: TimelineEntry[];
  closeTasks?: TaskClosing[];
  /** The chain's new state, whose tasks open with this change. */
  chain?: ChainState;
  review?: ReviewCommand;
}

/** One settlement of a county, a bank and a day. */
export class Settlement {
  readonly alarm = new Alarm();
  readonly turns = new Turns();
  readonly commands = new CommandLog();
  readonly payments = new PaymentReports();
  readonly lists: SubsidyListReceived[] = [];
  stage: SettlementStage = 'collecting';
  opened: SettlementOpened | null = null;
  figures: SettlementFigures | null = null;
  progress: ReviewProgress | null = null;

  constructor(readonly start: SettlementStart) {}

  get id(): string {
    if (this.opened === null) throw new Error('the settlement is not opened yet');
    return this.opened.settlementId;
  }

  get chain(): ChainState | null {
    return this.progress?.chain ?? null;
  }

  get subject(): ReviewSubject {
    return { id: this.id, county: this.start.county, place: '', bank: this.start.bank };
  }

  /** Writes the change, then takes it over. */
  async move({
    changeId,
    stage,
    events = [],
    closeTasks = [],
    chain,
    review,
  }: SettlementMove): Promise<void> {
    const before = this.progress ?? openProgress(this.opened?.flow ?? []);
    // What was returned goes to no desk before its figures are compared again.
    const advanced =
      chain === undefined || stage === 'returned' ? null : advance(before, chain, this.subject, now().on);
    const progress = advanced?.progress ?? { ...before, chain: chain ?? before.chain };
    const openTasks: TaskDraft[] = advanced?.openTasks ?? [];
    const view = viewChain(progress.chain);
    const change: SettlementChange = {
      settlementId: this.id,
      changeId,
      at: now().at,
      stage,
      pendingStep: stepAtDesk(progress.chain)?.key ?? null,
      publicityEndsOn: view.publicityEndsOn,
      events: [...events, ...(advanced?.events ?? [])],
      openTasks,
      closeTasks,
    };
    await record.recordSettlementReview({ ...change, review: review ?? null });
    this.progress = progress;
    this.stage = stage;
    setCurrentDetails(stageTexts[stage]);
  }

  takeReport(report: PaymentReported): void {
    this.payments.add(report);
  }

  receipt(commandId: string, code: string | null): CommandReceipt {
    const pendingStep = this.chain === null ? null : (stepAtDesk(this.chain)?.key ?? null);
    return { commandId, accepted: code === null, code, reasons: [], stage: this.stage, pendingStep };
  }

  view(): SettlementView {
    const pendingStep = this.chain === null ? null : (stepAtDesk(this.chain)?.key ?? null);
    return {
      stage: this.stage,
      settlementId: this.opened?.settlementId ?? null,
      pendingStep,
      figures: this.figures,
    };
  }
}
