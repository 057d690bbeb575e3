import { randomUUID } from 'node:crypto';
import { WorkflowCheck } from '@bangdai/activities';
import type { Actor, StatementEntry } from '@bangdai/contracts';
import { addMoney, subtractMoney } from '@bangdai/domain';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AgreeingBooks } from '../../support/agreeing-books.js';

/** Books of both sides that agree, then 340 defects of every kind: all are found, and nothing else is. */
const books = new AgreeingBooks();
const { county, office, loans, orders, claims } = books;
const sql: AgreeingBooks['sql'] = (...args) => books.sql(...args);
const compare: AgreeingBooks['compare'] = (...args) => books.compare(...args);
const openCases = () => books.openCases();

beforeAll(() => books.open(), 300_000);
afterAll(() => books.close());

/** What runs in Temporal as the record says, and how a night asks for it. */
let running = new Map<string, string | null>();
async function recorded(): Promise<Map<string, string | null>> {
  const subjects = await books.database.persistence.reconciliation.pageOfSubjects(county, null, 1000);
  const open = subjects.filter(({ expects }) => expects === 'running');
  return new Map(open.map(({ workflowId, stage }) => [workflowId, stage]));
}
async function checkWorkflows(): Promise<number> {
  const engine = {
    running: async () => new Map(running),
    stateOf: async (id: string) => ({
      status: running.has(id) ? ('running' as const) : ('ended' as const),
      stage: running.get(id) ?? null,
    }),
  };
  const check = new WorkflowCheck(books.database.persistence.reconciliation, engine, 0);
  const night = () => check.checkWorkflows({ county });
  const { differences } = (await new MockActivityEnvironment().run(night)) as { differences: number };
  return differences;
}

