import type { FeedCorrection } from '@bangdai/contracts';
import type { CorrectionRow } from '@bangdai/contracts/http';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { commandTexts, staffNames } from './people.reader.js';

interface Row {
  id: string;
  kind: CorrectionRow['kind'];
  what: FeedCorrection;
  before: Record<string, string>;
  state: CorrectionRow['state'];
  proposed_by: string | null;
  proposed_at: string;
  proposed_command: string | null;
  decided_by: string | null;
  decided_at: string | null;
  decided_command: string | null;
  booked_on: string | null;
}

/** Newest first, with the reasons that people gave. */
export async function readCorrections(
  db: Db,
  context: StoreContext,
  loanId: string,
): Promise<CorrectionRow[]> {
  const rows = await db.rows<Row>(
    `select id, kind, what, before, state, proposed_by, proposed_at, proposed_command, decided_by, decided_at, decided_command,
       booked_on from correction where loan_id = $1 order by proposed_at desc, id`,
    [loanId],
  );
  const names = await staffNames(
    db,
    rows.flatMap(({ proposed_by, decided_by }) => [proposed_by, decided_by]),
  );
  const texts = await commandTexts(
    db,
    context.vault,
    rows.flatMap(({ proposed_command, decided_command }) => [proposed_command, decided_command]),
  );
  const found = (map: Map<string, string>, key: string | null) =>
    key === null ? null : (map.get(key) ?? null);
  return rows.map((row) => ({
    ...{ id: row.id, kind: row.kind, state: row.state, before: row.before, after: afterOf(row.what) },
    reason: found(texts, row.proposed_command),
    proposedBy: found(names, row.proposed_by),
    proposedAt: row.proposed_at,
    decidedBy: found(names, row.decided_by),
    decidedAt: row.decided_at,
    decisionReason: found(texts, row.decided_command),
    bookedOn: row.booked_on,
  }));
}

function afterOf(what: FeedCorrection): Record<string, string> {
  switch (what.kind) {
    case 'repayment':
      return what.replacement === null ? {} : { ...what.replacement };
    case 'disbursement': {
      const { disbursedOn, maturesOn } = what;
      return { disbursedOn, ...(maturesOn === null ? {} : { maturesOn }) };
    }
    case 'lateRepayment': {
      const { receiptNo, paidOn, principal, interest } = what.repayment;
      return { receiptNo, paidOn, principal, interest };
    }
    case 'lateDisbursement': {
      const { contractNo, amount, disbursedOn, maturesOn } = what.disbursed;
      return { contractNo, amount, disbursedOn, maturesOn };
    }
  }
}
