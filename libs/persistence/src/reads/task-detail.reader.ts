import type { Actor } from '@bangdai/contracts';
import { deskOf, type TaskDetail, type TaskRow, type TermsGuide } from '@bangdai/contracts/http';
import { settlementFlow, type PolicyPack, type Step } from '@bangdai/domain';
import { CLAWBACK_CHAIN } from '../clawbacks/clawback-chain.js';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { roleName, stepTitle } from './labels.js';
import type { LoanRecord } from '../loans/loan.record.js';
import { readTask } from './task.reader.js';
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
  if (task.subject === 'import' || task.subject === 'fund')
    return { ...task, figuresHash: null, nextStep: null, earlierSteps: [], termsGuide: null };
  const origin = await db.one<Origin>(ORIGINS[task.subject], [task.subjectId]);
  const pack = packOf(context, origin.scheme_key, origin.pack_version);
  const chain = chainOf(pack, task.subject, origin.product);
  const at = chain.findIndex(({ key }) => key === task.stepKey);
  const next = at < 0 ? undefined : chain[at + 1];
  const earlier = at < 0 ? [] : chain.slice(0, at).filter(({ kind }) => kind !== 'publicity');
  return {
    ...task,
    figuresHash: origin.figures_hash,
    nextStep: next === undefined ? null : { title: stepTitle(next), roleName: roleName(pack, next.role) },
    earlierSteps: earlier.map((step) => ({ key: step.key, zh: stepTitle(step) })),
    termsGuide: namesTerms(task) ? await guideOf(db, context, pack, task.subjectId, today) : null,
  };
}

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
