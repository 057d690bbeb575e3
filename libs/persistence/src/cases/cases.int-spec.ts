import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor, LoanStart, TaskDraft, TimelineEntry } from '@bangdai/contracts';
import { addDays } from '@bangdai/domain';
import pg from 'pg';
import { withEngineRun } from '../subjects/engine-run.js';
import {
  apply,
  createTestDatabase,
  disburse,
  loanChange,
  repay,
  type TestDatabase,
} from '../testing/index.js';

const county = 'yubei-2021';
const supervisor: Actor = { id: 's', role: 'supervisor', county, place: '', bank: null };
const bank: Actor = { id: 'b', role: 'bank', county, place: '', bank: 'main' };

describe('one case', () => {
  let database: TestDatabase;
  let owner: pg.Client;
  let loan: LoanStart;
  let head: Actor;

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = new pg.Client({ connectionString: database.adminUrl });
    await owner.connect();
    const account = { role: 'township', county, place: '龙兴镇', bank: null, passwordHash: 'x' };
    head = await database.persistence.identity.createStaff({
      ...account,
      username: 'a',
      displayName: '王镇长',
    });
    const documents = ['idCard', 'yubeiAnnex2', 'contract'];
    const form = { county, appliedOn: '2024-02-01', termMonths: 24, documents };
    ({ loan } = await apply(database.persistence, form));
    await reviewed('villageOpinion', 'townOpinion', '2024-02-05');
    await reviewed('townOpinion', 'districtOpinion', '2024-04-03');
  }, 60_000);

  afterAll(async () => {
    await owner?.end();
    await database?.drop();
  });

  const event = (kind: string, over: Partial<TimelineEntry> = {}): TimelineEntry => ({
    ...{ kind, lane: 'people', actor: null, stepKey: null, decision: null, code: null, commandId: null },
    ...{ dueOn: null, data: {}, ...over },
  });

  const taskOf = (stepKey: string, openedOn: string): TaskDraft => ({
    ...{
      taskId: `${loan.loanId}.${stepKey}.1`,
      kind: 'review',
      stepKey,
      title: '镇帮扶干部意见',
      role: 'township',
    },
    ...{
      county,
      place: '龙兴镇/北山村',
      bank: null,
      slaWorkingDays: null,
      dueOn: addDays(openedOn, 5),
      openedOn,
    },
    ...{
      outcomes: ['approve', 'reject', 'return'],
      requires: [],
      requiresDetail: false,
      needsMeeting: false,
    },
  });

  /** The step's task was opened at 2024-02-05, and is decided on `on` by the head of the town. */
  async function reviewed(step: string, next: string, on: string): Promise<void> {
    const commandId = `cmd-${step}`;
    const { loans, intake } = database.persistence;
    await intake.storeCommandText(commandId, loan.loanId, { opinion: `${step} 情况属实` });
    const at = `${on}T02:00:00.000Z`;
    const decided = event('decided', { actor: head, stepKey: step, decision: 'approve', commandId });
    const closing = {
      taskId: `${loan.loanId}.${step}.1`,
      outcome: 'done',
      decision: 'approve',
      actorId: head.id,
    } as const;
    await withEngineRun({ workflowId: `loan/${county}/${loan.loanNo}`, runId: 'run-1' }, () =>
      loans.recordReview({
        change: loanChange(loan, commandId, {
          ...{
            at,
            pendingStep: next,
            events: [decided],
            closeTasks: [closing],
            openTasks: [taskOf(next, on)],
          },
        }),
        review: {
          ...{ commandId, taskId: closing.taskId, stepKey: step, decision: 'approve', actor: head },
          ...{ reasonGiven: false, opinionGiven: true, documents: ['sitePhoto'], meeting: null },
          ...{ approvedTerms: null, figuresHash: null },
        },
      }),
    );
  }

  it('tells who, which office, under which clause, on what papers, and how long it lay', async () => {
    const { cases, intake } = database.persistence;
    await intake.storeDocument(head, loan.loanId, {
      ...{ key: 'idCard', fileName: '身份证.png', mimeType: 'image/png', bytes: new Uint8Array([1, 2, 3]) },
    });
    const events = await cases.timeline(supervisor, loan.loanId);
    const decided = events.filter(({ kind }) => kind === 'decided');
    expect(decided[1]).toMatchObject({
      byName: '王镇长',
      office: '龙兴镇 · 镇政府/镇帮扶干部',
      text: 'townOpinion 情况属实',
      clause: { no: '附件1' },
      evidence: [{ key: 'sitePhoto', documentId: null }],
      waited: { since: '2024-02-05', days: 58 },
      subject: { kind: 'loan', no: loan.loanNo },
    });
    expect(decided[1]?.waited?.workingDays).toBeGreaterThan(30);
    const upload = events.find(({ kind }) => kind === 'documentStored');
    expect(upload).toMatchObject({ byName: '王镇长', evidence: [{ title: '身份证复印件' }] });
    expect(upload?.evidence[0]?.documentId).toEqual(expect.any(String));
  });

  it('gives the row behind a line with the engine run that wrote it, and nobody else’s', async () => {
    const { cases } = database.persistence;
    const [, second] = (await cases.timeline(supervisor, loan.loanId)).filter(
      ({ kind }) => kind === 'decided',
    );
    await expect(cases.rawEvent(supervisor, loan.loanId, second?.id ?? '')).resolves.toMatchObject({
      ...{
        workflowId: `loan/${county}/${loan.loanNo}`,
        runId: 'run-1',
        stage: 'inReview',
        commandId: 'cmd-townOpinion',
      },
    });
    const elsewhere = { ...supervisor, county: 'bachu-2024' };
    await expect(cases.timeline(elsewhere, loan.loanId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(cases.rawEvent(supervisor, loan.loanId, 'document-x')).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('draws the way from the steps of the pack: done, current, next', async () => {
    const { nodes, edges } = await database.persistence.cases.flow(supervisor, loan.loanId);
    expect(nodes.map(({ key, state }) => `${key}:${state}`)).toEqual([
      ...[
        'apply:done',
        'villageOpinion:done',
        'townOpinion:done',
        'districtOpinion:current',
        'bankDecision:next',
      ],
      ...['approved:next', 'disbursement:next', 'service:next', 'settled:next'],
    ]);
    expect(edges.filter(({ taken }) => taken)).toHaveLength(3);
  });

  it('checks every rule with the value seen, the limit and the clause', async () => {
    const { checks, on } = await database.persistence.cases.review(supervisor, loan.loanId, '2024-04-10');
    const check = (key: string) => checks.find((row) => row.key === key);
    expect(on).toBe('2024-04-10');
    expect(check('age')).toMatchObject({
      ...{ result: 'passed', seen: '38 周岁（申请日）', limit: '18–65 周岁', clause: { no: '一（10）' } },
    });
    expect(check('amount')).toMatchObject({ seen: '30,000.00 元', limit: '不超过 50,000.00 元' });
    expect(check('breaker')).toMatchObject({ result: 'notAsked', clause: { no: null, text: null } });
    expect(checks.filter(({ result }) => result === 'failed')).toEqual([]);
  });

  it('fails a rule in the words of the refusal', async () => {
    const refused = await apply(database.persistence, {
      ...{ county, appliedOn: '2024-02-01', amount: '60000.00', purpose: 'gambling' },
    });
    const { checks } = await database.persistence.cases.review(supervisor, refused.loan.loanId, '2024-02-01');
    const failed = checks.filter(({ result }) => result === 'failed');
    expect(failed.map(({ key }) => key)).toEqual(['amount', 'purpose', 'exposure']);
    expect(failed[1]).toMatchObject({ seen: '赌博', reasons: ['用途属于禁止范围'] });
  });

  it('says where each answer leads and who gets it', async () => {
    const { moves } = await database.persistence.cases.review(supervisor, loan.loanId, '2024-04-10');
    expect(moves.map(({ decision, to, title }) => [decision, to, title])).toEqual([
      ['approve', 'step', '经办银行意见'],
      ['return', 'step', '退回“申请表（附件1）”，也可指定中间环节'],
      ['reject', 'end', '审批未通过，流程结束'],
    ]);
  });

  it('prints the county’s own form, unfinished, in full for a desk that leaves a line, masked for who watches', async () => {
    const { cases } = database.persistence;
    const full = await cases.approvalForm(bank, loan.loanId);
    expect(full).toMatchObject({ title: '渝北区脱贫人口小额信贷申请表', annex: '附件1', finished: false });
    const cell = (label: string, form = full) => form.fields.find((field) => field.label === label)?.value;
    expect(cell('姓名')).toBe('阿依古丽·阿不都外力');
    expect(cell('身份证号码')).toHaveLength(18);
    expect(cell('申贷金额')).toBe('30,000.00 元（大写：人民币叁万元整）');
    expect(full.opinions.map(({ title, decisionName, on }) => [title, decisionName, on])).toEqual([
      ['村（居）委会意见', '同意', '2024-02-05'],
      ['镇帮扶干部意见', '同意', '2024-04-03'],
      ['区扶贫办意见', null, null],
      ['经办银行意见', null, null],
    ]);
    const masked = await cases.approvalForm(supervisor, loan.loanId);
    expect(cell('身份证号码', masked)).toContain('*');
    const { rows } = await owner.query('select actor_id, what from personal_access where loan_id = $1', [
      loan.loanId,
    ]);
    expect(rows).toEqual([{ actor_id: 'b', what: 'approvalForm' }]);
    await expect(database.persistence.dataSource.query('delete from personal_access')).rejects.toThrow(
      /permission denied/,
    );
  });

  it('measures how long each step lies at each office', async () => {
    const span = { from: '2024-01-01', to: '2024-12-31' };
    const times = await database.persistence.cases.stepTimes(supervisor, span);
    expect(times.find(({ stepKey }) => stepKey === 'townOpinion')).toMatchObject({
      ...{ office: '龙兴镇', decided: 1, late: 1, medianDays: '58.4', p90Days: '58.4', returnRate: '0.0000' },
    });
    expect(times.find(({ stepKey }) => stepKey === 'districtOpinion')).toMatchObject({ decided: 0, open: 1 });
  });

  describe('once the money is out', () => {
    beforeAll(async () => {
      const paid = await disburse(database.persistence, loan, { on: '2024-05-10', annualRate: '0.0345' });
      expect(paid).toMatchObject({ accepted: true });
      await repay(database.persistence, loan, {
        receiptNo: 'R1',
        paidOn: '2024-08-01',
        principal: '10000.00',
      });
      await repay(database.persistence, loan, {
        receiptNo: 'R2',
        paidOn: '2024-09-01',
        principal: '5000.00',
      });
    });

    it('is known as it was on any past day', async () => {
      const { cases } = database.persistence;
      const on = (day: string) => cases.asOf(supervisor, loan.loanId, day, '2024-12-31');
      await expect(on('2024-03-01')).resolves.toMatchObject({
        stage: 'inReview',
        balance: null,
        openTasks: [{ openedOn: '2024-02-05' }],
      });
      await expect(on('2024-08-15')).resolves.toMatchObject({ principal: '30000.00', balance: '20000.00' });
      await expect(on('2024-09-01')).resolves.toMatchObject({ balance: '15000.00' });
      await expect(on('2024-01-31')).rejects.toMatchObject({ code: 'BAD_DATE' });
      await expect(on('2025-01-01')).rejects.toMatchObject({ code: 'BAD_DATE' });
    });

    it('opens each figure to its sum and its postings', async () => {
      const figures = await database.persistence.cases.figures(supervisor, loan.loanId);
      const balance = figures.find(({ key }) => key === 'balance');
      expect(balance).toMatchObject({ value: '15000.00', unit: 'yuan' });
      expect(balance?.rows).toHaveLength(3);
      expect(balance?.terms).toEqual(
        expect.arrayContaining([
          { label: '放款', value: '+ 30,000.00 元（1 笔）' },
          { label: '还本', value: '− 15,000.00 元（2 笔）' },
        ]),
      );
      expect(figures.find(({ key }) => key === 'annualRate')?.terms[1]).toEqual({
        label: '利率上限（24 个月）',
        value: '3.95%',
      });
    });

    it('agrees with its books until somebody edits the record', async () => {
      const { cases } = database.persistence;
      const states = async () => {
        const checks = await cases.consistency(supervisor, loan.loanId);
        return Object.fromEntries(checks.map(({ key, state }) => [key, state]));
      };
      await expect(states()).resolves.toMatchObject({ books: 'agrees', bank: 'unknown' });
      await owner.query('update loan set balance = balance - 0.01 where id = $1', [loan.loanId]);
      await expect(states()).resolves.toMatchObject({ books: 'differs' });
      await owner.query('update loan set balance = balance + 0.01 where id = $1', [loan.loanId]);
    });
  });
});
