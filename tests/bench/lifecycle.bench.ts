import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, it } from '@jest/globals';
import { loanUpdates, loanWorkflowId, taskId, type LoanStart } from '@bangdai/contracts';
import { addMonths, shanghaiDateOf } from '@bangdai/domain';
import { startDevServer } from '../support/dev-server.js';
import { WorkerProcess } from '../support/worker-process.js';
import { World } from '../support/worlds.js';
import { cpuUse, type CpuUse } from './cpu.js';
import { inParallel, interleaved, percentile, report, seconds } from './figures.js';
import { Floor } from './floor.js';

const county = 'bachu-2024';
const steps = ['villageReview', 'townshipReview', 'countyDetermination', 'bankReview'];
const lives = Number(process.env.BANGDAI_BENCH_LIVES ?? '60');
const width = 16;
const today = shanghaiDateOf(Date.now());

let server: Awaited<ReturnType<typeof startDevServer>>;
let world: World;
let worker: WorkerProcess;
let floor: Floor;

beforeAll(async () => {
  server = await startDevServer();
  world = await World.open(server.client, server.address, { hostsWorker: false });
  worker = new WorkerProcess(world.environment);
  await worker.start();
  floor = await Floor.open(server.address);
}, 120_000);
afterAll(async () => {
  await floor?.close();
  await worker?.stop();
  await world?.close();
  await server?.teardown();
}, 60_000);

/** Application, four decisions, disbursement, payoff: with every write to PostgreSQL that the product makes. */
async function loanLife(): Promise<void> {
  const { loan } = await world.apply({ county, appliedOn: '2024-03-04' });
  for (const step of steps) await decide(loan, step);
  const { loanNo } = loan;
  const handle = server.client.workflow.getHandle(loanWorkflowId(county, loanNo));
  await handle.signal('loanDisbursed', {
    ...{ inboxId: randomUUID(), contractNo: `HT-${loanNo}`, amount: '30000.00', annualRate: '0.0395' },
    ...{ disbursedOn: today, maturesOn: addMonths(today, 12) },
  });
  await handle.signal('repaymentReceived', {
    ...{
      inboxId: randomUUID(),
      receiptNo: `R-${loanNo}`,
      paidOn: today,
      principal: '30000.00',
      interest: '0.00',
    },
  });
  await handle.result();
}

async function decide(loan: LoanStart, step: string): Promise<void> {
  const role = loan.rules.steps.find(({ key }) => key === step)!.role;
  const place = role === 'village' || role === 'township' ? loan.place : '';
  await world.update(loanWorkflowId(county, loan.loanNo), loanUpdates.submitReview, {
    ...{ commandId: randomUUID(), taskId: taskId(loan.loanId, step, 1), stepKey: step, decision: 'approve' },
    ...{ reasonGiven: false, opinionGiven: false, documents: [], meeting: null },
    ...{ approvedTerms: null, figuresHash: null },
    actor: world.actor(county, role, place, `${step}`),
  });
}

interface Lives {
  perSecond: number;
  /** CPU seconds a life of each part; null where they cannot be read. */
  cpu: CpuUse | null;
}

async function measure(life: () => Promise<void>): Promise<Lives> {
  const before = cpuUse();
  const perSecond = lives / (await seconds(() => inParallel(lives, width, life)));
  const after = cpuUse();
  if (before === null || after === null) return { perSecond, cpu: null };
  const used = Object.entries(after).map(([part, total]) => [
    part,
    (total - before[part as keyof CpuUse]) / lives,
  ]);
  return { perSecond, cpu: Object.fromEntries(used) as unknown as CpuUse };
}

const cpuOf = (some: Lives[], parts: (keyof CpuUse)[]): number[] =>
  some.flatMap(({ cpu }) => (cpu === null ? [] : [parts.reduce((sum, part) => sum + cpu[part], 0)]));

const milliseconds = (some: Lives[], part: keyof CpuUse): string =>
  `${part} ${Math.round(1000 * percentile(cpuOf(some, [part]), 0.5))} ms`;

it('whole lifecycles per second', async () => {
  await inParallel(8, 8, () => loanLife());
  await inParallel(8, 8, () => floor.life(5, 2));
  const { floor: bare, ours } = await interleaved(
    () => measure(() => floor.life(5, 2)),
    () => measure(loanLife),
  );
  const common = { group: 'lifecycle', goalOn: 'ratio' } as const;
  report({
    ...common,
    name: `lives a second, ${width} at once`,
    unit: '1/s',
    better: 'more',
    goal: 0.85,
    floor: bare.map(({ perSecond }) => perSecond),
    ours: ours.map(({ perSecond }) => perSecond),
    note: 'ours with all writes to PostgreSQL; client, server, worker and database on the same cores',
  });
  if (cpuUse() === null) return;
  report({
    ...common,
    name: 'CPU of a life: server, worker, database',
    unit: 's',
    better: 'less',
    goal: 1.15,
    floor: cpuOf(bare, ['temporal', 'floorWorker']),
    ours: cpuOf(ours, ['temporal', 'worker', 'postgres']),
    note: [
      `floor: ${milliseconds(bare, 'temporal')}, ${milliseconds(bare, 'floorWorker')}`,
      `ours: ${milliseconds(ours, 'temporal')}, ${milliseconds(ours, 'worker')}, ${milliseconds(ours, 'postgres')}`,
    ].join('; '),
  });
}, 600_000);

it('applications per second', async () => {
  const count = lives * 2;
  const figures = await interleaved(
    async () => count / (await seconds(() => inParallel(count, width, () => floor.apply(5, 2)))),
    async () =>
      count /
      (await seconds(() => inParallel(count, width, () => world.apply({ county, appliedOn: '2024-03-04' })))),
  );
  report({
    group: 'lifecycle',
    name: 'applications a second',
    unit: '1/s',
    better: 'more',
    goal: null,
    goalOn: 'ratio',
    ...figures,
    note: 'ours stores the sealed form, starts and checks eligibility; the floor starts with one bare decision',
  });
}, 600_000);
