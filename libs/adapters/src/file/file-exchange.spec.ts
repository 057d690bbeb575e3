import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CounterpartKey, InboxEntry } from '@bangdai/contracts';
import { createLogger } from '@bangdai/platform';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { formatCsv, parseCsv } from './csv.js';
import { ExchangeFolder, sha256 } from './exchange-folder.js';
import { FileArrivals } from './file-arrivals.js';

const key: CounterpartKey = { county: 'demo', kind: 'treasury', code: 'treasury' };
let dir: string;
let folder: ExchangeFolder;
let stored: Pick<InboxEntry, 'eventId' | 'subjectNo'>[];
let last: number;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'bangdai-files-'));
  folder = new ExchangeFolder(dir);
  stored = [];
  last = 0;
});
afterEach(() => rmSync(dir, { recursive: true }));

const arrivals = () =>
  new FileArrivals(folder, key, {
    logger: createLogger('test', { level: 'silent' }),
    storeInbox: async (entry) => {
      if (entry.subjectNo === 'nobody')
        throw Object.assign(new Error('x'), { name: 'RefusedError', code: 'NOT_FOUND' });
      stored.push(entry);
    },
    dispatches: {
      numberFor: async () => 1,
      handPaper: async () => undefined,
      resultOf: async () => null,
      lastArrival: async () => last,
      recordArrival: async (_key, { number }) => {
        last = number;
      },
    },
  });

const receipt = (orderNo: string) => `${orderNo},paid,2024-06-21,436.04`;
function put(
  number: number,
  rows: string[],
  { sum, done = true }: { sum?: string; done?: boolean } = {},
): void {
  const text = ['orderNo,outcome,paidOn,amount', ...rows].join('\r\n');
  const name = path.join(dir, 'in', `receipts-00000${number}.csv`);
  mkdirSync(path.dirname(name), { recursive: true });
  writeFileSync(name, text);
  writeFileSync(`${name}.sha256`, sum ?? sha256(text));
  if (done) writeFileSync(`${name}.done`, '');
}
const results = (where: string, number: number): string =>
  readFileSync(path.join(dir, 'in', where, `receipts-00000${number}.csv.result.csv`), 'utf8');

describe('a folder of files', () => {
  it('shows a file only when it is whole: content, checksum, then the marker', async () => {
    expect(await folder.send('payments-000001.csv', 'a')).toBe(true);
    expect(readdirSync(path.join(dir, 'out')).sort()).toEqual([
      ...['payments-000001.csv', 'payments-000001.csv.done', 'payments-000001.csv.sha256'],
    ]);
    expect(await folder.send('payments-000001.csv', 'a')).toBe(true);
    expect(await folder.send('payments-000001.csv', 'b')).toBe(false);
  });

  it('never writes again what the counterpart took away', async () => {
    await folder.send('payments-000001.csv', 'a');
    for (const name of readdirSync(path.join(dir, 'out'))) rmSync(path.join(dir, 'out', name));
    expect(await folder.send('payments-000001.csv', 'a')).toBe(true);
    expect(await folder.wasSent('payments-000001.csv')).toBe(true);
    expect(readdirSync(path.join(dir, 'out'))).toEqual([]);
  });

  it('finishes a file whose writing was cut off before its marker, and knows one that never was', async () => {
    await folder.send('payments-000001.csv', 'a');
    rmSync(path.join(dir, 'out', 'payments-000001.csv.done'));
    expect(await folder.wasSent('payments-000001.csv')).toBe(true);
    expect(readdirSync(path.join(dir, 'out'))).toContain('payments-000001.csv.done');
    expect(await folder.wasSent('payments-000002.csv')).toBe(false);
  });
});

describe('files that come in', () => {
  it('have a result for each row', async () => {
    put(1, [receipt('o1'), receipt('nobody'), 'o3,paid,2024-06-21,abc']);
    expect(await arrivals().take()).toBe(1);
    expect(stored.map(({ subjectNo }) => subjectNo)).toEqual(['o1']);
    expect(parseCsv(Buffer.from(results('processed', 1)))).toEqual([
      ...[
        ['row', 'result'],
        ['2', 'ACCEPTED'],
        ['3', 'NOT_FOUND'],
        ['4', 'FIELD_INVALID'],
      ],
    ]);
  });

  it('wait while they are not whole: without marker, or with another checksum', async () => {
    put(1, [receipt('o1')], { done: false });
    expect(await arrivals().take()).toBe(0);
    put(1, [receipt('o1')], { sum: sha256('') });
    expect(await arrivals().take()).toBe(0);
    put(1, [receipt('o1')]);
    expect(await arrivals().take()).toBe(1);
  });

  it('are read in order: one that is missing holds up the later ones', async () => {
    put(2, [receipt('o2')]);
    expect(await arrivals().take()).toBe(0);
    put(1, [receipt('o1')]);
    expect(await arrivals().take()).toBe(2);
    expect(stored.map(({ subjectNo }) => subjectNo)).toEqual(['o1', 'o2']);
  });

  it('are read once: an old number again is put aside', async () => {
    put(1, [receipt('o1')]);
    await arrivals().take();
    put(1, [receipt('o9')]);
    await arrivals().take();
    expect(stored).toHaveLength(1);
    expect(results('refused', 1)).toContain('DUPLICATE_EVENT');
  });

  it('without the columns of their kind are put aside and hold up nothing', async () => {
    put(1, []);
    writeFileSync(path.join(dir, 'in', 'receipts-000001.csv'), 'x,y');
    writeFileSync(path.join(dir, 'in', 'receipts-000001.csv.sha256'), sha256('x,y'));
    put(2, [receipt('o2')]);
    expect(await arrivals().take()).toBe(2);
    expect(stored.map(({ subjectNo }) => subjectNo)).toEqual(['o2']);
  });
});

describe('comma-separated values', () => {
  it('survive quotes, commas, line breaks and the way back', () => {
    const rows = [
      ['a', '名,称'],
      ['"q"', 'x\ny'],
    ];
    expect(parseCsv(Buffer.from(formatCsv(rows).slice(1)))).toEqual(rows);
    expect(formatCsv([['=1+1']])).toContain("'=1+1");
    expect(parseCsv(Buffer.from('"open'))).toBeNull();
  });
});
