import { RefusedError, type Actor } from '@bangdai/contracts';
import type { DeskDecision, PrintedForm } from '@bangdai/contracts/http';
import { maskIdNumber } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { changeContact } from '../intake/contact-change.js';
import { lockLoan } from '../loans/loan.record.js';
import { personOfLoan } from '../messages/message-body.js';
import { subjectOf } from '../loans/loan-change.writer.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import type { DeskTask } from './task-desk.js';

interface ChangeRow {
  id: string;
  loan_id: string;
  before_enc: Buffer;
  after_enc: Buffer;
  changed_by: string;
}

const COLUMNS = 'id, loan_id, before_enc, after_enc, changed_by';

const open = ({ vault }: StoreContext, row: ChangeRow, side: 'before' | 'after'): string =>
  vault.open({ table: 'person_change', column: side, rowId: row.id }, row[`${side}_enc`]);

/**
 * The bank says whether a changed account is the borrower's own. One that is not goes back to what it was, unless it has
 * been changed again since.
 * @throws RefusedError `SAME_PERSON` for whoever told the account, `REASON_REQUIRED` without a reason to return it
 */
export async function decideAccount(
  db: Db,
  context: StoreContext,
  actor: Actor,
  task: DeskTask,
  { decision, commandId, reasonGiven }: DeskDecision,
): Promise<void> {
  const row = await db.one<ChangeRow>(`select ${COLUMNS} from person_change where id = $1 for update`, [
    task.cause,
  ]);
  if (row.changed_by === actor.id) throw new RefusedError('SAME_PERSON');
  const isRight = decision === 'approve';
  if (!isRight && !reasonGiven) throw new RefusedError('REASON_REQUIRED');
  await db.run('update person_change set review = $2, reviewed_by = $3, reviewed_at = now() where id = $1', [
    ...[row.id, isRight ? 'confirmed' : 'rejected', actor.id],
  ]);
  const at = new Date().toISOString();
  if (!isRight) await putBack(db, context, actor, row, at);
  const kind = isRight ? 'accountConfirmed' : 'accountRejected';
  const told = systemEvent(kind, {}, { lane: 'people', actor, decision, commandId });
  await appendTimeline(db, { kind: task.subject, id: task.subjectId }, at, [told]);
}

async function putBack(
  db: Db,
  context: StoreContext,
  actor: Actor,
  row: ChangeRow,
  at: string,
): Promise<void> {
  const { account } = await personOfLoan(db, context, row.loan_id);
  if (account !== open(context, row, 'after')) return;
  const loan = await lockLoan(db, row.loan_id);
  await changeContact(db, context, {
    ...{ loan, subject: subjectOf(loan), field: 'account', after: open(context, row, 'before') },
    ...{ cause: 'accountRejected', by: actor.id, at },
  });
}

/** What the bank compares with its own books. */
export async function accountForm(db: Db, context: StoreContext, task: DeskTask): Promise<PrintedForm> {
  const row = await db.one<ChangeRow & { loan_no: string; village: string; county_name: string }>(
    `select c.id, c.loan_id, c.before_enc, c.after_enc, c.changed_by, l.loan_no, l.village, county.name as county_name
     from person_change c join loan l on l.id = c.loan_id join county on county.code = l.county where c.id = $1`,
    [task.cause],
  );
  const person = await personOfLoan(db, context, row.loan_id);
  return {
    title: '收款账户变更核对单',
    number: row.loan_no,
    county: row.county_name,
    paragraphs: [
      '请核对下列账号的户名是否为借款人本人。不是本人的，退回并说明理由，账户恢复为变更前的账号。',
    ],
    fields: [
      { label: '姓名', value: person.name },
      { label: '身份证号', value: maskIdNumber(person.idNumber) },
      { label: '所在村', value: row.village },
      { label: '变更前账号', value: open(context, row, 'before') },
      { label: '变更后账号', value: open(context, row, 'after') },
    ],
    signatures: ['银行经办', '复核'],
  };
}
