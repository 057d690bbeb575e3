import type { CorrectionActivities, CorrectionStep, CorrectionStore, LoanStart } from '@bangdai/contracts';
import { RefusedError } from '@bangdai/contracts';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { writeLoanChange } from '../loans/loan-change.writer.js';
import { lockLoan } from '../loans/loan.record.js';
import { startOf } from '../intake/application.intake.js';
import { recordCorrection } from './book-correction.js';
import { markDecided, markProposed } from './correction.record.js';
import { weigh } from './weigh-correction.js';

type Input<Name extends keyof CorrectionActivities> = Parameters<CorrectionActivities[Name]>[0];

/** Corrections of bank feeds, proposed and decided by two people of the bank (lifecycle §9). */
export class CorrectionRepository implements CorrectionStore {
  constructor(private readonly context: StoreContext) {}

  async weighCorrection({ loanId, correction, on }: Input<'weighCorrection'>) {
    return this.context.database.transaction(async (db) => {
      const loan = await lockLoan(db, loanId);
      const { accepted, code, reasons, facts } = await weigh(db, this.context, loan, correction, on);
      return { accepted, code, reasons, facts };
    });
  }

  async recordCorrectionProposal(step: CorrectionStep): Promise<void> {
    await this.write(step, (db) => markProposed(db, step.change.county, step));
  }

  async recordCorrectionRejected(step: CorrectionStep): Promise<void> {
    await this.write(step, (db) => markDecided(db, step, 'rejected', null));
  }

  async recordCorrectionConfirmed(step: CorrectionStep): Promise<void> {
    await this.write(step, (db) => markDecided(db, step, 'confirmed', step.change.at.slice(0, 10)));
  }

  recordCorrection(input: Input<'recordCorrection'>): Promise<{ applied: boolean }> {
    return recordCorrection(this.context, input);
  }

  /** @throws RefusedError `LOAN_CLOSED` for a loan that ended in any other way */
  async startOfSettled(loanId: string): Promise<LoanStart> {
    return this.context.database.read(async (db) => {
      const loan = await db.one<SettledLoan>(SETTLED, [loanId]);
      if (loan.stage !== 'settled') throw new RefusedError('LOAN_CLOSED');
      return { ...(await startOf(db, this.context, loanId)), carried: await carriedOf(db, loanId, loan) };
    });
  }

  private async write(step: CorrectionStep, mark: (db: Db) => Promise<void>): Promise<void> {
    await this.context.database.transaction(async (db) => {
      if (await writeLoanChange(db, this.context, step.change)) await mark(db);
    });
  }
}

interface SettledLoan {
  stage: string;
  principal: string;
  balance: string;
  annual_rate: string;
  disbursed_on: string;
  matures_on: string;
  original_matures_on: string;
  overdue_since: string | null;
  settled_on: string | null;
  renewals_used: number;
  contract_no: string | null;
}

const SETTLED = `select stage, principal, balance, trim_scale(annual_rate)::text as annual_rate, disbursed_on, matures_on,
  original_matures_on, overdue_since, settled_on, renewals_used, contract_no from loan where id = $1`;

/** The state of the last run, from what stands on record; a settled loan has no open step. */
async function carriedOf(
  db: Db,
  loanId: string,
  loan: SettledLoan,
): Promise<NonNullable<LoanStart['carried']>> {
  const done = await db.rows<{ key: string }>(
    `select key from due_item where loan_id = $1 and status in ('done', 'late') and carried_out_by = 'loan' order by due_on, key`,
    [loanId],
  );
  return {
    ...{ stage: 'settled', chain: null, contractNo: loan.contract_no, claimNo: null, approval: null },
    ...{
      termRequest: null,
      openTaskIds: [],
      refusals: [],
      receipts: [],
      processedCommandIds: [],
      corrections: [],
    },
    doneAgendaKeys: done.map(({ key }) => key),
    rounds: await roundsOf(db, loanId),
    facts: {
      principal: loan.principal,
      balance: loan.balance,
      annualRate: loan.annual_rate,
      disbursedOn: loan.disbursed_on,
      maturesOn: loan.matures_on,
      originalMaturesOn: loan.original_matures_on,
      overdueSince: loan.overdue_since,
      settledOn: loan.settled_on,
      renewalsUsed: loan.renewals_used,
      setOn: loan.disbursed_on,
    },
  };
}

/** How often each task was opened: ids are `<loan>.<step>.<round>`, and a round is never used twice. */
async function roundsOf(db: Db, loanId: string): Promise<Record<string, number>> {
  const rows = await db.rows<{ step: string; round: number }>(
    `select step, max(round)::int as round from (
       select substring(id from '^[^.]+[.](.+)[.][0-9]+$') as step, substring(id from '[.]([0-9]+)$')::int as round
       from task where subject_id = $1) t where step is not null group by step`,
    [loanId],
  );
  return Object.fromEntries(rows.map(({ step, round }) => [step, round]));
}
