import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor, LoanStart, TaskDraft } from '@bangdai/contracts';
import type { TaskQueryValue } from '@bangdai/contracts/http';
import { addDays } from '@bangdai/domain';
import pg from 'pg';
import { apply, createTestDatabase, loanChange, villageActor, type TestDatabase } from '../testing/index.js';

const township: Actor = { id: '', role: 'township', county: 'bachu-2024', place: '龙兴镇', bank: null };

describe('read models', () => {
  let database: TestDatabase;
  let owner: pg.Client;
  const loans: LoanStart[] = [];
  const staff: Actor[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = new pg.Client({ connectionString: database.adminUrl });
    await owner.connect();
    for (const username of ['a', 'b']) {
      const account = { ...township, username, displayName: `镇干部${username}`, passwordHash: 'x' };
      staff.push(await database.persistence.identity.createStaff(account));
    }
    for (let i = 0; i < 12; i += 1) {
      const { loan } = await apply(database.persistence, {
        amount: `${10 + i}000.00`,
        village: i === 11 ? '南山村' : '北山村',
      });
      const task = taskOf(loan, i % 4 === 3 ? null : addDays('2024-02-05', i % 3));
      await database.persistence.loans.recordWake(
        loanChange(loan, 'open', { pendingStep: 'townshipReview', openTasks: [task] }),
      );
      loans.push(loan);
    }
  }, 60_000);

  afterAll(async () => {
    await owner?.end();
    await database?.drop();
  });

  const taskOf = (loan: LoanStart, dueOn: string | null): TaskDraft => ({
    taskId: `${loan.loanId}.townshipReview.1`,
    kind: 'review',
    stepKey: 'townshipReview',
    title: '乡镇审核',
    role: 'township',
    county: loan.county,
    place: loan.place,
    bank: null,
    slaWorkingDays: null,
    dueOn,
    openedOn: '2024-02-01',
    outcomes: ['approve', 'reject', 'return'],
    requires: [],
    requiresDetail: false,
    needsMeeting: false,
  });

  const first = (): Actor => staff[0] as Actor;
  const second = (): Actor => staff[1] as Actor;
  const query = (over: Partial<TaskQueryValue> = {}): TaskQueryValue => ({ tab: 'todo', limit: 5, ...over });

  it('pages through the inbox by due day, then amount, without losing or repeating a task', async () => {
    const { reads } = database.persistence;
    const seen: [string | null, string | null][] = [];
    let after: string | undefined;
    do {
      const page = await reads.listTasks(first(), query({ after }), '2024-02-06');
      seen.push(...page.rows.map(({ dueOn, amount }): [string | null, string | null] => [dueOn, amount]));
      after = page.next ?? undefined;
    } while (after !== undefined);
    const key = ([due, amount]: [string | null, string | null]) =>
      `${due ?? '9999-12-31'} ${String(100_000 - Number(amount)).padStart(9, '0')}`;
    expect(seen).toHaveLength(12);
    expect(seen.map(key)).toEqual(seen.map(key).sort());
  });

  it('filters by due day, village, amount of time left and search', async () => {
    const { reads } = database.persistence;
    const overdue = await reads.listTasks(first(), query({ due: 'overdue', limit: 50 }), '2024-02-06');
    expect(overdue.rows.every((row) => row.overdue && (row.daysLeft ?? 0) < 0)).toBe(true);
    const village = await reads.listTasks(first(), query({ village: '南山村' }), '2024-02-06');
    expect(village.rows.map(({ subjectNo }) => subjectNo)).toEqual([loans[11]?.loanNo]);
    const found = await reads.listTasks(first(), query({ q: loans[3]?.loanNo }), '2024-02-06');
    expect(found.rows).toHaveLength(1);
    await expect(reads.listTasks(first(), query({ after: 'nonsense' }), '2024-02-06')).rejects.toMatchObject({
      code: 'FIELD_INVALID',
    });
    const elsewhere = { ...first(), place: '虎头镇' };
    expect((await reads.listTasks(elsewhere, query(), '2024-02-06')).rows).toEqual([]);
  });

  it('lets one person take a task and the other not, and counts so', async () => {
    const { reads } = database.persistence;
    const id = `${loans[0]?.loanId}.townshipReview.1`;
    const taken = await Promise.allSettled([reads.claimTask(first(), id), reads.claimTask(second(), id)]);
    const failed = taken.filter((result) => result.status === 'rejected');
    expect(failed.map(({ reason }) => reason.code)).toEqual(['TASK_TAKEN']);
    const winner = taken[0]?.status === 'fulfilled' ? first() : second();
    const loser = winner === first() ? second() : first();
    expect(await reads.countTasks(winner, '2024-02-06')).toMatchObject({ todo: 12, claimable: 11, done: 0 });
    expect(await reads.countTasks(loser, '2024-02-06')).toMatchObject({ todo: 11, claimable: 11 });
    await reads.releaseTask(winner, id);
    await expect(reads.claimTask(villageActor('bachu-2024'), id)).rejects.toMatchObject({
      code: 'WRONG_ROLE',
    });
    await database.persistence.loans.recordReview({
      change: loanChange(loans[0] as LoanStart, 'decided', {
        pendingStep: 'countyDetermination',
        closeTasks: [{ taskId: id, outcome: 'done', decision: 'approve', actorId: winner.id }],
      }),
      review: {
        commandId: 'cmd-1',
        taskId: id,
        stepKey: 'townshipReview',
        decision: 'approve',
        reasonGiven: false,
        opinionGiven: true,
        documents: ['sitePhoto'],
        meeting: null,
        approvedTerms: null,
        figuresHash: null,
        actor: winner,
      },
    });
    await expect(reads.claimTask(loser, id)).rejects.toMatchObject({ code: 'TASK_DONE' });
    expect(await reads.countTasks(winner, '2024-02-06')).toMatchObject({ todo: 11, done: 1 });
    const done = await reads.listTasks(winner, query({ tab: 'done' }), '2024-02-06');
    expect(done.rows.map(({ decision }) => decision)).toEqual(['approve']);
  });

  it('shows the chain with who decided what and why', async () => {
    const { intake, reads } = database.persistence;
    await intake.storeCommandText('cmd-1', loans[0]?.loanId ?? '', { opinion: '情况属实，同意' });
    const loan = await reads.getLoan(first(), loans[0]?.loanId ?? '', '2024-02-06');
    expect(loan.steps.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'current', 'next']);
    expect(loan.steps[2]).toMatchObject({
      decision: 'approve',
      opinion: '情况属实，同意',
      byName: expect.stringMatching(/^镇干部/),
    });
    expect(loan.documents.map(({ key }) => key)).toEqual(['idCard', 'sitePhoto']);
    expect(await intake.documentKeys(loan.id)).toEqual(['idCard', 'sitePhoto']);
  });

  it('counts a failed sign-in only since the last success, and forgets an ended session', async () => {
    const { identity } = database.persistence;
    const since = new Date(Date.now() - 60_000);
    await identity.recordSignIn('a', false);
    await identity.recordSignIn('a', true);
    await identity.recordSignIn('a', false);
    expect(await identity.countFailures('a', since)).toBe(1);
    await identity.createSession(first().id, 'hash', new Date(Date.now() + 60_000));
    expect(await identity.findSession('hash', new Date())).toMatchObject({ username: 'a', role: 'township' });
    await identity.extendSession('hash', new Date(Date.now() + 120_000));
    expect(await identity.findSession('hash', new Date(Date.now() + 90_000))).not.toBeNull();
    await identity.endSession('hash');
    expect(await identity.findSession('hash', new Date())).toBeNull();
  });
});
