import { stallTexts, type Stall, type StallActivities, type StallStore } from '@bangdai/contracts';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import type { Subject } from './subject.js';
import { closeSystemTasks, openSystemTask } from './system-task.js';
import { appendTimeline, systemEvent } from './timeline.writer.js';

type Reported = Parameters<StallActivities['reportStall']>[0];

const SUBJECTS: Record<Stall['subject'], string> = {
  loan: 'select id, loan_no as no, county, id as loan_id, place, bank from loan where id = $1',
  claim: `select c.id, c.claim_no as no, c.county, c.loan_id, l.place, l.bank from claim c
    join loan l on l.id = c.loan_id where c.id = $1`,
  settlement: `select id, settlement_no as no, county, null as loan_id, '' as place, bank from settlement where id = $1`,
};

/** What stands still because a call does not go through: a task of the county office as long as it lasts. */
export class StallRepository implements StallStore {
  constructor(private readonly context: StoreContext) {}

  async reportStall({ subject: kind, subjectId, step, code, at }: Reported): Promise<void> {
    await this.context.database.transaction(async (db) => {
      const { place, bank, ...subject } = await subjectOf(db, { subject: kind, subjectId, step });
      await openSystemTask(db, this.context, subject, {
        ...{ kind: 'stalled', cause: step, title: stallTexts[step], role: 'countyOffice' },
        ...{ place, bank, amount: null, at },
      });
      await appendTimeline(db, subject, at, [systemEvent('stalled', { step: stallTexts[step] }, { code })]);
    });
  }

  async endStall(stall: Stall): Promise<void> {
    await this.context.database.transaction(async (db) => {
      const subject = await subjectOf(db, stall);
      await closeSystemTasks(db, subject, { kind: 'stalled', cause: stall.step }, 'settled');
    });
  }
}

async function subjectOf(
  db: Db,
  { subject: kind, subjectId }: Stall,
): Promise<Subject & { place: string; bank: string }> {
  const row = await db.one<{
    id: string;
    no: string;
    county: string;
    loan_id: string | null;
    place: string;
    bank: string;
  }>(SUBJECTS[kind], [subjectId]);
  const { id, no, county, loan_id: loanId, place, bank } = row;
  return { kind, id, no, county, loanId, place, bank };
}