describe('the nightly reconciliation', () => {
  const planted: string[] = [];

  it('finds nothing where the books agree', async () => {
    const { bank, treasury } = books;
    expect([bank.length, treasury.length]).toEqual([loans, orders + claims]);
    running = await recorded();
    expect(running.size).toBe(loans + claims);
    expect(await checkWorkflows()).toBe(0);
    expect(await compare(bank, treasury)).toEqual({ opened: 0, settled: 0, open: 0 });
  }, 30_000);

  const plant = (kind: string, ref: string): void => void planted.push(`${kind} ${ref}`);

  /** Ten lines of another quarter, ten claims that say another sum than was paid or came back. */
  async function plantRecords(): Promise<void> {
    for (const { id, loan_no } of books.loanIds.slice(100, 110)) {
      await sql(
        `update settlement_line set period_from = '2023-12-21', period_to = '2024-03-21' where loan_id = $1`,
        [id],
      );
      plant('quarterDiffers', `line/Q2/${loan_no}/2023-12-21`);
    }
    for (const [i, { id, loan_no }] of books.loanIds.slice(0, claims).entries()) {
      const change = i % 2 ? 'fund_paid = fund_paid - 0.01' : 'recovered = recovered + 0.01';
      await sql(`update claim set ${change} where loan_id = $1`, [id]);
      plant('bookedDiffers', `claim/K-${loan_no}${i % 2 ? '' : '/recovered'}`);
    }
  }

  /** Ten workflows that are gone, five that tell another stage, five that run for nothing. */
  async function plantWorkflows(): Promise<void> {
    for (const [i, id] of [...running.keys()].sort().slice(-15).entries()) {
      if (i < 10) running.delete(id);
      else running.set(id, 'overdue');
      plant('workflowDiffers', id);
    }
    for (let i = 0; i < 5; i += 1) {
      running.set(`loan/${county}/NOBODY-${i}`, 'active');
      plant('workflowDiffers', `loan/${county}/NOBODY-${i}`);
    }
    expect(await checkWorkflows()).toBe(20);
  }

  it('finds each of 340 defects and nothing else', async () => {
    const { bank } = books;
    const treasury = books.treasury.slice(0, orders);
    await plantRecords();
    await plantWorkflows();
    const wrongBank = bank.flatMap((entry, i): StatementEntry[] => {
      const { ref, amount } = entry;
      if (i < 60) return [plant('missingAtCounterpart', ref), []][1] as StatementEntry[];
      if (i < 120) {
        plant('missingInBooks', `X-${ref}`);
        return [entry, { ...entry, ref: `X-${ref}` }];
      }
      if (i < 180) {
        plant('amountDiffers', ref);
        return [{ ...entry, amount: i % 2 ? addMoney(amount, '0.01') : subtractMoney(amount, '0.01') }];
      }
      if (i < 210) {
        plant('doubleAtCounterpart', ref);
        return [entry, entry];
      }
      if (i < 240) {
        plant('loanDiffers', ref);
        return [{ ...entry, loanNo: bank[210 + ((i - 210 + 1) % 30)]?.loanNo ?? null }];
      }
      // A day in the other quarter: the settlement that it belongs to is another one.
      plant('quarterDiffers', ref);
      return [{ ...entry, on: entry.on <= '2024-06-20' ? '2024-06-22' : '2024-06-18' }];
    });
    const wrongTreasury = treasury.flatMap((entry, i): StatementEntry[] => {
      if (i < 8) return [plant('missingAtCounterpart', entry.ref), []][1] as StatementEntry[];
      if (i < 15) return [plant('doubleAtCounterpart', entry.ref), [entry, entry]][1] as StatementEntry[];
      if (i < 22) {
        plant('amountDiffers', entry.ref);
        return [{ ...entry, amount: addMoney(entry.amount, i % 2 ? '0.01' : '100.00') }];
      }
      plant('payeeDiffers', entry.ref);
      return [{ ...entry, payee: treasury[22 + ((i - 22 + 1) % 8)]?.payee ?? null }];
    });
    for (let number = orders + 1; number <= orders + 10; number += 1) {
      const ref = await books.confirm(number, false);
      plant('bookedDiffers', ref);
      const own = {
        ref,
        amount: `${1000 + number}.50`,
        payee: `银行${number}`,
        on: '2024-06-25',
        loanNo: null,
      };
      wrongTreasury.push({ ...own, kind: 'payment' });
    }
    wrongTreasury.push(...books.treasury.slice(orders));
    expect(planted).toHaveLength(340);
    const { opened } = await compare(wrongBank, wrongTreasury);
    expect(await openCases()).toEqual([...planted].sort());
    expect(opened).toBe(340);
    expect((await compare(wrongBank, wrongTreasury)).opened).toBe(0);
  }, 60_000);

  it('gives each case an owner who notes and closes it, and the bank its own alone', async () => {
    const { reconciliationReads: reads } = books.database.persistence;
    const page = await reads.listCases(office, { state: 'open', limit: 500 });
    expect(page.rows).toHaveLength(340);
    const owners = new Set(page.rows.map(({ owner }) => owner));
    expect(owners).toEqual(new Set(['bank', 'finance', 'countyOffice']));
    const clerk: Actor = { ...office, id: randomUUID(), role: 'bank', bank: 'main' };
    const own = await reads.listCases(clerk, { state: 'open', limit: 500 });
    expect(own.rows.every(({ source }) => source === 'bank:main')).toBe(true);
    const foreign = { ...clerk, bank: 'other' };
    expect((await reads.listCases(foreign, { state: 'open', limit: 500 })).rows).toEqual([]);
    const found = own.rows.find(({ kind }) => kind === 'amountDiffers');
    const id = found?.id ?? '';
    await expect(reads.addNote(foreign, 'n0', id, { text: 'x', close: true })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(
      reads.addNote({ ...clerk, role: 'finance', bank: null }, 'n1', id, { text: 'x', close: true }),
    ).rejects.toMatchObject({ code: 'WRONG_ROLE' });
    const closed = await reads.addNote(clerk, 'n2', id, { text: '手续费计入，已更正', close: true });
    expect(closed).toMatchObject({ state: 'closed', notes: [{ text: '手续费计入，已更正', closes: true }] });
    expect(closed.difference).toMatch(/^-?0\.01$/);
  });

  it('settles cases whose difference is gone, keeps what cannot be told, and says when a statement is missing', async () => {
    const { bank, treasury } = books;
    await compare(null, treasury, '2024-07-02');
    const after = await openCases();
    expect(after.filter((one) => one.startsWith('statementMissing'))).toHaveLength(1);
    // Of the bank nothing can be told tonight; what the treasury had wrong is put right, ten orders are still not booked.
    expect(after.filter((one) => one.includes('subsidy/'))).toHaveLength(20);
    await sql(
      `update settlement_line set period_from = '2024-03-21', period_to = '2024-06-21' where loan_id = any($1)`,
      [books.loanIds.slice(100, 110).map(({ id }) => id)],
    );
    await sql('update claim set fund_paid = 2000, recovered = 0 where county = $1', [county]);
    running = await recorded();
    expect(await checkWorkflows()).toBe(0);
    const { open } = await compare(bank, treasury, '2024-07-03');
    expect(open).toBe(20);
  }, 30_000);
});

describe('a bank that hands its statements in', () => {
  const of = { county, source: 'bank:main' };
  const by = { name: 'june.csv', sha256: '0'.repeat(64), actor: 'clerk' };
  const june = { from: '2024-06-01', to: '2024-06-30' };
  const inJune = () => books.bank.filter(({ on }) => on >= june.from && on <= june.to);
  const take = (entries: StatementEntry[]) =>
    books.database.persistence.reconciliation.takeStatement(of, { ...june, entries }, by);
  /** What is open about the bank after a night on which only the treasury was asked. */
  async function night(on: string): Promise<string[]> {
    const { reconciliation } = books.database.persistence;
    await reconciliation.storeStatement({ ...books.span, on, source: 'treasury' }, books.treasury);
    await reconciliation.compareBooks({ ...books.span, on });
    return (await openCases()).filter((one) => !one.includes('subsidy/'));
  }

  beforeAll(async () => {
    for (const table of ['statement_entry', 'statement_cover'])
      await sql(`delete from ${table} where county = $1 and source = 'bank:main'`, [county]);
    await sql(
      `update counterpart set adapter = 'file', statement_due_day = 5, statement_due_since = '2024-06-10'
       where county = $1 and kind = 'bank'`,
      [county],
    );
  });

  it('is missed once its day has passed, as one case, however many nights', async () => {
    expect(await night('2024-07-05')).toEqual([]);
    expect(await night('2024-07-06')).toEqual(['statementMissing bank:main@2024-06']);
    expect(await night('2024-07-07')).toEqual(['statementMissing bank:main@2024-06']);
  }, 30_000);

  it('is compared on the days of its statement alone, and put right by the next one of these days', async () => {
    const [first, ...rest] = inJune();
    const wrong = { ...first!, amount: addMoney(first!.amount, '5.00') };
    await take([wrong, ...rest]);
    expect(await night('2024-07-08')).toEqual([`amountDiffers ${wrong.ref}`]);
    await take(rest);
    expect(await night('2024-07-09')).toEqual([`missingAtCounterpart ${wrong.ref}`]);
    await take(inJune());
    await take(inJune());
    expect(await night('2024-07-10')).toEqual([]);
  }, 30_000);

  it('cannot know of days that are not over', async () => {
    const { reconciliation } = books.database.persistence;
    const future = reconciliation.takeStatement(
      of,
      { from: '2024-06-01', to: '2099-01-31', entries: [] },
      by,
    );
    await expect(future).rejects.toMatchObject({ code: 'BAD_DATE' });
  });
});
