import { compareMoney, subtractMoney, sumMoney, type Money } from '@bangdai/domain';
import type { Db } from '../database/database.js';

/** What a bank owes of one compensation that it was paid too much for. */
export interface BankDue {
  id: string;
  county: string;
  bank: string;
  fund_bank: string;
  subject: 'claim' | 'settlement';
  subject_id: string;
  subject_no: string;
  loan_id: string | null;
  order_no: string;
  /** Budget year of what was the year's subsidy money. */
  year: string | null;
  /** By party, what it paid too much; `treasury` is the subsidy account. */
  shares: Record<string, Money>;
  amount: Money;
  opened_on: string;
  due_on: string;
  set_off_ordered: boolean;
  settled_on: string | null;
}

const SELECT = `select d.*, case when d.claim_id is null then 'settlement' else 'claim' end as subject,
    coalesce(d.claim_id, d.settlement_id) as subject_id, coalesce(c.claim_no, s.settlement_no) as subject_no, c.loan_id
  from bank_due d left join claim c on c.id = d.claim_id left join settlement s on s.id = d.settlement_id`;

/** @throws RefusedError `NOT_FOUND` */
export const lockDue = (db: Db, dueId: string): Promise<BankDue> =>
  db.one<BankDue>(`${SELECT} where d.id = $1 for update of d`, [dueId]);

/** @throws RefusedError `NOT_FOUND` */
export const readDue = (db: Db, dueId: string): Promise<BankDue> =>
  db.one<BankDue>(`${SELECT} where d.id = $1`, [dueId]);

/** Cases that a bank's next payment is lowered by, oldest first. */
export const duesToSetOff = (
  db: Db,
  { county, bank, fundBank }: { county: string; bank: string; fundBank: string },
): Promise<BankDue[]> =>
  db.rows<BankDue>(
    `${SELECT} where d.county = $1 and d.bank = $2 and d.fund_bank = $3 and d.set_off_ordered and d.settled_on is null
     order by d.seq for update of d`,
    [county, bank, fundBank],
  );

/** By party, what is not back and not kept back in an order that is under way; one that the treasury rejected keeps nothing. */
export async function leftOf(
  db: Db,
  { id, shares }: Pick<BankDue, 'id' | 'shares'>,
): Promise<Record<string, Money>> {
  const back = await db.rows<{ party: string; amount: Money }>(
    `select s.key as party, sum(s.value::numeric)::text as amount from bank_due_return r, jsonb_each_text(r.shares) s
     where r.due_id = $1 and (r.returned_on is not null or exists (select 1 from payment_order o
       where o.order_no = r.order_no and o.state <> 'REJECTED')) group by s.key`,
    [id],
  );
  const returned = new Map(back.map(({ party, amount }) => [party, amount]));
  return Object.fromEntries(
    Object.entries(shares).map(([party, amount]) => [
      party,
      subtractMoney(amount, returned.get(party) ?? '0.00'),
    ]),
  );
}

export const isNothing = (parties: Record<string, Money>): boolean =>
  compareMoney(sumMoney(Object.values(parties)), '0.00') === 0;

/** Kept back in one order; booked, with its day, once the order is paid. */
export async function storeReturn(
  db: Db,
  { id }: Pick<BankDue, 'id'>,
  { parties, orderNo, on }: { parties: Record<string, Money>; orderNo: string | null; on: string | null },
): Promise<void> {
  await db.run(
    `insert into bank_due_return (due_id, order_no, shares, amount, returned_on) values ($1, $2, $3::jsonb, $4, $5)`,
    [id, orderNo, JSON.stringify(parties), sumMoney(Object.values(parties)), on],
  );
}
