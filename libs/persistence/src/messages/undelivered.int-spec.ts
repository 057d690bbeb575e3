import { CounterpartRefusedError, type Actor, type LoanStart, type OutboxDraft } from '@bangdai/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { apply, createTestDatabase, loanChange, type TestDatabase } from '../testing/index.js';

describe('a message that a counterpart does not take', () => {
  let database: TestDatabase;
  let loan: LoanStart;
  let asked: string[] = [];
  const county = 'bachu-2024';
  const office: Actor = {
    id: '00000000-0000-4000-8000-00000000000a',
    role: 'countyOffice',
    county,
    place: '',
    bank: null,
  };

  beforeAll(async () => {
    database = await createTestDatabase();
  }, 60_000);
  afterAll(() => database?.drop());

  beforeEach(async () => {
    asked = [];
    loan = (await apply(database.persistence, { name: '赵钱孙', account: '62305200001' })).loan;
    // What an earlier test left waiting would come due in the middle of this one.
    await database.persistence.dataSource.query(
      `update outbox set state = 'delivered' where state = 'pending'`,
    );
  });

  const send = (...keys: string[]) => {
    const messages = keys.map((key): OutboxDraft => ({
      ...{ kind: 'maturityNotice', key: `${loan.loanNo}/${key}`, to: 'bank', bank: 'main', data: { key } },
    }));
    return database.persistence.loans.recordWake(loanChange(loan, keys.join(), { messages }));
  };
  const drain = (verdict: (key: string) => Error | null) =>
    database.persistence.outbox.drain(20, async ({ data }) => {
      asked.push(data['key'] ?? '');
      const error = verdict(data['key'] ?? '');
      if (error !== null) throw error;
    });
  const tasks = (status = 'open') =>
    database.persistence.dataSource.query<{ id: string; kind: string; decision: string | null }[]>(
      `select id, kind, decision from task where subject_id = $1 and status = $2 and kind = 'undelivered' order by id`,
      [loan.loanId, status],
    );
  const later = (clause = '') =>
    database.persistence.dataSource.query(
      `update outbox set next_attempt_at = now() ${clause} where loan_id = $1 and state = 'pending'`,
      [loan.loanId],
    );
  const states = async () =>
    (
      await database.persistence.dataSource.query<{ state: string }[]>(
        'select state from outbox where loan_id = $1 order by seq',
        [loan.loanId],
      )
    ).map(({ state }) => state);
  const refused = new CounterpartRefusedError('FIELD_INVALID', 'FIELD_INVALID');
  const decide = (taskId: string, decision: string, over: Record<string, unknown> = {}) =>
    database.persistence.desk.decide(office, {
      ...{ taskId, commandId: `cmd-${taskId}-${decision}`, decision, on: '2024-03-01', reasonGiven: true },
      ...over,
    });

  it('refused for good, opens a task and lets the later ones of its loan go', async () => {
    await send('a', 'b', 'c');
    await drain((key) => (key === 'a' ? refused : null));
    expect(asked).toEqual(['a', 'b', 'c']);
    expect(await states()).toEqual(['undelivered', 'delivered', 'delivered']);
    expect(await tasks()).toHaveLength(1);
    await drain(() => null);
    expect(asked).toEqual(['a', 'b', 'c']);
  });

  it('not reachable, keeps its place; a day later a person is told, and no more once it went through', async () => {
    await send('a', 'b');
    const away = new Error('away');
    await drain(() => away);
    expect(asked).toEqual(['a']);
    await later(`, first_failed_at = now() - interval '25 hours'`);
    await drain(() => away);
    expect(asked).toEqual(['a', 'a']);
    expect(await tasks()).toHaveLength(1);
    await later();
    await drain(() => null);
    expect(asked).toEqual(['a', 'a', 'a', 'b']);
    expect(await tasks()).toEqual([]);
    expect(await tasks('done')).toMatchObject([{ decision: 'delivered' }]);
  });

  it('that waited while no relay ran is no alarm at its first failure', async () => {
    await send('a');
    await later(`, created_at = now() - interval '3 days'`);
    await drain(() => new Error('a moment away'));
    expect(await tasks()).toEqual([]);
  });

  it('says word for word the same when it is sent again after a relay died, whatever changed meanwhile', async () => {
    const bodies: unknown[] = [];
    await send('a');
    const record = (fail: boolean) =>
      database.persistence.outbox.drain(5, async (message) => {
        bodies.push(message);
        if (fail) throw new Error('the relay died after the bank had taken it');
      });
    await record(true);
    const person = `(select person_id from loan where id = $1)`;
    await database.persistence.dataSource.query(
      `update person set phone_enc = account_enc, account_enc = phone_enc where id = ${person} and false`,
      [loan.loanId],
    );
    await database.persistence.dataSource.query(
      `update loan set person_id = (select id from person where id <> loan.person_id limit 1) where id = $1
       and exists (select 1 from person p where p.id <> loan.person_id)`,
      [loan.loanId],
    );
    await later();
    await record(false);
    expect(bodies[1]).toEqual(bodies[0]);
  });

  it('is sent again by a person under a new number, with what the record says now', async () => {
    await send('a');
    await drain(() => refused);
    const [task] = await tasks();
    await decide(task?.id ?? '', 'resend');
    expect(await tasks()).toEqual([]);
    await drain(() => null);
    expect(asked).toEqual(['a', 'a']);
    expect(await states()).toEqual(['undelivered', 'delivered']);
  });

  it('is marked as served on paper only with a proof, once, by the office', async () => {
    await send('a');
    await drain(() => refused);
    const [task] = await tasks();
    const taskId = task?.id ?? '';
    await expect(decide(taskId, 'servedOnPaper')).rejects.toMatchObject({ code: 'DOCUMENT_MISSING' });
    await expect(
      database.persistence.desk.decide(
        { ...office, role: 'finance' },
        {
          ...{ taskId, commandId: 'x', decision: 'resend', on: '2024-03-01', reasonGiven: true },
        },
      ),
    ).rejects.toMatchObject({ code: 'WRONG_ROLE' });
    const file = {
      key: 'servedNotice',
      fileName: '回证.png',
      mimeType: 'image/png',
      bytes: Buffer.from('png'),
    };
    await database.persistence.desk.storeFile(office, taskId, file);
    await decide(taskId, 'servedOnPaper');
    await expect(decide(taskId, 'servedOnPaper', { commandId: 'again' })).rejects.toMatchObject({
      code: 'TASK_DONE',
    });
    expect(await states()).toEqual(['served']);
  });

  it('to a household goes to its village as a task with a printed notice, and counts as served by its mark', async () => {
    await database.persistence.loans.recordWake(
      loanChange(loan, 'household', {
        messages: [
          {
            ...{ kind: 'maturityNotice', key: `${loan.loanNo}/h`, to: 'household', bank: 'main' },
            data: { maturesOn: '2025-02-01', balance: '30000.00', dueOn: '2024-12-03' },
          },
        ],
      }),
    );
    await drain(() => new Error('no machine is called for a household'));
    expect(asked).toEqual([]);
    const village: Actor = { ...office, role: 'village', place: loan.place };
    const [task] = await database.persistence.dataSource.query<{ id: string; desk: string }[]>(
      `select id, desk from task where subject_id = $1 and kind = 'householdNotice'`,
      [loan.loanId],
    );
    expect(task?.desk).toBe('village');
    const form = await database.persistence.desk.readForm(village, task?.id ?? '');
    expect(form.title).toBe('贷款到期提醒通知书');
    expect(JSON.stringify(form)).toContain('赵钱孙');
    const decision = {
      taskId: task?.id ?? '',
      commandId: 'served',
      decision: 'servedOnPaper',
      on: '2024-12-04',
    };
    await expect(
      database.persistence.desk.decide(village, { ...decision, reasonGiven: false }),
    ).rejects.toMatchObject({
      code: 'DOCUMENT_MISSING',
    });
    const file = {
      key: 'servedNotice',
      fileName: '回证.png',
      mimeType: 'image/png',
      bytes: Buffer.from('png'),
    };
    await database.persistence.desk.storeFile(village, task?.id ?? '', file);
    await database.persistence.desk.decide(village, { ...decision, reasonGiven: false });
    expect(await states()).toEqual(['served']);
  });
});
