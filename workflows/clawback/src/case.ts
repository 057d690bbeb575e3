import {
  taskId,
  type ClawbackChange,
  type ClawbackFigures,
  type ClawbackSetOff,
  type ClawbackStage,
  type ClawbackStart,
  type ClawbackView,
  type CommandReceipt,
  type ReviewCommand,
  type TaskClosing,
  type TaskDraft,
  type TimelineEntry,
} from '@bangdai/contracts';
import type { ChainState } from '@bangdai/domain';
import {
  Alarm,
  CommandLog,
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

const stageTexts: Record<ClawbackStage, string> = {
  opened: '立案，待认定',
  dropped: '不成立',
  decided: '已认定，待送达通知',
  noticed: '已通知，待退回',
  escalated: '逾期未退回，已上报',
  repaid: '已退回',
  setOff: '已从后续贴息抵扣',
};

export const isEnded = ({ stage }: { stage: ClawbackStage }): boolean =>
  stage === 'dropped' || stage === 'repaid' || stage === 'setOff';

/** What one change of a case writes beside its stage. */
export interface CaseMove {
  changeId: string;
  stage: ClawbackStage;
  events?: TimelineEntry[];
  openTasks?: TaskDraft[];
  closeTasks?: TaskClosing[];
  chain?: ChainState;
}

export interface PreparedMove {
  change: ClawbackChange;
  progress: ReviewProgress;
  openTaskIds: readonly string[];
}

/** One case of subsidy taken back. */
export class Case {
  readonly turns = new Turns();
  readonly alarm = new Alarm();
  readonly commands = new CommandLog();
  readonly setOffs: ClawbackSetOff[] = [];
  stage: ClawbackStage = 'opened';
  figures: ClawbackFigures | null = null;
  noticedOn: string | null = null;
  isSetOffOrdered = false;
  openTaskIds: readonly string[] = [];
  progress: ReviewProgress;

  constructor(readonly start: ClawbackStart) {
    this.progress = openProgress(start.chain);
  }

  get chain(): ChainState {
    return this.progress.chain;
  }

  get subject(): ReviewSubject {
    const { caseId: id, county, place, bank } = this.start;
    return { id, county, place, bank };
  }

  /** Builds the change without writing it. A case that ends leaves no task on a desk. */
  prepare({ changeId, stage, events = [], openTasks = [], closeTasks = [], chain }: CaseMove): PreparedMove {
    const next = chain ?? this.chain;
    const advanced =
      chain !== undefined && stage === 'opened' ? advance(this.progress, next, this.subject, now().on) : null;
    const opened = [...(advanced?.openTasks ?? []), ...openTasks];
    const done = new Set(closeTasks.map((closing) => closing.taskId));
    const left = this.openTaskIds.filter((id) => !done.has(id));
    const cancelled = isEnded({ stage }) ? left : [];
    const change: ClawbackChange = {
      ...{ caseId: this.start.caseId, changeId, at: now().at, stage },
      pendingStep: stage === 'opened' ? (stepAtDesk(next)?.key ?? null) : null,
      events: [...events, ...(advanced?.events ?? [])],
      openTasks: opened,
      closeTasks: [
        ...closeTasks,
        ...cancelled.map((id) => ({
          ...{ taskId: id, outcome: 'cancelled' as const, decision: null, actorId: null },
        })),
      ],
    };
    const stays = isEnded({ stage }) ? [] : [...left, ...opened.map((task) => task.taskId)];
    return {
      change,
      progress: advanced?.progress ?? { ...this.progress, chain: next },
      openTaskIds: stays,
    };
  }

  adopt({ change, progress, openTaskIds }: PreparedMove): void {
    this.progress = progress;
    this.openTaskIds = openTaskIds;
    this.stage = change.stage;
    setCurrentDetails(stageTexts[change.stage]);
  }

  async move(move: CaseMove, review: ReviewCommand | null = null): Promise<void> {
    const prepared = this.prepare(move);
    await record.recordClawbackChange({ change: prepared.change, review });
    this.adopt(prepared);
  }

  /** A task of the case that is no step of the chain. */
  task(key: string, role: string, title: string, over: Partial<TaskDraft> = {}): TaskDraft {
    const { caseId, county, place } = this.start;
    return {
      ...{
        taskId: taskId(caseId, key, 1),
        kind: 'clawback',
        stepKey: key,
        title,
        role,
        county,
        place,
        bank: null,
      },
      ...{ slaWorkingDays: 5, dueOn: null, openedOn: now().on, outcomes: ['complete'], requires: [] },
      ...{ requiresDetail: false, needsMeeting: false, ...over },
    };
  }

  receipt(commandId: string, code: string | null): CommandReceipt {
    return {
      commandId,
      accepted: code === null,
      code,
      reasons: [],
      stage: this.stage,
      pendingStep: this.view().pendingStep,
    };
  }

  view(): ClawbackView {
    const pendingStep = this.stage === 'opened' ? (stepAtDesk(this.chain)?.key ?? null) : null;
    return { stage: this.stage, pendingStep, figures: this.figures };
  }
}
