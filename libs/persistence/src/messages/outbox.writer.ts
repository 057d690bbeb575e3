import type { OutboxDraft } from '@bangdai/contracts';
import type { Db } from '../database/database.js';
import type { Subject } from '../subjects/subject.js';

/** Stores messages with the change that causes them; the key makes a repeated message the same one. */
export async function storeMessages(
  db: Db,
  subject: Subject,
  messages: readonly OutboxDraft[],
): Promise<void> {
  for (const message of messages) {
    await db.run(
      `insert into outbox (key, kind, county, bank, recipient, loan_id, loan_no, subject_id, data)
       values ($1, $2, $3, $4, $5, $6, (select loan_no from loan where id = $6), $7, $8::jsonb) on conflict (key) do nothing`,
      [
        ...[message.key, message.kind, subject.county, message.bank, message.to, subject.loanId, subject.id],
        JSON.stringify(message.data),
      ],
    );
  }
}
