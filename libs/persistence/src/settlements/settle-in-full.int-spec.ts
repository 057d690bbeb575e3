import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LineAction, LoanStart, SettlementLinesCommand } from '@bangdai/contracts';
import { addMoney, subtractMoney, sumMoney } from '@bangdai/domain';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { activeLoan, appropriate, createTestDatabase, repay, type TestDatabase } from '../testing/index.js';

const county = 'bachu-2024';
const townships = ['龙兴镇', '恰尔巴格乡'];

interface Line {
  loan_no: string;
  subsidy: string;
  nights: number;
  interest: string;
  state: string;
  period_from: string;
  bank_subsidy: string | null;
}

describe('a settlement in full', () => {
  let database: TestDatabase;
  let owner: pg.Client;
  const loans: LoanStart[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    await appropriate(database.persistence, [county], [2024]);
    owner = new pg.Client({ connectionString: database.adminUrl });
    await owner.connect();
    for (let i = 0; i < 4; i += 1) {
      const place = { township: townships[i % 2] as string, village: '北山村', termMonths: 36 };
      loans.push(await activeLoan(database.persistence, { on: `2024-02-0${4 - i}`, months: 36 }, place));
    }
  }, 60_000);
  afterAll(async () => {
    await owner?.end();
    await database?.drop();
  });

  const open = (settleOn: string) =>
    database.persistence.settlements.openSettlement({ county, bank: 'main', settleOn, openedBy: 'system' });
  const linesOf = async (settlementId: string): Promise<Line[]> =>
    (
      await owner.query(
        'select *, period_from::text as period_from from settlement_line where settlement_id = $1 order by settlement_line.period_from, loan_no',
        [settlementId],
      )
    ).rows;
  const township = (at: number) => ({
    id: `t${at}`,
    role: 'township',
    county,
    place: townships[at] as string,
    bank: null,
  });
  const settle = (settlementId: string, action: LineAction, over: Partial<SettlementLinesCommand> = {}) =>
    database.persistence.settlements.settleLines({
      settlementId,
      at: '2024-03-21T02:00:00Z',
      command: {
        ...{ commandId: randomUUID(), action, loanNos: [], place: '', reasonGiven: true, figuresHash: null },
        ...{ actor: township(0), ...over },
      },
    });
  const tasks = async (settlementId: string) =>
    (
      await owner.query(
        `select township, status, decision from task where subject_id = $1 and kind in ('disputedLine', 'failedLine') order by id`,
        [settlementId],
      )
    ).rows;
  const compare = async (settlementId: string, list: Line[]) => {
    const { settlements } = database.persistence;
    await settlements.storeSubsidyList(
      settlementId,
      list.map(({ loan_no, nights, interest, subsidy }) => ({ loanNo: loan_no, nights, interest, subsidy })),
    );
    return settlements.compareSubsidyLines({ settlementId });
  };
  const pay = async (settlementId: string, day: string, payInPart = false) => {
    const at = `${day}T02:00:00Z`;
    const { settlements } = database.persistence;
    const order = await settlements.orderSubsidyPayment({ settlementId, at, payInPart });
    const left = await settlements.recordSettlementPaid({
      settlementId,
      orderNo: order.orderNo,
      paidOn: day,
      at,
    });
    return { ...order, unpaid: left ? left.unpaid : 0 };
  };
  let first: string;

  it('lets the town settle what it disputes with the bank, and closes its task with the last line', async () => {
    ({ settlementId: first } = await open('2024-03-20'));
    const own = await linesOf(first);
    const dearer = own.map((line) => ({ ...line, subsidy: subtractMoney(line.subsidy, '1.00') }));
    expect(await compare(first, dearer)).toMatchObject({ lines: 4, disputed: 4, total: '0.00' });
    expect(await tasks(first)).toEqual([
      { township: '恰尔巴格乡', status: 'open', decision: null },
      { township: '龙兴镇', status: 'open', decision: null },
    ]);
    const [mine, other] = own.filter(
      (line) => line.loan_no === loans[0]?.loanNo || line.loan_no === loans[2]?.loanNo,
    );
    await expect(settle(first, 'acceptBank', { loanNos: [loans[1]?.loanNo ?? ''] })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const command = { commandId: 'once', loanNos: [mine?.loan_no ?? ''] };
    const taken = await settle(first, 'acceptBank', command);
    expect(taken).toMatchObject({ changed: 1, grown: true, figures: { disputed: 3 } });
    expect(await settle(first, 'acceptBank', command)).toEqual(taken);
    expect(taken.figures.total).toBe(subtractMoney(mine?.subsidy ?? '', '1.00'));
    const both = await settle(first, 'acceptPlatform');
    expect(both.figures.total).toBe(addMoney(taken.figures.total, other?.subsidy ?? ''));
    expect((await tasks(first))[1]).toEqual({
      township: '龙兴镇',
      status: 'done',
      decision: 'acceptPlatform',
    });
  });

  it('opens the task again when the bank disputes anew, and leaves what a person settled', async () => {
    const own = await linesOf(first);
    const figures = await compare(
      first,
      own.map((line) => ({ ...line, subsidy: subtractMoney(line.subsidy, '2.00') })),
    );
    // One line the town settled at the bank's figure, which the bank has changed since: it is open again.
    expect(figures.disputed).toBe(4);
    expect((await tasks(first)).filter(({ status }) => status === 'open')).toHaveLength(2);
    await compare(first, own);
    expect((await tasks(first)).filter(({ status }) => status === 'open')).toEqual([]);
  });

  it('pays what is not disputed, holds the rest and takes it up in the next quarter by the facts of then', async () => {
    const own = await linesOf(first);
    const held = own.filter(({ loan_no }) => loan_no === loans[1]?.loanNo);
    await compare(
      first,
      own.map((line) => (held.includes(line) ? { ...line, subsidy: '0.01' } : line)),
    );
    const paid = await pay(first, '2024-03-26');
    expect(paid.unpaid).toBe(0);
    expect((await linesOf(first)).map(({ state }) => state).sort()).toEqual(['held', 'paid', 'paid', 'paid']);
    expect((await tasks(first)).filter(({ status }) => status !== 'done')).toEqual([]);
    // The bank was right about a repayment; the held quarter is figured anew, without an adjustment line.
    await repay(database.persistence, loans[1] as LoanStart, {
      receiptNo: 'H-1',
      paidOn: '2024-03-01',
      principal: '10000.00',
    });
    const { settlementId: second } = await open('2024-06-20');
    const next = await linesOf(second);
    expect(next.map(({ period_from, state }) => [period_from, state])).toEqual([
      ['2024-02-03', 'disputed'],
      ...[0, 1, 2, 3].map(() => ['2024-03-21', 'claimed']),
    ]);
    expect(Number(next[0]?.subsidy)).toBeLessThan(Number(held[0]?.subsidy));
    const figures = await compare(second, next.slice(1));
    expect(figures.disputed).toBe(1);
    await settle(second, 'acceptPlatform', { actor: township(1) });
    const all = await pay(second, '2024-06-26');
    expect(all.amount).toBe(sumMoney(next.map(({ subsidy }) => subsidy)));
    const { subsidy } = await database.persistence.reads.getMoney(
      { ...township(1), place: '' },
      loans[1]?.loanId ?? '',
    );
    expect(subsidy.slice(0, 2).map(({ state }) => state)).toEqual(['paid', 'paid']);
  });

  it('excludes single lines for good, refuses who saw other figures, and lets nobody reach into another town', async () => {
    const { settlementId } = await open('2024-09-20');
    const own = await linesOf(settlementId);
    const before = await compare(settlementId, own);
    const [line] = own.filter(({ loan_no }) => loan_no === loans[0]?.loanNo);
    const loanNos = [line?.loan_no ?? ''];
    await expect(settle(settlementId, 'exclude', { loanNos, actor: township(1) })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(settle(settlementId, 'exclude', { loanNos, figuresHash: 'old' })).rejects.toMatchObject({
      code: 'FIGURES_CHANGED',
    });
    const { figures } = await settle(settlementId, 'exclude', { loanNos, figuresHash: before.figuresHash });
    expect(figures).toMatchObject({ excluded: 1, total: subtractMoney(before.total, line?.subsidy ?? '') });
    expect(figures.figuresHash).not.toBe(before.figuresHash);
    expect((await pay(settlementId, '2024-09-26')).amount).toBe(figures.total);
    const { settlementId: next } = await open('2024-12-20');
    expect((await linesOf(next)).map(({ period_from }) => period_from)).toEqual(Array(4).fill('2024-09-21'));
  });

  it('keeps the bank’s forecast apart from its final list and shows both beside the platform’s figure', async () => {
    const { intake, reads } = database.persistence;
    const settleOn = '2025-03-20';
    const forecast = (subsidy: string) => [
      { loanNo: loans[0]?.loanNo ?? '', nights: 90, interest: '296.25', subsidy },
    ];
    const key = { county, bank: 'main', settleOn };
    // As a file or a person hands it in: before its day it is a forecast, and waits for nobody.
    const letter = (day: string, subsidy: string) => ({
      ...{
        source: `bank:${county}:main`,
        eventId: randomUUID(),
        kind: 'subsidyListReceived' as const,
        county,
      },
      ...{ subjectNo: day, payload: { county, bank: 'main', settleOn: day, lines: forecast(subsidy) } },
    });
    const ahead = `${new Date().getUTCFullYear() + 1}-03-20`;
    await intake.storeInbox(letter(ahead, '11.00'));
    await database.persistence.inbox.drain(5, async () => 'undeliverable');
    const apart = await owner.query('select subsidy from subsidy_forecast_line where settle_on = $1', [
      ahead,
    ]);
    expect(apart.rows).toEqual([{ subsidy: '11.00' }]);
    await intake.storeForecast(key, forecast('200.00'));
    await intake.storeForecast(key, forecast('290.00'));
    const { settlementId } = await open(settleOn);
    const own = await linesOf(settlementId);
    await compare(settlementId, own);
    const office = { ...township(0), role: 'countyOffice', place: '' };
    const { rows } = await reads.listSettlementLines(office, settlementId, { limit: 10 });
    const line = rows.find(({ loanNo }) => loanNo === loans[0]?.loanNo);
    expect(line).toMatchObject({ forecastSubsidy: '290.00', difference: '0.00', state: 'claimed' });
    expect(line?.bankSubsidy).toBe(line?.subsidy);
    expect(line?.bankNights).toBe(line?.nights);
    const detail = await reads.getSettlement(office, settlementId, '2025-03-21');
    expect(detail).toMatchObject({ forecastTotal: '290.00', held: 0 });
    // Nobody has recorded money of this year: nothing of it can be paid.
    expect(detail.budget).toMatchObject({ arrived: '0.00', shortBy: detail.total });
    const payDay = `${new Date().getUTCFullYear()}-03-26`;
    await expect(pay(settlementId, payDay)).rejects.toMatchObject({
      ...{ code: 'BUDGET_SHORT', reasons: [detail.total] },
    });
    // What is paid is what the nights give, whatever the bank had forecast.
    await appropriate(database.persistence, [county], [Number(payDay.slice(0, 4))], detail.total);
    expect((await pay(settlementId, payDay)).amount).toBe(sumMoney(own.map(({ subsidy }) => subsidy)));
  });

  it('pays what the borrower paid once: the line that waited first, then the new one', async () => {
    const place = { county: 'yubei-2021', documents: ['idCard', 'yubeiAnnex2'] };
    const loan = await activeLoan(database.persistence, { on: '2024-05-05', annualRate: '0.03' }, place);
    const { settlements } = database.persistence;
    const openOn = (settleOn: string) =>
      settlements.openSettlement({ county: place.county, bank: 'main', settleOn, openedBy: 'system' });
    const { settlementId: waiting } = await openOn('2024-06-20');
    // The bank knows that nothing was paid, and lists the interest with a subsidy of nothing.
    const unpaid = (await linesOf(waiting)).map((line) => ({ ...line, subsidy: '0.00' }));
    expect(await compare(waiting, unpaid)).toMatchObject({ disputed: 0, total: '0.00' });
    const receipt = { receiptNo: 'I-1', paidOn: '2024-09-20', principal: '0.00', interest: '150.00' };
    await repay(database.persistence, loan, receipt);
    const { settlementId: next } = await openOn('2024-09-20');
    const listed = (await linesOf(next))
      .filter(({ interest }) => interest === '230.00')
      .map((line) => ({ ...line, subsidy: '32.50' }));
    expect(await compare(next, listed)).toMatchObject({ disputed: 0, total: '150.00' });
    expect((await linesOf(next)).map(({ interest, subsidy, state }) => [interest, subsidy, state])).toEqual([
      ['117.50', '117.50', 'claimed'],
      ['230.00', '32.50', 'claimed'],
    ]);
  });

  it('comes to the same when every write is made twice, as after a worker that died before it could report it', async () => {
    const settlements = twice(database.persistence.settlements);
    const settleOn = '2025-06-20';
    const at = '2025-06-27T02:00:00Z';
    await appropriate(database.persistence, [county], [2025]);
    const { settlementId } = await settlements.openSettlement({
      ...{ county, bank: 'main', settleOn, openedBy: 'system' },
    });
    const own = await linesOf(settlementId);
    const list = own.map(({ loan_no, nights, interest, subsidy }, i) => ({
      ...{ loanNo: loan_no, nights, interest, subsidy: i === 0 ? '0.01' : subsidy },
    }));
    await settlements.storeSubsidyList(settlementId, list);
    const { figuresHash } = await settlements.compareSubsidyLines({ settlementId });
    const command = {
      ...{
        commandId: 'twice-1',
        action: 'acceptPlatform' as const,
        loanNos: [],
        place: '',
        reasonGiven: true,
      },
      ...{ figuresHash, actor: { ...township(0), role: 'countyOffice', place: '' } },
    };
    await settlements.settleLines({ settlementId, command, at });
    const change = { settlementId, at, stage: 'underReview' as const, pendingStep: 'unionConfirm' };
    const told = { events: [], openTasks: [], closeTasks: [], publicityEndsOn: null, review: null };
    await settlements.recordSettlementReview({ ...change, ...told, changeId: 'twice' });
    const { orderNo, amount } = await settlements.orderSubsidyPayment({ settlementId, at });
    await settlements.recordSettlementPaid({ settlementId, orderNo, paidOn: '2025-06-27', at });
    const failedLines = [{ loanNo: own[1]?.loan_no ?? '', cause: 'ACCOUNT_CLOSED' }];
    const payload = { county, orderNo, outcome: 'paid', paidOn: '2025-06-27', amount, failedLines };
    await database.persistence.intake.storeInbox({
      ...{ source: `treasury:${county}`, eventId: randomUUID(), kind: 'paymentReported', county },
      ...{ subjectNo: orderNo, payload },
    });
    const refused = { settlementId, orderNo, changeId: 'refused/1', at };
    expect(await settlements.recordRefusedLines(refused)).toEqual({ failed: 1 });
    const mended = { ...command, commandId: 'twice-2', action: 'mended' as const, figuresHash: null };
    await settlements.settleLines({
      settlementId,
      command: { ...mended, loanNos: [own[1]?.loan_no ?? ''] },
      at,
    });
    const again = await settlements.orderSubsidyPayment({ settlementId, at });
    expect(again.amount).toBe(own[1]?.subsidy);
    await settlements.recordSettlementPaid({
      settlementId,
      orderNo: again.orderNo,
      paidOn: '2025-06-30',
      at,
    });
    const total = sumMoney(own.map(({ subsidy }) => subsidy));
    expect((await linesOf(settlementId)).map(({ state }) => state)).toEqual(own.map(() => 'paid'));
    const { rows: books } = await owner.query(
      `select e.kind, count(distinct e.id)::int as entries, sum(p.credit - p.debit)::text as out from journal_entry e
       join posting p on p.entry_id = e.id and p.account = $2 where e.subject_id = $1 group by e.kind`,
      [settlementId, `county/${county}/treasury/2025`],
    );
    // Paid, sent back, paid again: three entries, and what is out of the treasury is what the lines say.
    expect(books).toEqual([{ kind: 'subsidyPayment', entries: 3, out: total }]);
    expect((await tasks(settlementId)).filter(({ status }) => status !== 'done')).toEqual([]);
  });
});

/** A port whose every call is made twice, and answers the second time what it answered the first time. */
function twice<Port extends object>(port: Port): Port {
  return new Proxy(port, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return async (...args: unknown[]): Promise<unknown> => {
        const first: unknown = await method.apply(target, args);
        expect(await method.apply(target, args)).toEqual(first);
        return first;
      };
    },
  });
}
