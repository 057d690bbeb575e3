import type { LoanActivities, LoanChange, LoanStore, Verdict } from '@bangdai/contracts';
import type { StoreContext } from '../context.js';
import { recallVerdict, markApplied } from '../subjects/applied-change.js';
import { markPapersSeen } from './paper.writer.js';
import { recordReviewRow } from '../subjects/review.writer.js';
import { appendTimeline } from '../subjects/timeline.writer.js';
import { replanHousehold } from '../subsidy/replan-household.js';
import { recheckApproval, registerApplication } from './application.activities.js';
import { recordDisbursement } from './disbursement.activities.js';
import { eligibilityReasons, verdictOf } from './eligibility.reader.js';
import { keepArrears } from './arrears.writer.js';
import { writeLoanChange } from './loan-change.writer.js';
import { lockHouseholdAndLoan, type LoanRecord } from './loan.record.js';
import { recordUsageCheck } from './usage-check.activities.js';
import { adviseStop } from './stop-advice.js';
import { recordRepayment, type RepaymentVerdict } from './repayment.activities.js';

type Input<Name extends keyof LoanActivities> = Parameters<LoanActivities[Name]>[0];

/** The loan activities: each one transaction, each with one effect however often it is asked. */
export class LoanRepository implements LoanStore {
  constructor(private readonly context: StoreContext) {}

  registerApplication(input: Input<'registerApplication'>): Promise<Verdict> {
    return registerApplication(this.context, input);
  }

  async recordReview({ change, review }: Input<'recordReview'>): Promise<void> {
    await this.context.database.transaction(async (db) => {
      if (!(await writeLoanChange(db, this.context, change))) return;
      await recordReviewRow(db, { kind: 'loan', id: change.loanId }, review, change.at);
      await markPapersSeen(db, change.loanId, review.documents, review.actor.id, change.at);
      const terms = review.approvedTerms;
      if (terms !== null) {
        await db.run(
          `update loan set approved_amount = $2, approved_months = $3, approved_rate = $4 where id = $1`,
          [change.loanId, terms.amount, terms.termMonths, terms.annualRate],
        );
      }
    });
  }

  async recordWake(change: LoanChange): Promise<void> {
    const { arrears } = change;
    await this.context.database.transaction(async (db) => {
      if (arrears === undefined) return writeLoanChange(db, this.context, change);
      const loan = await lockHouseholdAndLoan(db, change.loanId);
      if (await writeLoanChange(db, this.context, change)) await keepArrears(db, this.context, loan, arrears);
    });
  }

  async recordRefusal({ loanId, commandId, at, entry }: Input<'recordRefusal'>): Promise<void> {
    await this.context.database.transaction(async (db) => {
      if (!(await markApplied(db, loanId, `refusal/${commandId}`))) return;
      await appendTimeline(db, { kind: 'loan', id: loanId }, at, [entry]);
      await db.run(
        `insert into refusal (at, command_id, subject_id, actor_id, actor_role, action, code) values ($1, $2, $3, $4, $5, $6, $7)`,
        [
          at,
          commandId,
          loanId,
          entry.actor?.id ?? null,
          entry.actor?.role ?? null,
          entry.kind,
          entry.code ?? 'INTERNAL',
        ],
      );
    });
  }

  recheckApproval(input: Input<'recheckApproval'>): Promise<Verdict> {
    return recheckApproval(this.context, input);
  }

  recordDisbursement(input: Input<'recordDisbursement'>): Promise<Verdict> {
    return recordDisbursement(this.context, input);
  }

  async recordTakeover({ change }: Input<'recordTakeover'>): Promise<void> {
    await this.recordWake(change);
  }

  recordRepayment(input: Input<'recordRepayment'>): Promise<RepaymentVerdict> {
    return recordRepayment(this.context, input);
  }

  recordUsageCheck(input: Input<'recordUsageCheck'>): Promise<void> {
    return recordUsageCheck(this.context, input);
  }

  async recordExit({ change, stopsOn, maturesOn }: Input<'recordExit'>): Promise<void> {
    await this.changeTerms(change, {
      sql: 'subsidy_stops_on = least(subsidy_stops_on, $2::date), matures_on = coalesce($3::date, matures_on)',
      values: [stopsOn, maturesOn],
      then: (db, loan) => adviseStop(db, loan, change.changeId),
    });
  }

  async recordExtension({ change, maturesOn }: Input<'recordExtension'>): Promise<void> {
    await this.changeTerms(change, {
      sql: 'matures_on = $2, renewals_used = renewals_used + 1',
      values: [maturesOn],
    });
  }

  async recordOverdue({ change, overdueSince }: Input<'recordOverdue'>): Promise<void> {
    await this.changeTerms(change, { sql: 'overdue_since = $2', values: [overdueSince] });
  }

  async checkTermRequest(input: Input<'checkTermRequest'>): Promise<Verdict> {
    const { changeIfAdmitted: yes, changeIfRefused: no } = input;
    return this.context.database.transaction(async (db) => {
      const loan = await lockHouseholdAndLoan(db, input.loanId);
      const known = await recallVerdict<Verdict>(db, loan.id, [yes.changeId, no.changeId]);
      if (known !== null) return known;
      const open = await db.maybe(
        `select 1 from task where subject_id = $1 and kind = 'termRequest' and status in ('open', 'claimed')`,
        [loan.id],
      );
      const verdict = open === null ? await this.termVerdict(db, loan, input) : refusedFor('REQUEST_OPEN');
      await writeLoanChange(db, this.context, verdict.accepted ? yes : no, verdict);
      return verdict;
    });
  }

  private async termVerdict(
    db: Parameters<typeof eligibilityReasons>[0],
    loan: LoanRecord,
    input: Input<'checkTermRequest'>,
  ): Promise<Verdict> {
    const amount = input.requestType === 'extension' ? undefined : (loan.balance ?? loan.requested_amount);
    const terms = { type: input.requestType, amount, termMonths: input.months, applicationDate: input.on };
    const verdict = verdictOf(await eligibilityReasons(db, this.context, loan, terms));
    return verdict.accepted ? verdict : { ...verdict, code: verdict.reasons[0] ?? verdict.code };
  }

  /** A fact that moves the subsidy plan: change, fact and new plan in one transaction. */
  private async changeTerms(
    change: LoanChange,
    fact: {
      sql: string;
      values: (string | null)[];
      then?: (db: Parameters<typeof adviseStop>[0], before: LoanRecord) => Promise<void>;
    },
  ): Promise<void> {
    await this.context.database.transaction(async (db) => {
      const loan = await lockHouseholdAndLoan(db, change.loanId);
      if (!(await writeLoanChange(db, this.context, change))) return;
      await db.run(`update loan set ${fact.sql} where id = $1`, [loan.id, ...fact.values]);
      await fact.then?.(db, loan);
      await replanHousehold(db, this.context, loan.household_id);
    });
  }
}

const refusedFor = (code: string): Verdict => ({ accepted: false, code, reasons: [code] });
