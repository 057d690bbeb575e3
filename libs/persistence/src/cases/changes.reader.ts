import type { FieldChange } from '@bangdai/contracts/http';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { readCorrections } from '../reads/correction.reader.js';
import { roleName } from '../reads/labels.js';
import { staffNames } from '../reads/people.reader.js';
import type { CaseRecord } from './case.record.js';
import { monthsText, rateText, yuanText } from './words.js';

interface TermsReview {
  actor_id: string;
  actor_role: string;
  at: string;
  terms: { amount: string; termMonths: number; annualRate: string };
  is_last: boolean;
}

const labels: Readonly<Record<string, string>> = {
  amount: '金额',
  termMonths: '期限',
  annualRate: '年利率',
  maturesOn: '到期日',
  paidOn: '还款日',
  principal: '本金',
  interest: '利息',
  disbursedOn: '放款日',
};

/** What is no longer as the form or the bank's first report had it: old, new, who and when; oldest first. */
export async function readChanges(db: Db, context: StoreContext, record: CaseRecord): Promise<FieldChange[]> {
  const found = [
    ...(await changedTerms(db, record)),
    ...(await changedMaturity(db, record)),
    ...(await correctedFigures(db, context, record)),
  ];
  return found.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

async function changedTerms(db: Db, { loan, pack }: CaseRecord): Promise<FieldChange[]> {
  const reviews = await db.rows<TermsReview>(
    `select actor_id, actor_role, at, approved_terms as terms, id = (select max(id) from review where subject_id = $1) as is_last
     from review where subject_id = $1 and approved_terms is not null and decision = 'approve' order by id`,
    [loan.id],
  );
  const names = await staffNames(
    db,
    reviews.map(({ actor_id }) => actor_id),
  );
  let before = {
    amount: yuanText(loan.requested_amount),
    termMonths: monthsText(loan.requested_months),
    annualRate: loan.requested_rate === null ? '未填' : rateText(loan.requested_rate),
  };
  return reviews.flatMap(({ actor_id, actor_role, at, terms, is_last }) => {
    const after = {
      amount: yuanText(terms.amount),
      termMonths: monthsText(terms.termMonths),
      annualRate: rateText(terms.annualRate),
    };
    const who = { at, byName: names.get(actor_id) ?? null, roleName: roleName(pack, actor_role) };
    const changed = differences(before, after).map((change) => ({
      ...change,
      ...who,
      sinceLastStep: is_last,
    }));
    before = after;
    return changed;
  });
}

function differences(
  before: Record<string, string>,
  after: Record<string, string>,
): Pick<FieldChange, 'field' | 'label' | 'from' | 'to'>[] {
  return Object.entries(after)
    .filter(([field, to]) => before[field] !== to)
    .map(([field, to]) => ({ field, label: labels[field] ?? field, from: before[field] ?? '—', to }));
}

async function changedMaturity(db: Db, { loan, pack }: CaseRecord): Promise<FieldChange[]> {
  const rows = await db.rows<{
    at: string;
    actor_id: string | null;
    actor_role: string | null;
    from: string;
    to: string;
  }>(
    `select at, actor_id, actor_role, data->>'from' as from, data->>'to' as to from timeline
     where subject_id = $1 and kind = 'extended' order by id`,
    [loan.id],
  );
  const names = await staffNames(
    db,
    rows.map(({ actor_id }) => actor_id),
  );
  return rows.map(({ at, actor_id, actor_role, from, to }) => ({
    ...{ field: 'maturesOn', label: '到期日', from, to, at, sinceLastStep: false },
    byName: actor_id === null ? null : (names.get(actor_id) ?? null),
    roleName: actor_role === null ? null : roleName(pack, actor_role),
  }));
}

async function correctedFigures(db: Db, context: StoreContext, { loan }: CaseRecord): Promise<FieldChange[]> {
  const rows = (await readCorrections(db, context, loan.id)).filter(({ state }) => state === 'confirmed');
  return rows.flatMap(({ before, after, decidedAt, proposedAt, decidedBy }) =>
    differences(before, after).map((change) => ({
      ...change,
      ...{ at: decidedAt ?? proposedAt, byName: decidedBy, roleName: null, sinceLastStep: false },
    })),
  );
}
