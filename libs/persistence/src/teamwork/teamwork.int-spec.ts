import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor, LoanStart, TaskDraft } from '@bangdai/contracts';
import { TaskQuery } from '@bangdai/contracts/http';
import { addDays, shanghaiDateOf } from '@bangdai/domain';
import pg from 'pg';
import { appointPeople, apply, createTestDatabase, loanChange, type TestDatabase } from '../testing/index.js';

const county = 'bachu-2024';
const today = shanghaiDateOf(Date.now());
const names = ['单小明', '王国强', '买买提·艾力', '欧阳建国', '吕绿'];

describe('work shared at a desk', () => {
  let database: TestDatabase;
  let owner: pg.Client;
  const loans: LoanStart[] = [];
  const people: Record<string, Actor> = {};

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = new pg.Client({ connectionString: database.adminUrl });
    await owner.connect();
    Object.assign(people, await appointPeople(database.persistence, county));
    for (const [at, name] of names.entries()) {
      const { loan } = await apply(database.persistence, { name, amount: `${at + 1}0000.00` });
      const change = loanChange(loan, 'open', {
        pendingStep: 'townshipReview',
        openTasks: [taskOf(loan, at)],
      });
      await database.persistence.loans.recordWake(change);
      loans.push(loan);
    }
  }, 60_000);

  afterAll(async () => {
    await owner?.end();
    await database?.drop();
  });

  const who = (name: string): Actor => people[name] as Actor;
  const idOf = (at: number): string => `${loans[at]?.loanId}.townshipReview.1`;
  const taskOf = (loan: LoanStart, at: number): TaskDraft => ({
    ...{ taskId: `${loan.loanId}.townshipReview.1`, kind: 'review', stepKey: 'townshipReview' },
    ...{ title: '乡镇审核', role: 'township', county, place: loan.place, bank: null, slaWorkingDays: null },
    ...{ dueOn: addDays(today, at - 1), openedOn: today, outcomes: ['approve', 'reject', 'return'] },
    ...{ requires: [], requiresDetail: false, needsMeeting: false },
  });
  const list = async (actor: Actor, query: Record<string, string> = {}): Promise<string[]> => {
    const { rows } = await database.persistence.reads.listTasks(actor, TaskQuery.parse(query), today);
    return rows.map(({ subjectId }) => names[loans.findIndex(({ loanId }) => loanId === subjectId)] ?? '');
  };
  const count = (actor: Actor) => database.persistence.reads.countTasks(actor, today);
  const detail = (actor: Actor, at: number) => database.persistence.reads.getTask(actor, idOf(at), today);

  it.each([
    ['单', ['单小明']],
    ['shanxiaoming', ['单小明']],
    ['sxm', ['单小明']],
    ['danxiaoming', []],
    ['wangguo', ['王国强']],
    ['WGQ', ['王国强']],
    ['guoqiang', ['王国强']],
    ['艾力', ['买买提·艾力']],
    ['mmtal', ['买买提·艾力']],
    ['ouyang', ['欧阳建国']],
    ['lvlv', ['吕绿']],
    ['建国', []],
    ['zz', []],
  ])('finds whom %s means', async (q, expected) => {
    expect(await list(who('zhang'), { q })).toEqual(expected);
    expect(await list(who('wang'), { q })).toEqual([]);
  });

  it('finds a loan by the last four of the ID number, and a name by the reading set right', async () => {
    const { reads, setReading } = database.persistence;
    const loanId = loans[0]?.loanId ?? '';
    const { idNumberMasked } = await reads.getLoan(who('zhang'), loanId, today);
    expect(await list(who('zhang'), { q: idNumberMasked.slice(-4) })).toContain('单小明');
    await setReading(who('village'), loanId, 'dan xiao ming');
    expect(await list(who('zhang'), { q: 'danxm' })).toEqual([]);
    expect(await list(who('zhang'), { q: 'danxiaoming' })).toEqual(['单小明']);
    expect(await list(who('zhang'), { q: 'shanxiaoming' })).toEqual([]);
    await expect(setReading(who('village'), loanId, '单')).rejects.toMatchObject({ code: 'FIELD_INVALID' });
    await expect(setReading(who('wang'), loanId, 'dan')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const { rows } = await owner.query('select * from person');
    for (const text of ['dan', 'shan', 'wang', '单小明']) expect(JSON.stringify(rows)).not.toContain(text);
  });

  it('makes people of earlier days findable', async () => {
    await owner.query('update person set search_idx = null');
    expect(await list(who('zhang'), { q: 'wgq' })).toEqual([]);
    expect(await database.persistence.indexPeople()).toBe(names.length);
    expect(await database.persistence.indexPeople()).toBe(0);
    expect(await list(who('zhang'), { q: 'wgq' })).toEqual(['王国强']);
  });

  it('filters by scheme, amounts and marks', async () => {
    const zhang = who('zhang');
    expect(await list(zhang, { scheme: county })).toHaveLength(5);
    expect(await list(zhang, { scheme: 'yubei-2021' })).toEqual([]);
    expect(await list(zhang, { amountFrom: '20000', amountTo: '40000.00' })).toEqual(names.slice(1, 4));
    expect(await list(zhang, { due: 'today' })).toEqual([names[1]]);
    expect(await list(zhang, { due: 'in3days' })).toEqual(names.slice(1));
    expect(await list(zhang, { due: 'in7days' })).toEqual(names.slice(1));
    await database.persistence.handovers.setTags(zhang, idOf(2), ['urgent', 'visit']);
    expect(await list(zhang, { tag: 'visit' })).toEqual([names[2]]);
    await expect(database.persistence.handovers.setTags(who('bank'), idOf(2), [])).rejects.toMatchObject({
      code: 'WRONG_ROLE',
    });
  });

  it('转办: is the other’s from then on, and does not come back', async () => {
    const { handovers } = database.persistence;
    const [zhang, li] = [who('zhang'), who('li')];
    const able = await handovers.colleagues(zhang, idOf(0), 'handOver');
    expect(able.map(({ name }) => name)).toEqual(['李四']);
    for (const to of [who('wang').id, who('office').id, zhang.id])
      await expect(
        handovers.handOver(zhang, idOf(0), { commandId: `bad-${to}`, kind: 'transfer', to }),
      ).rejects.toMatchObject({ code: 'FIELD_INVALID' });
    const transfer = { commandId: 'h1', kind: 'transfer' as const, to: li.id, reason: '请假' };
    await handovers.handOver(zhang, idOf(0), transfer);
    await handovers.handOver(zhang, idOf(0), transfer);
    expect(await list(zhang)).not.toContain(names[0]);
    expect(await list(li)).toContain(names[0]);
    expect(await list(zhang, { tab: 'entrusted' })).toEqual([names[0]]);
    expect(await count(zhang)).toMatchObject({ todo: 4, entrusted: 1 });
    expect((await detail(zhang, 0)).handovers).toMatchObject([
      { kind: 'transfer', byName: '张三', toName: '李四', reason: '请假', state: 'done' },
    ]);
    const history = await database.persistence.reads.getHistory(zhang, loans[0]?.loanId ?? '');
    expect(history.at(-1)).toMatchObject({ title: '转办', byName: '张三', text: '李四：请假' });
    await expect(handovers.handOver(zhang, idOf(0), { ...transfer, commandId: 'h1b' })).rejects.toMatchObject(
      { code: 'TASK_TAKEN' },
    );
  });

  it('委派: the other gives an opinion, then it comes back; nobody decides meanwhile', async () => {
    const { handovers } = database.persistence;
    const [zhang, li] = [who('zhang'), who('li')];
    await handovers.handOver(zhang, idOf(1), { commandId: 'h2', kind: 'delegate', to: li.id });
    expect(await list(zhang)).not.toContain(names[1]);
    expect((await detail(li, 1)).askedOfMe).toBe('delegate');
    expect((await detail(li, 1)).blocked).toMatchObject({ code: 'CONSULTATION_OPEN' });
    await expect(handovers.requireAnswered(idOf(1))).rejects.toMatchObject({ code: 'CONSULTATION_OPEN' });
    await expect(
      handovers.reply(who('village'), idOf(1), { commandId: 'h3', agreed: true, opinion: '冒充' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await handovers.reply(li, idOf(1), { commandId: 'h4', agreed: true, opinion: '已上门核实' });
    expect(await list(li)).not.toContain(names[1]);
    expect(await detail(zhang, 1)).toMatchObject({
      claimedByName: '张三',
      blocked: null,
      opinions: { asked: 1, given: 1 },
      handovers: [{ kind: 'delegate', state: 'replied', agreed: true, opinion: '已上门核实' }],
    });
  });

  it('加签: counts the opinions, and can be taken back', async () => {
    const { handovers } = database.persistence;
    const [zhang, village, bank] = [who('zhang'), who('village'), who('bank')];
    await handovers.cosign(zhang, idOf(2), { commandId: 'c1', to: [village.id, bank.id], reason: '核面积' });
    expect(await list(bank)).toEqual([names[2]]);
    await handovers.reply(village, idOf(2), { commandId: 'c2', agreed: false, opinion: '面积不符' });
    expect((await detail(zhang, 2)).opinions).toEqual({ asked: 2, given: 1 });
    await expect(database.persistence.reads.releaseTask(zhang, idOf(2))).rejects.toMatchObject({
      code: 'CONSULTATION_OPEN',
    });
    await handovers.recall(zhang, idOf(2), 'c3');
    expect(await list(bank)).toEqual([]);
    expect(await detail(zhang, 2)).toMatchObject({ opinions: { asked: 1, given: 1 }, blocked: null });
    await expect(
      handovers.cosign(zhang, idOf(2), { commandId: 'c4', to: [who('watcher').id] }),
    ).rejects.toMatchObject({ code: 'FIELD_INVALID' });
  });

  it('抄送 is counted until it is looked at; 催办 goes once a day and is logged', async () => {
    const { handovers, reads } = database.persistence;
    const [zhang, office] = [who('zhang'), who('office')];
    await handovers.copy(zhang, idOf(3), { commandId: 'k1', to: [office.id] });
    expect(await count(office)).toMatchObject({ copied: 1, todo: 0 });
    const { rows } = await reads.listTasks(office, TaskQuery.parse({ tab: 'copied' }), today);
    expect(rows).toMatchObject([{ subjectId: loans[3]?.loanId, unread: true }]);
    await handovers.markRead(office, idOf(3));
    expect(await count(office)).toMatchObject({ copied: 0 });
    await handovers.urge(office, idOf(3), { commandId: 'u1', reason: '群众来电', on: today });
    await expect(
      handovers.urge(who('village'), idOf(3), { commandId: 'u2', on: today }),
    ).rejects.toMatchObject({ code: 'ALREADY_URGED' });
    await handovers.urge(office, idOf(3), { commandId: 'u3', on: addDays(today, 1) });
    const history = await reads.getHistory(office, loans[3]?.loanId ?? '');
    expect(history.filter(({ kind }) => kind === 'taskUrged')).toHaveLength(2);
  });

  it('keeps phrases and views to their owner, and a shared view to the county', async () => {
    const { ownDesk } = database.persistence;
    const [zhang, li] = [who('zhang'), who('li')];
    const { id } = await ownDesk.addPhrase(zhang, '情况属实，同意上报');
    expect(await ownDesk.listPhrases(li)).toEqual([]);
    await ownDesk.dropPhrase(li, id);
    expect(await ownDesk.listPhrases(zhang)).toEqual([{ id, text: '情况属实，同意上报' }]);
    const view = { name: '大额', filters: { amountFrom: '30000', q: '单小明' } };
    const own = await ownDesk.saveView(zhang, { ...view, shared: false });
    const open = await ownDesk.saveView(zhang, { ...view, shared: true });
    await expect(ownDesk.getView(li, own.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await ownDesk.getView(li, open.id)).toMatchObject({ ...view, isMine: false, ownerName: '张三' });
    await expect(ownDesk.getView({ ...li, county: 'yubei-2021' }, open.id)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const { rows } = await owner.query('select v::text as line from saved_view v');
    expect(JSON.stringify(rows)).not.toContain('单小明');
  });

  it('lets only like with like be decided at once', async () => {
    const { reads } = database.persistence;
    await reads.requireBatch(who('zhang'), [idOf(3), idOf(4), 'unknown']);
    await owner.query('update task set needs_meeting = true where id = $1', [idOf(4)]);
    await expect(reads.requireBatch(who('zhang'), [idOf(3), idOf(4)])).rejects.toMatchObject({
      code: 'BULK_MIXED',
    });
  });

  it('委托代理: in force by its dates, for its steps, with both names on record and no second hop', async () => {
    const { identity, standIns, handovers, reads, intake } = database.persistence;
    const [zhang, wang] = [who('zhang'), who('wang')];
    await expect(
      standIns.appoint(zhang, { substitute: who('bank').id, from: today, to: today, steps: [] }, today),
    ).rejects.toMatchObject({ code: 'FIELD_INVALID' });
    const form = { substitute: wang.id, from: today, to: addDays(today, 2), steps: ['townshipReview'] };
    const { id } = await standIns.appoint(zhang, form, today);
    const ahead = await standIns.appoint(zhang, { ...form, from: addDays(today, 1) }, today);
    expect(ahead.state).toBe('ahead');
    await identity.createSession(wang.id, 'session', new Date(Date.now() + 9e8));
    await expect(standIns.actFor(wang.id, 'session', ahead.id, today)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect((await standIns.list(wang, today)).find((row) => row.id === id)).toMatchObject({
      state: 'active',
      todo: 4,
    });
    await standIns.actFor(wang.id, 'session', id, today);
    const acting = await identity.findSession('session', new Date());
    expect(acting).toMatchObject({ id: wang.id, place: '龙兴镇', onBehalfOf: zhang.id });
    const after = await identity.findSession('session', new Date(Date.now() + 3 * 86_400_000));
    expect(after).toMatchObject({ id: wang.id, place: '虎头镇' });
    expect(after?.onBehalfOf).toBeUndefined();
    const actor = { ...zhang, id: wang.id, onBehalfOf: zhang.id };
    expect(await list(actor)).toContain(names[1]);
    await expect(
      handovers.handOver(actor, idOf(1), { commandId: 's0', kind: 'transfer', to: who('li').id }),
    ).rejects.toMatchObject({ code: 'STAND_IN_SCOPE' });
    await expect(standIns.appoint(actor, form, today)).rejects.toMatchObject({ code: 'STAND_IN_SCOPE' });
    const act = { commandId: 's1', taskId: idOf(1), stepKey: 'townshipReview', kind: 'review', today };
    for (const refused of [{ stepKey: 'other' }, { kind: 'fundEntry' }, { today: addDays(today, 3) }])
      await expect(standIns.authorise(actor, { ...act, ...refused })).rejects.toMatchObject({
        code: 'STAND_IN_SCOPE',
      });
    await standIns.authorise(actor, act);
    await intake.storeCommandText('s1', loans[1]?.loanId ?? '', { opinion: '同意' });
    await database.persistence.loans.recordReview({
      change: loanChange(loans[1] as LoanStart, 'decided', {
        pendingStep: 'countyDetermination',
        closeTasks: [{ taskId: idOf(1), outcome: 'done', decision: 'approve', actorId: wang.id }],
      }),
      review: {
        ...{ commandId: 's1', taskId: idOf(1), stepKey: 'townshipReview', decision: 'approve', actor },
        ...{ reasonGiven: false, opinionGiven: true, documents: [], meeting: null, approvedTerms: null },
        figuresHash: null,
      },
    });
    const { steps } = await reads.getLoan(zhang, loans[1]?.loanId ?? '', today);
    expect(steps.find(({ key }) => key === 'townshipReview')?.byName).toBe('张三(王五代)');
    const { rows } = await reads.listTasks(zhang, TaskQuery.parse({ tab: 'entrusted' }), today);
    expect(rows.find(({ id: task }) => task === idOf(1))?.decidedByName).toBe('张三(王五代)');
    await standIns.revoke(zhang, id);
    expect((await identity.findSession('session', new Date()))?.onBehalfOf).toBeUndefined();
  });

  it('offers no task to who decided another step of the same business', async () => {
    const { handovers } = database.persistence;
    const able = () => handovers.colleagues(who('zhang'), idOf(3), 'handOver');
    expect((await able()).map(({ name }) => name)).toEqual(['李四']);
    await owner.query(
      `insert into review (subject, subject_id, task_id, step_key, decision, actor_id, actor_role, command_id, at, documents)
       values ('loan', $1, 'x', 'villageReview', 'approve', $2, 'village', 'r9', now(), '[]')`,
      [loans[3]?.loanId, who('li').id],
    );
    expect(await able()).toEqual([]);
    expect((await detail(who('li'), 3)).blocked).toMatchObject({ code: 'SAME_PERSON' });
    expect((await detail(who('zhang'), 3)).blocked).toBeNull();
  });

  it('gives a forgotten claim back to the desk, not what was handed to a person', async () => {
    const { reads, programme } = database.persistence;
    await owner.query('update task set needs_meeting = false');
    await reads.claimTask(who('li'), idOf(4));
    await owner.query(`update task set claimed_at = now() - interval '20 days' where claimed_at is not null`);
    await programme.remindOverdueTasks({ county, on: today });
    expect((await detail(who('zhang'), 4)).claimedBy).toBeNull();
    expect((await detail(who('zhang'), 0)).claimedByName).toBe('李四');
  });
});
