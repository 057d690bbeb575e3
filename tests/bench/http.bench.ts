import { afterAll, beforeAll, it } from '@jest/globals';
import type { Page, TaskRow } from '@bangdai/contracts/http';
import { inventedIdNumber } from '@bangdai/persistence/testing';
import { addDays } from '@bangdai/domain';
import type { Answer, Operator } from '../support/operators.js';
import { startProduct, type Product } from '../support/product.js';
import { appoint, securityAdminOf } from '../support/staff.js';
import { inParallel, percentile, repetitions, report, times } from './figures.js';
import { Floor } from './floor.js';

const county = 'bachu-2024';
const clients = 32;
/** Clients at once and decisions of each repetition: enough for a 99th percentile that is no single outlier. */
const rounds = [
  { name: 'alone', width: 1, count: 100, goal: 2 },
  { name: `${clients} clients`, width: clients, count: clients * 6, goal: 1.2 },
];

let product: Product;
let clerk: Operator;
let head: Operator;
let floor: Floor;

beforeAll(async () => {
  product = await startProduct();
  const admin = await securityAdminOf(product.apiUrl, county);
  const village = { role: 'village', county, place: '琼库尔恰克乡/1村' };
  clerk = await appoint(product.apiUrl, admin, village);
  head = await appoint(product.apiUrl, admin, village);
  floor = await Floor.open(product.temporalAddress);
}, 240_000);

afterAll(async () => {
  await floor?.close();
  await product?.stop();
}, 60_000);

let serial = 0;
/** A new household each time: an invented number is unique among 1,000 of one day of birth. */
function idNumber(): string {
  const day = addDays('1980-01-01', Math.floor(serial++ / 900));
  return inventedIdNumber(day.replaceAll('-', ''));
}

function ok<Body>(what: string, { status, body }: Answer<Body>): Body {
  if (status >= 300) throw new Error(`${what}: ${status} ${JSON.stringify(body)}`);
  return body;
}

/** New applications, each waiting on the desk of the village. */
async function openTasks(count: number): Promise<TaskRow[]> {
  await inParallel(count, 8, async () => {
    const application = {
      ...{ county, appliedOn: '2024-03-04', name: '张三', idNumber: idNumber(), phone: '19900000000' },
      ...{ township: '琼库尔恰克乡', village: '1村', targetGroup: 'liftedPoor' },
      ...{ amount: '20000.00', termMonths: 12, purpose: 'planting', education: '初中' },
    };
    ok('application', await clerk.post('/v1/applications', application));
  });
  const answer = await head.get<Page<TaskRow>>('/v1/tasks?tab=todo&step=villageReview&limit=500');
  const { rows } = ok('inbox', answer);
  if (rows.length < count) throw new Error(`${rows.length} tasks on the desk, ${count} wanted`);
  return rows.slice(0, count);
}

async function decide({ id }: TaskRow): Promise<void> {
  const path = `/v1/tasks/${encodeURIComponent(id)}/decision`;
  ok('decision', await head.post(path, { decision: 'approve', opinion: '同意' }));
}

/** The bare Update to a workflow that has answered one before and is idle since: as the loan is. */
async function bareUpdates(count: number, width: number): Promise<number[]> {
  const handles = Array.from({ length: count }, (): ReturnType<Floor['apply']> | null => null);
  await inParallel(count, 8, (n) => (handles[n] = floor.apply(3, 1)));
  return times(count, width, async (n) => (await handles[n]!).executeUpdate('decide', { args: ['one'] }));
}

async function decisions(count: number, width: number): Promise<number[]> {
  const tasks = await openTasks(count);
  return times(count, width, (n) => decide(tasks[n]!));
}

it.each(rounds)(
  'a decision over HTTP, $name',
  async ({ name, width, count, goal }) => {
    await bareUpdates(width, width);
    await decisions(width, width);
    const floorTimes: number[][] = [];
    const ours: number[][] = [];
    for (let turn = 0; turn < repetitions(); turn += 1) {
      floorTimes.push(await bareUpdates(count, width));
      ours.push(await decisions(count, width));
    }
    for (const share of [0.5, 0.99]) {
      report({
        ...{ group: 'http', unit: 'ms', better: 'less', goal, goalOn: 'ratio' },
        name: `decision ${name}, p${share * 100}`,
        floor: floorTimes.map((one) => percentile(one, share)),
        ours: ours.map((one) => percentile(one, share)),
        note: 'floor: a bare Update; ours: over HTTP, recorded in PostgreSQL before the answer',
      });
    }
  },
  300_000,
);
