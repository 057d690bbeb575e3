import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { appropriate, createTestDatabase } from '../testing/index.js';
import { MoneyRun, type MoneyCommand, type Outcome } from '../testing/money-commands.js';

/** A night may ask for more: each run has a database of its own. */
const RUNS = Number(process.env['BANGDAI_PROPERTY_RUNS'] ?? 5);

const fen = (max: number) => fc.integer({ min: 1, max }).map((n) => (n / 100).toFixed(2));
const loan = fc.nat(3);
const receipt = fc.nat(5);
const settleOn = fc.constantFrom('2024-03-20', '2024-06-20', '2024-09-20');
const paidOn = fc.constantFrom('2024-02-20', '2024-05-05', '2024-08-01', '2023-12-31');

const command: fc.Arbitrary<MoneyCommand> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('disburse' as const),
      amount: fc.constantFrom('10000.00', '33333.33', '50000.00', '60000.00'),
      sameHousehold: fc.boolean(),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      ...{ kind: fc.constant('repay' as const), loan, receipt, paidOn },
      ...{ principal: fen(3_000_000), interest: fc.oneof(fc.constant('0.00'), fen(9_999)) },
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ kind: fc.constant('correct' as const), loan, receipt },
      principal: fc.oneof(fc.constant('0.00'), fen(3_000_000)),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('settle' as const, 'paySettlement' as const), settleOn }) }, // prettier-ignore
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('claim' as const, 'payClaim' as const), loan }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('recover' as const), loan, receipt, amount: fen(3_000_000) }),
  },
);

/** Steps of one to four commands; those of a step are sent at the same time by as many clients. */
const run = fc.array(fc.oneof(fc.tuple(command), fc.array(command, { minLength: 2, maxLength: 4 })), {
  minLength: 6,
  maxLength: 16,
});

/** Everything that is money, in one hash: two equal hashes are books that are equal to the byte. */
const BOOKS = `select md5(concat(
  (select string_agg(e::text, '|' order by e.seq) from journal_entry e),
  (select string_agg(p::text, '|' order by p.entry_id, p.line_no) from posting p),
  (select string_agg(concat_ws(',', id, principal, balance, settled_on, disbursed_on), '|' order by id) from loan where disbursed_on is not null),
  (select string_agg(r::text, '|' order by r.seq) from repayment r),
  (select string_agg(f::text, '|' order by f.county) from fund f),
  (select string_agg(s::text, '|' order by s.settlement_id, s.loan_id, s.period_from) from settlement_line s),
  (select string_agg(concat_ws(',', id, shares, fund_paid, frozen, recovered, surplus, paid_on), '|' order by id) from claim where stage <> 'refused')
)) as hash`;

/** What must hold of the books at every moment; each query names what breaks it, and must find nothing. */
const LAWS: Record<string, string> = {
  'every entry balances': `select entry_id from posting group by entry_id having sum(debit) <> sum(credit)`,
  'every county balances': `select a.county from posting p join account a on a.name = p.account
    group by a.county having sum(debit) <> sum(credit)`,
  'a loan owes what its accounts say': `select l.id, l.balance, b.owed from loan l left join
    (select a.owner, sum(p.debit - p.credit) as owed from posting p join account a on a.name = p.account
     where a.kind in ('loanPrincipal', 'compensatedLoss', 'recoveries') group by a.owner) b on b.owner = l.id::text
    where l.disbursed_on is not null and l.balance <> coalesce(b.owed, 0) and not exists (select 1 from journal_entry e
      join posting p on p.entry_id = e.id join account a on a.name = p.account where e.loan_id = l.id and a.kind = 'bankReceivable')`,
  // What the bank was paid for a debt that is gone is its own, not the household's: such loans are judged by the fund's law.
  'the fund has what its accounts say': `select f.county, f.bank, f.balance, f.frozen, b.whole, b.frozen from fund f join
    (select a.county, a.owner as bank, sum(p.debit - p.credit) as whole, coalesce(sum(p.debit - p.credit) filter (where a.kind = 'riskFundFrozen'), 0) as frozen
     from posting p join account a on a.name = p.account where a.kind in ('riskFund', 'riskFundFrozen') group by 1, 2) b using (county, bank)
    where f.balance <> b.whole or f.frozen <> b.frozen or f.frozen > f.balance`,
  'what was paid out is what the lines say': `select 1 from
    (select coalesce(sum(subsidy), 0) as lines from settlement_line where state = 'paid') l,
    (select coalesce(sum(p.credit - p.debit), 0) as spent from posting p join account a on a.name = p.account join journal_entry e on e.id = p.entry_id
     where a.kind = 'treasury' and e.kind <> 'appropriationArrived') t
    where l.lines <> t.spent`,
  'nobody gets back more than was paid': `select c.id from claim c join
    (select r.claim_id, sum(s.amount) as back from recovery r join recovery_share s on s.recovery_id = r.id where s.party = 'fund' group by 1) x
    on x.claim_id = c.id where x.back > c.fund_paid`,
};

describe('the books under any run of commands', () => {
  it(
    'balance after every step, and a refused command leaves them equal to the byte',
    async () => {
      const seen = new Map<string, number>();
      await fc.assert(
        fc.asyncProperty(run, async (steps) => {
          for (const outcome of await carryOut(steps)) {
            const name = `${outcome.kind} ${outcome.refused ? 'refused' : 'done'}`;
            seen.set(name, (seen.get(name) ?? 0) + 1);
          }
        }),
        {
          numRuns: RUNS,
          endOnFailure: true,
          seed: Number(process.env['BANGDAI_PROPERTY_SEED'] ?? 20_260_724),
        },
      );
      // A run that only refuses proves nothing: each kind of command must have had its effect.
      for (const kind of [
        'disburse',
        'repay',
        'correct',
        'settle',
        'paySettlement',
        'claim',
        'payClaim',
        'recover',
      ])
        expect([kind, seen.get(`${kind} done`) ?? 0]).not.toEqual([kind, 0]);
    },
    60_000 + RUNS * 60_000,
  );
});

async function carryOut(steps: readonly MoneyCommand[][]): Promise<Outcome[]> {
  const database = await createTestDatabase();
  await appropriate(database.persistence, ['bachu-2024'], [2025]);
  const owner = new pg.Client({ connectionString: database.adminUrl });
  await owner.connect();
  try {
    const money = new MoneyRun(database.persistence);
    const outcomes: Outcome[] = [];
    for (const step of steps) {
      const before = await hashOf(owner);
      const answers = await Promise.all(step.map((command) => money.send(command)));
      if (answers.every(({ refused }) => refused))
        expect([answers, await hashOf(owner)]).toEqual([answers, before]);
      await expectLaws(owner, step, answers);
      outcomes.push(...answers);
    }
    return outcomes;
  } finally {
    await owner.end();
    await database.drop();
  }
}

async function hashOf(owner: pg.Client): Promise<string> {
  return (await owner.query<{ hash: string }>(BOOKS)).rows[0]?.hash ?? '';
}

async function expectLaws(
  owner: pg.Client,
  step: readonly MoneyCommand[],
  answers: Outcome[],
): Promise<void> {
  for (const [law, sql] of Object.entries(LAWS)) {
    const { rows } = await owner.query(sql);
    expect({ law, step, answers, rows }).toEqual({ law, step, answers, rows: [] });
  }
}
