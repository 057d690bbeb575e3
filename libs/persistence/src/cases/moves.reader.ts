import { deskOf, type LoanStage } from '@bangdai/contracts';
import type { NextMove } from '@bangdai/contracts/http';
import { addDays, addDaysOfKind, DomainError, type Step } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { roleName, stepTitle } from '../reads/labels.js';
import { dueDayOf } from '../subjects/task.writer.js';
import type { CaseRecord } from './case.record.js';

/** So many names are shown; a desk with more is named by its office alone. */
const NAMES = 5;

/** What each answer leads to, who gets it next and until when, before anybody presses a button. */
export async function readMoves(
  db: Db,
  context: StoreContext,
  record: CaseRecord,
  today: string,
): Promise<NextMove[]> {
  const { loan, rules } = record;
  const at = rules.steps.findIndex(({ key }) => key === loan.pending_step);
  const walk = { db, context, record, today };
  const stage = loan.stage as LoanStage;
  if (stage === 'publicity') return publicityMoves(walk);
  if (stage === 'approved') return [await disbursementMove(walk)];
  const step = rules.steps[at];
  if (stage !== 'inReview' || step === undefined) return [];
  const forward = await forwardMove(walk, at, step.kind === 'submit' ? 'complete' : 'approve');
  if (step.kind !== 'review') return [forward];
  return [forward, await returnMove(walk, at), rejectMove(step)];
}

interface Walk {
  db: Db;
  context: StoreContext;
  record: CaseRecord;
  today: string;
}

async function forwardMove(walk: Walk, at: number, decision: string): Promise<NextMove> {
  const { rules } = walk.record;
  const next = rules.steps[at + 1];
  if (next === undefined) {
    const { maxDaysAfterApproval: days } = rules.disbursement;
    const within = days === null ? '' : `，${days} 天内发放`;
    return {
      ...nobody,
      decision,
      title: `审批通过，通知${walk.record.loan.bank_name}放款${within}`,
      to: 'stage',
    };
  }
  if (next.kind === 'publicity') return postingMove(walk, at, decision, next);
  return { decision, to: 'step', ...(await deskMove(walk, next)) };
}

const nobody = { roleName: null, people: [], dueOn: null };

async function postingMove(walk: Walk, at: number, decision: string, publicity: Step): Promise<NextMove> {
  const after = walk.record.rules.steps[at + 2];
  const endsOn = lastDay(walk, publicity);
  const then = after === undefined ? '审批通过' : `转${stepTitle(after)}`;
  const title = `张榜公示 ${publicity.days ?? 0} 天${endsOn === null ? '' : `（至 ${endsOn}）`}，无异议后自动${then}`;
  return { ...nobody, decision, title, to: 'publicity', dueOn: endsOn };
}

function lastDay({ context, today }: Walk, { days, dayKind }: Step): string | null {
  try {
    return addDaysOfKind(today, days ?? 0, dayKind ?? 'calendar', context.calendar);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'CALENDAR_NOT_PUBLISHED') return null;
    throw error;
  }
}

async function deskMove(walk: Walk, step: Step): Promise<Omit<NextMove, 'decision' | 'to'>> {
  return {
    title: stepTitle(step),
    roleName: roleName(walk.record.pack, step.role),
    people: await peopleAt(walk, step.role),
    dueOn: dueDayOf(walk.today, step.slaWorkingDays ?? null, walk.context.calendar),
  };
}

/** Those who would find the case in their inbox. */
async function peopleAt({ db, record: { loan } }: Walk, role: string): Promise<string[]> {
  const rows = await db.rows<{ display_name: string }>(
    `select display_name from staff where role = $1 and county = $2 and not disabled
       and (place = '' or place = $3 or starts_with($3, place || '/')) and (bank is null or bank = $4)
     order by display_name limit ${NAMES + 1}`,
    [deskOf(role), loan.county, loan.place, loan.bank],
  );
  return rows.length > NAMES ? [] : rows.map(({ display_name }) => display_name);
}

async function returnMove(walk: Walk, at: number): Promise<NextMove> {
  const first = walk.record.rules.steps[0];
  if (first === undefined) return { ...nobody, decision: 'return', title: '退回', to: 'step' };
  const earlier = walk.record.rules.steps.slice(0, at).filter(({ kind }) => kind !== 'publicity').length;
  const choice = earlier > 1 ? '，也可指定中间环节' : '';
  const desk = await deskMove(walk, first);
  return { decision: 'return', to: 'step', ...desk, title: `退回“${stepTitle(first)}”${choice}` };
}

function rejectMove({ rejectRequiresReasonToBorrower: told }: Step): NextMove {
  const title = told === true ? '审批未通过，理由告知申请人，流程结束' : '审批未通过，流程结束';
  return { ...nobody, decision: 'reject', title, to: 'end' };
}

async function publicityMoves(walk: Walk): Promise<NextMove[]> {
  const { loan, rules } = walk.record;
  const at = rules.steps.findIndex(({ key }) => key === loan.pending_step);
  const after = rules.steps[at + 1];
  const elapsed: NextMove =
    after === undefined
      ? { ...nobody, decision: 'elapsed', title: '公示期满，自动审批通过', to: 'stage' }
      : { decision: 'elapsed', to: 'step', ...(await deskMove(walk, after)), dueOn: loan.publicity_ends_on };
  const people = await peopleAt(walk, 'township');
  const office = roleName(walk.record.pack, 'township');
  const objection = {
    decision: 'objection',
    title: '有异议：转异议调查，5 个工作日内答复',
    to: 'stage',
    dueOn: null,
  };
  return [elapsed, { ...objection, roleName: office, people }];
}

async function disbursementMove(walk: Walk): Promise<NextMove> {
  const { loan, rules } = walk.record;
  const approved = await walk.db.maybe<{ on: string }>(
    `select (max(at) at time zone 'Asia/Shanghai')::date as on from timeline
     where subject_id = $1 and kind in ('approved', 'suspensionCleared')`,
    [loan.id],
  );
  const { maxDaysAfterApproval: days } = rules.disbursement;
  const dueOn = days === null || !approved?.on ? null : addDays(approved.on, days);
  const desk = { roleName: loan.bank_name, people: await peopleAt(walk, 'bank') };
  return { decision: 'disburse', title: '银行放款', to: 'stage', ...desk, dueOn };
}
