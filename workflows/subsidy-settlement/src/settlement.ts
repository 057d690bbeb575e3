import {
  deskOf,
  reaches,
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
  orFailTask,
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
  publicised: '公示期满，待拨付',
  paying: '拨付中',
  partlyPaid: '部分拨付',
  paid: '已拨付',
  rejected: '未通过',
  closed: '已办结',
};

/** One place's signature under a step. */
export interface Part {
  place: string;
  taskId: string;
  signedBy: string | null;
}

const newPart = (place: string, taskId: string): Part => ({ place, taskId, signedBy: null });

/** What one change of a settlement writes beside its stage. */
export interface SettlementMove {
  changeId: string;
  stage: SettlementStage;
  events?: TimelineEntry[];
  closeTasks?: TaskClosing[];
  /** The chain's new state, whose tasks open with this change. */
  chain?: ChainState;
  /** Tasks beside those of the chain's step. */
  openTasks?: TaskDraft[];
  /** What lies on desks stays there. */
  keepsDesk?: boolean;
  review?: ReviewCommand;
}

/** One change at a time, so that no command sees a half-made one; nobody waits for it. */
export const inTurn = <Result>(settlement: Settlement, work: () => Promise<Result>): Promise<Result> =>
  settlement.turns.run(() => orFailTask(work));

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
  /** Signatures of the pending step where it is signed place by place; empty where one desk signs for all. */
  parts: Part[] = [];
  /** Review tasks that lie on desks now. */
  deskTasks: string[] = [];
  /** Finance wants to pay as far as the money reaches. */
  payInPart = false;
  /** False for a run that began before lists were taken during review. */
  takesLists = false;
  /** False for a run that began before accounts could refuse their money late. */
  takesRefusals = false;
  /** Reports about orders that are booked as paid. */
  readonly refusals: PaymentReported[] = [];
  /** Orders of this run. */
  readonly orders = new Map<string, 'ordered' | 'paid'>();
  /** Ways through review and payment. */
  round = 0;
  closings = 0;
  /** A run that goes on with a closed settlement answers nobody before it has read how that was left. */
  isLoading: boolean;

  constructor(readonly start: SettlementStart) {
    this.isLoading = start.reopened === true;
  }

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
    openTasks: others = [],
    keepsDesk = false,
  }: SettlementMove): Promise<void> {
    const before = this.progress ?? openProgress(this.opened?.flow ?? []);
    // What was returned goes to no desk before its figures are compared again.
    const advanced =
      chain === undefined || stage === 'returned' ? null : advance(before, chain, this.subject, now().on);
    const progress = advanced?.progress ?? { ...before, chain: chain ?? before.chain };
    const stepTasks = this.placed(advanced?.openTasks ?? [], progress.chain);
    const openTasks = [...stepTasks, ...others];
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
    if (chain !== undefined && !keepsDesk) {
      this.deskTasks = openTasks.map(({ taskId: id }) => id);
      this.parts = stepTasks.flatMap(({ place, taskId: id }) => (place === '' ? [] : [newPart(place, id)]));
    }
    this.progress = progress;
    this.stage = stage;
    setCurrentDetails(stageTexts[stage]);
  }

  /** A step of townships or villages is one task in each of them, about the lines that lie there. */
  private placed(drafts: readonly TaskDraft[], chain: ChainState): TaskDraft[] {
    const step = stepAtDesk(chain);
    const places = step === null ? [] : this.placesOf(deskOf(step.role));
    if (places.length === 0) return [...drafts];
    return drafts.flatMap((draft) =>
      places.map((place) => ({
        ...draft,
        place,
        taskId: draft.taskId.replace(draft.stepKey, `${draft.stepKey}@${place}`),
        // One place alone cannot reject what the others have signed.
        outcomes: draft.outcomes.filter((outcome) => outcome !== 'reject' || places.length === 1),
      })),
    );
  }

  private placesOf(desk: string): readonly string[] {
    const places = this.figures?.places;
    if (desk === 'township') return places?.townships ?? [];
    return desk === 'village' ? (places?.villages ?? []) : [];
  }

  /** The part that a command signs: the one of its task, else the first open one within the actor's place. */
  partOf(command: ReviewCommand): Part | null {
    const own = this.parts.find(({ taskId: id }) => id === command.taskId);
    const within = ({ place, signedBy }: Part): boolean =>
      signedBy === null && reaches(command.actor.place, place);
    return own ?? this.parts.find(within) ?? null;
  }

  /** A place has signed; who did decides no other step of the chain. */
  sign(part: Part, { actor, stepKey }: ReviewCommand): void {
    part.signedBy = actor.id;
    const { progress } = this;
    if (progress === null) return;
    const { chain } = progress;
    this.progress = {
      ...progress,
      chain: { ...chain, deciders: { [actor.id]: stepKey, ...chain.deciders } },
    };
  }

  takeReport(report: PaymentReported): void {
    this.payments.add(report);
    const order = this.orders.get(report.orderNo);
    const isEarlier = this.start.reopened === true && order === undefined;
    if (report.outcome === 'paid' && (order === 'paid' || isEarlier)) this.refusals.push(report);
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
