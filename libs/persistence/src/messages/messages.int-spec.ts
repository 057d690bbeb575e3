import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InboxEntry, LoanStart, OutboxDraft } from '@bangdai/contracts';
import type { ScopedEvent } from '@bangdai/contracts/http';
import { apply, createTestDatabase, loanChange, type TestDatabase } from '../testing/index.js';

describe('messages', () => {
  let database: TestDatabase;
  let loan: LoanStart;

  beforeAll(async () => {
    database = await createTestDatabase();
    loan = (await apply(database.persistence, { name: '赵钱孙', account: '62305200001' })).loan;
  }, 60_000);

  afterAll(async () => {
    await database?.drop();
  });

  const fact = (eventId: string, subjectNo = loan.loanNo): Omit<InboxEntry, 'id' | 'receivedAt'> => ({
    source: 'bank:bachu-2024:main',
    eventId,
    kind: 'repaymentReceived',
    county: 'bachu-2024',
    subjectNo,
    payload: { eventId },
  });

  it('stores a fact once and refuses one that concerns nobody', async () => {
    const { intake } = database.persistence;
    const [a, b] = await Promise.all([intake.storeInbox(fact('E1')), intake.storeInbox(fact('E1'))]);
    expect(a.id).toBe(b.id);
    expect([a.created, b.created].sort()).toEqual([false, true]);
    await expect(intake.storeInbox(fact('E2', 'L9999'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('delivers facts in order, each once, also with two relays', async () => {
    const { intake, inbox } = database.persistence;
    await intake.storeInbox(fact('E3'));
    const seen: string[] = [];
    const deliver = async (entry: InboxEntry) => {
      await new Promise((done) => setTimeout(done, 20));
      seen.push(entry.eventId);
      return 'delivered' as const;
    };
    await Promise.all([inbox.drain(10, deliver), inbox.drain(10, deliver)]);
    await inbox.drain(10, deliver);
    expect(seen).toEqual(['E1', 'E3']);
  });

  it('makes a task of a fact that cannot be delivered', async () => {
    const { intake, inbox, reads } = database.persistence;
    await intake.storeInbox(fact('E4'));
    await inbox.drain(10, async () => 'undeliverable');
    const office = { id: 'o', role: 'countyOffice', county: 'bachu-2024', place: '', bank: null };
    const { rows } = await reads.listTasks(office, { tab: 'todo', limit: 10 }, '2024-02-01');
    expect(rows.map(({ kind, subjectNo }) => [kind, subjectNo])).toEqual([['undelivered', loan.loanNo]]);
  });

  it('sends messages of a loan in order, with the account for the bank, and hands the household’s to the village', async () => {
    const { loans, outbox } = database.persistence;
    const draft = (key: string, to: OutboxDraft['to']): OutboxDraft => ({
      kind: 'disbursementRequest',
      key,
      to,
      bank: 'main',
      data: { key },
    });
    await loans.recordWake(
      loanChange(loan, 'messages', {
        messages: [draft('m1', 'bank'), draft('m2', 'household'), draft('m1', 'bank')],
      }),
    );
    let broken = true;
    const sent: Record<string, string>[] = [];
    const deliver = async (message: { data: Record<string, string> }) => {
      if (broken) throw new Error('the bank is away');
      sent.push(message.data);
    };
    await expect(outbox.drain(10, deliver)).resolves.toBe(0);
    broken = false;
    await new Promise((done) => setTimeout(done, 1100));
    await expect(outbox.drain(10, deliver)).resolves.toBe(2);
    expect(sent).toEqual([
      expect.objectContaining({
        ...{ key: 'm1', name: '赵钱孙', account: '62305200001', householdNo: `H-${loan.loanNo}` },
        ...{ annualRate: '0.0395', subsidyRate: '0.0395', principalCap: '50000.00', settleAt: 'quarter' },
      }),
    ]);
    const [handed] = await database.persistence.dataSource.query<{ state: string }[]>(
      `select state from outbox where key = 'm2'`,
    );
    expect(handed?.state).toBe('handed');
  });

  it('needs no person for a fact that was told twice and is on record', async () => {
    const { intake, inbox } = database.persistence;
    await intake.storeInbox(fact('E5'));
    const { id } = await intake.storeInbox(fact('E5'));
    await database.persistence.dataSource.query(
      `insert into repayment (county, bank, receipt_no, loan_id, inbox_id, paid_on, principal, interest, booked_principal, booked)
       values ('bachu-2024', 'main', 'R-E5', $1, $2, '2024-02-02', 1, 0, 1, true)`,
      [loan.loanId, id],
    );
    // The relay died after the Signal; the loan ended by it and is gone now.
    await inbox.drain(10, async () => 'undeliverable');
    const [row] = await database.persistence.dataSource.query<{ state: string }[]>(
      'select state from inbox where id = $1',
      [id],
    );
    expect(row?.state).toBe('delivered');
  });

  it('tells listeners after the commit, with the place and bank that it concerns', async () => {
    const events: ScopedEvent[] = [];
    const unsubscribe = database.persistence.liveFeed.subscribe((event) => events.push(event));
    await new Promise((done) => setTimeout(done, 300));
    await database.persistence.loans.recordWake(loanChange(loan, 'told'));
    await new Promise((done) => setTimeout(done, 300));
    unsubscribe();
    const { place, bank } = loan;
    expect(events).toContainEqual({
      topic: 'loan',
      id: loan.loanId,
      county: 'bachu-2024',
      place,
      banks: [bank],
    });
  });
});
