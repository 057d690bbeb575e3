import { textOf, type Actor } from '@bangdai/contracts';
import { deskOf, type TaskDetail, type TaskRow, type TermsGuide } from '@bangdai/contracts/http';
import { settlementFlow, type PolicyPack, type Step } from '@bangdai/domain';
import { CLAWBACK_CHAIN } from '../clawbacks/clawback-chain.js';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { roleName, stepTitle } from './labels.js';
import type { LoanRecord } from '../loans/loan.record.js';
import { holdersOf } from './task-conditions.js';
import { readTask } from './task.reader.js';
import { readHandovers } from '../teamwork/handover.reader.js';
import { termsGuide } from './terms.reader.js';

interface Origin {
  scheme_key: string;
  pack_version: string;
  product: string;
  figures_hash: string | null;
}

/** Subjects whose steps a pack's chain describes. */
type ChainSubject = Exclude<TaskRow['subject'], 'import' | 'fund'>;

const ORIGINS: Record<ChainSubject, string> = {
  loan: 'select scheme_key, pack_version, product, null as figures_hash from loan where id = $1',
  settlement: 'select scheme_key, pack_version, product, figures_hash from settlement where id = $1',
  claim: `select l.scheme_key, l.pack_version, l.product, c.figures_hash from claim c join loan l on l.id = c.loan_id where c.id = $1`,
  clawback: `select l.scheme_key, l.pack_version, l.product, c.figures_hash from clawback c join loan l on l.id = c.loan_id where c.id = $1`,
};

function chainOf(pack: PolicyPack, subject: ChainSubject, product: string): Step[] {
  if (subject === 'loan') return pack.approval['loan'] ?? [];
  if (subject === 'settlement') return settlementFlow(pack, product);
  if (subject === 'clawback') return CLAWBACK_CHAIN;
  return pack.compensation[product]?.chain ?? [];
}

/** A task with what a person wants to see before deciding: the figures, who comes next, where it can go back to. */
export async function readTaskDetail(
  db: Db,
  context: StoreContext,
  actor: Actor,
  taskId: string,
  today: string,
): Promise<TaskDetail> {
  const task = await readTask(db, context, actor, taskId, today);
  const shared = {
    handovers: await readHandovers(db, context, actor, taskId),
    blocked: await blockOf(db, actor, task),
  };
  if (task.subject === 'import' || task.subject === 'fund')
    return { ...task, ...shared, figuresHash: null, nextStep: null, earlierSteps: [], termsGuide: null };
  const origin = await db.one<Origin>(ORIGINS[task.subject], [task.subjectId]);
  const pack = packOf(context, origin.scheme_key, origin.pack_version);
  const chain = chainOf(pack, task.subject, origin.product);
  const at = chain.findIndex(({ key }) => key === task.stepKey);
  const next = at < 0 ? undefined : chain[at + 1];
  const earlier = at < 0 ? [] : chain.slice(0, at).filter(({ kind }) => kind !== 'publicity');
  return {
    ...task,
    ...shared,
    figuresHash: origin.figures_hash,
    nextStep: next === undefined ? null : { title: stepTitle(next), roleName: roleName(pack, next.role) },
    earlierSteps: earlier.map((step) => ({ key: step.key, zh: stepTitle(step) })),
    termsGuide: namesTerms(task) ? await guideOf(db, context, pack, task.subjectId, today) : null,
  };
}

/**
 * What the workflow would say to this person, told beforehand: the button is there, with the reason why not. Who handed in
 * an application or decided another step of it decides no further one, in nobody's name (lifecycle §1, `SAME_PERSON`).
 */
async function blockOf(db: Db, actor: Actor, task: TaskRow): Promise<TaskDetail['blocked']> {
  const isOpen = task.status === 'open' || task.status === 'claimed';
  if (!isOpen || deskOf(task.role) !== actor.role) return null;
  if (task.opinions !== null && task.opinions !== undefined && task.opinions.given < task.opinions.asked)
    return block('CONSULTATION_OPEN');
  if (task.kind !== 'review') return null;
  const decided = await db.maybe(
    `select 1 from review r left join stand_in_act a on a.command_id = r.command_id
     where r.subject_id = $1 and r.step_key <> $2 and (r.actor_id = any($3) or a.principal::text = any($3))
     union all select 1 from loan where id = $1 and created_by = any($3) and not ($4::jsonb ? 'complete') limit 1`,
    [task.subjectId, task.stepKey, holdersOf(actor), JSON.stringify(task.outcomes)],
  );
  return decided === null ? null : block('SAME_PERSON');
}

const block = (code: string) => ({ code, detail: textOf(code) });

const banks = new Set<string>(['bank', 'bankManager']);

/** The bank names amount, months and rate with its approval of a loan. */
const namesTerms = (task: TaskRow): boolean =>
  task.subject === 'loan' && task.kind === 'review' && banks.has(deskOf(task.role));

async function guideOf(
  db: Db,
  { rates }: StoreContext,
  pack: PolicyPack,
  loanId: string,
  today: string,
): Promise<TermsGuide> {
  const loan = await db.one<
    Pick<LoanRecord, 'product' | 'request_type' | 'requested_amount' | 'requested_months'>
  >('select product, request_type, requested_amount, requested_months from loan where id = $1', [loanId]);
  return termsGuide(pack, loan, rates, today);
}
