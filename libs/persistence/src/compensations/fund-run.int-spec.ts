import type { CompensationStart, LoanStart } from '@bangdai/contracts';
import { RefusedError } from '@bangdai/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import {
  claimChange,
  createTestDatabase,
  filedClaim,
  overdueLoan,
  repay,
  reviewOf,
  type TestDatabase,
} from '../testing/index.js';

const county = 'bachu-2024';
const at = '2024-12-05T02:00:00Z';
const CLAIMS = 4;
let database: TestDatabase;
let owner: pg.Client;
let turn = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.adminUrl });
  await owner.connect();
}, 60_000);

afterAll(async () => {
  await owner?.end();
  await database?.drop();
});

type Deed = 'determine' | 'return' | 'reject' | 'repay' | 'order' | 'recover' | 'close';
interface Command {
  deed: Deed;
  who: number;
  fen: number;
}
const commands = fc.array(
  fc.record({
    deed: fc.constantFrom<Deed>(
      'determine',
      'determine',
      'return',
      'reject',
      'repay',
      'order',
      'order',
      'recover',
      'close',
    ),
    who: fc.nat({ max: CLAIMS - 1 }),
    fen: fc.integer({ min: 1, max: 1_200_000 }),
  }),
  { minLength: 12, maxLength: 30 },
);
const money = (fen: number): string => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;

/** One command as the workflows would carry it out; what is refused changes nothing, and the run goes on. */
async function carryOut({ deed, who, fen }: Command, loans: LoanStart[], starts: CompensationStart[]) {
  const { compensations } = database.persistence;
  const start = starts[who] as CompensationStart;
  const { claimId } = start;
  const n = (turn += 1);
  const review = (stage: 'verifying' | 'refused', decision: 'return' | 'reject') =>
    compensations.recordClaimReview({
      ...claimChange(start, `${decision}-${n}`, { stage }),
      review: { ...reviewOf(claimId, decision), commandId: `${decision}-${n}` },
    });
  const { rows } = await owner.query('select paid_on, stage from claim where id = $1', [claimId]);
  const { paid_on: paid, stage } = rows[0];
  if (deed === 'determine' && paid === null && stage !== 'refused')
    await compensations.determineCompensation({ claimId, at });
  if (deed === 'return' && paid === null && stage !== 'refused') await review('verifying', 'return');
  if (deed === 'reject' && paid === null) await review('refused', 'reject');
  if (deed === 'repay' && paid === null)
    await repay(database.persistence, loans[who] as LoanStart, {
      ...{ receiptNo: `P${n}`, paidOn: '2024-12-04', principal: money(fen) },
    });
  if (deed === 'order' && paid === null) {
    const order = await compensations.orderCompensationPayment({ claimId, at });
    if (order.orderNo !== '')
      await compensations.recordCompensationPaid({
        claimId,
        orderNo: order.orderNo,
        paidOn: '2024-12-06',
        at,
      });
  }
  if (deed === 'recover')
    await compensations.recordRecovery({
      ...{ claimId, inboxId: `R${n}`, receiptNo: `R${n}`, amount: money(fen), receivedOn: '2025-01-10', at },
    });
  if (deed === 'close' && paid !== null)
    await compensations.recordClaimReview({
      ...claimChange(start, `close-${n}`, { stage: 'closed' }),
      review: null,
    });
}

/** What must hold after every step, whatever came before. */
const INVARIANTS = `
  select 'frozen' as fault from fund f where frozen <> (select coalesce(sum(frozen_amount), 0) from claim c
    where c.county = f.county and c.fund_bank = f.bank)
  union all select 'balance' from fund f where balance <> (select coalesce(sum(amount), 0) from fund_movement m
    where m.county = f.county and m.bank = f.bank)
  union all select 'books' from fund f where balance <> (select coalesce(sum(debit - credit), 0) from posting
    where account in ('county/' || f.county || '/riskFund/' || f.bank, 'county/' || f.county || '/riskFundFrozen/' || f.bank))
  union all select 'held by nobody' from claim where frozen_amount > 0 and (paid_on is not null or stage in ('refused', 'withdrawn'))
  union all select 'back more than paid' from claim c join recovery r on r.claim_id = c.id
    join recovery_share s on s.recovery_id = r.id where s.party <> 'bank'
    group by c.id, s.party, c.shares having sum(s.amount) > (c.shares ->> s.party)::numeric
  union all select 'split' from claim c where shares is not null
    and net_loss <> (select sum(value::numeric) from jsonb_each_text(shares))`;

describe('a fund under any run of claims', () => {
  it('holds what its open claims hold, agrees with the books, and gives nobody more than was paid', async () => {
    await fc.assert(
      fc.asyncProperty(commands, fc.integer({ min: 5000, max: 40_000 }), async (run, size) => {
        const loans: LoanStart[] = [];
        for (let i = 0; i < CLAIMS; i += 1) loans.push(await overdueLoan(database.persistence, '10000.00'));
        const starts: CompensationStart[] = [];
        for (const [i, loan] of loans.entries())
          starts.push(await filedClaim(database.persistence, loan, { filedOn: `2024-12-0${i + 1}` }));
        await spare(size);
        for (const command of run) {
          await carryOut(command, loans, starts).catch((error: unknown) => {
            if (!(error instanceof RefusedError)) throw error;
          });
          expect((await owner.query(INVARIANTS)).rows).toEqual([]);
        }
        await leave(starts);
      }),
      { numRuns: 8 },
    );
  });
});

/** Leaves so much free money in the fund that some of the claims have to wait. */
async function spare(free: number): Promise<void> {
  await owner.query(
    `with gone as (select county, bank, $2 + frozen - balance as change, $2 + frozen as left_over from fund where county = $1),
       moved as (insert into fund_movement (key, county, bank, kind, amount, balance_after, moved_on, subject_no)
         select 'spare-' || $3::text, county, bank, 'deposit', change, left_over, '2024-12-01', 'x' from gone where change <> 0
         returning 1),
       entry as (insert into journal_entry (key, county, booked_on, kind, lines, subject_no)
         select 'spare-' || $3::text, county, '2024-12-01', 'fundDeposit', 2, 'x' from gone where change <> 0 returning id),
       lines as (insert into posting (entry_id, line_no, account, debit, credit)
         select e.id, n, 'county/' || $1 || '/' || case n when 1 then 'riskFund' else 'fundCapital' end || '/main',
           case when (n = 1) = (g.change > 0) then abs(g.change) else 0 end,
           case when (n = 1) = (g.change > 0) then 0 else abs(g.change) end
         from entry e, gone g, generate_series(1, 2) n)
     update fund f set balance = g.left_over from gone g where f.county = g.county and f.bank = g.bank`,
    [county, free, (turn += 1)],
  );
}

/** The next run starts with an empty queue. */
async function leave(starts: CompensationStart[]): Promise<void> {
  for (const start of starts) {
    const { rows } = await owner.query('select paid_on from claim where id = $1', [start.claimId]);
    if (rows[0].paid_on !== null) continue;
    await database.persistence.compensations.recordClaimReview({
      ...claimChange(start, `leave-${(turn += 1)}`, { stage: 'refused' }),
      review: null,
    });
  }
}
