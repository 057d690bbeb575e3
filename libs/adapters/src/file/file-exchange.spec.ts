import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CounterpartKey, InboxEntry } from '@bangdai/contracts';
import { createLogger } from '@bangdai/platform';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readXlsx } from 'hucre/xlsx';
import { formatCsv, parseCsv } from './csv.js';
import { ExchangeFolder, sha256 } from './exchange-folder.js';
import { FileArrivals } from './file-arrivals.js';
import { OutTables } from './out-tables.js';

const key: CounterpartKey = { county: 'demo', kind: 'treasury', code: 'treasury' };
let dir: string;
let folder: ExchangeFolder;
let statements: { from: string; to: string; entries: unknown[] }[];
let stored: Pick<InboxEntry, 'eventId' | 'subjectNo'>[];
let last: number;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'bangdai-files-'));
  folder = new ExchangeFolder(dir);
  stored = [];
  statements = [];
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
    storeStatement: async (statement) => void statements.push(statement),
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

describe('a statement that comes in', () => {
  const head = 'from,to,kind,ref,loanNo,on,amount,principal,payee';
  const say = (...rows: string[]): void => {
    const name = path.join(dir, 'in', 'statement-000001.csv');
    mkdirSync(path.dirname(name), { recursive: true });
    const text = [head, ...rows].join('\n');
    writeFileSync(name, text);
    writeFileSync(`${name}.sha256`, sha256(text));
    writeFileSync(`${name}.done`, '');
  };
  const answers = (): string[][] | null =>
    parseCsv(readFileSync(path.join(dir, 'in', 'processed', 'statement-000001.csv.result.csv')));

  it('is taken as a whole', async () => {
    say(
      '2024-06-01,2024-06-30,payment,o1,,2024-06-21,436.1,,银行',
      '2024-06-01,2024-06-30,payment,o2,,2024-06-30,5,,银行',
    );
    expect(await arrivals().take()).toBe(1);
    const own = { kind: 'payment', loanNo: null, payee: '银行' };
    expect(statements).toEqual([
      {
        ...{ from: '2024-06-01', to: '2024-06-30' },
        entries: [
          { ...own, ref: 'o1', on: '2024-06-21', amount: '436.10' },
          { ...own, ref: 'o2', on: '2024-06-30', amount: '5.00' },
        ],
      },
    ]);
    expect(answers()?.slice(1)).toEqual([['2', 'ACCEPTED'], ['3', 'ACCEPTED']]); // prettier-ignore
  });

  it('may say that nothing moved', async () => {
    say('2024-06-01,2024-06-30,,,,,,,');
    await arrivals().take();
    expect(statements).toEqual([{ from: '2024-06-01', to: '2024-06-30', entries: [] }]);
  });

  it.each([
    ['a day outside its span', '2024-06-01,2024-06-30,payment,o2,,2024-07-01,5.00,,银行'],
    ['another span', '2024-05-01,2024-06-30,payment,o2,,2024-06-21,5.00,,银行'],
    ['a movement that is not the treasury’s', '2024-06-01,2024-06-30,repayment,o2,,2024-06-21,5.00,,银行'],
    ['an amount that is none', '2024-06-01,2024-06-30,payment,o2,,2024-06-21,five,,银行'],
    ['a day that is none', '2024-06-01,2024-06-30,payment,o2,,2024-06-31,5.00,,银行'],
  ])('with %s is not taken at all, and the row is named', async (_what, wrong) => {
    say('2024-06-01,2024-06-30,payment,o1,,2024-06-21,436.04,,银行', wrong);
    await arrivals().take();
    expect(statements).toEqual([]);
    expect(answers()?.slice(1)).toEqual([['2', 'FILE_INVALID'], ['3', 'FIELD_INVALID']]); // prettier-ignore
  });
});

describe('tables that go out', () => {
  const rows = [['orderNo', 'amount'], ['subsidy/a/1', '0012.50'], ['x', '=1+1']]; // prettier-ignore

  it.each(['csv', 'xlsx'] as const)(
    'as %s: whole, under one number, the same again the same file',
    async (format) => {
      const out = new OutTables(folder, format);
      expect(await out.wasSent('payments', 7)).toBe(false);
      expect(await out.send('payments', 7, rows)).toBe(true);
      const name = `payments-000007.${format}`;
      const bytes = readFileSync(path.join(dir, 'out', name));
      expect(readdirSync(path.join(dir, 'out')).sort()).toEqual([name, `${name}.done`, `${name}.sha256`]);
      expect(readFileSync(path.join(dir, 'out', `${name}.sha256`), 'utf8')).toBe(sha256(bytes));
      // Also after the format was changed: the counterpart has one file of this number.
      for (const again of [out, new OutTables(folder, 'csv'), new OutTables(folder, 'xlsx')]) {
        expect(await again.send('payments', 7, rows)).toBe(true);
        expect(await again.wasSent('payments', 7)).toBe(true);
        expect(await again.send('payments', 7, [['orderNo'], ['other']])).toBe(false);
      }
      expect(readFileSync(path.join(dir, 'out', name))).toEqual(bytes);
      expect(readdirSync(path.join(dir, 'out'))).toHaveLength(3);
    },
  );

  it('as a workbook hold texts alone', async () => {
    await new OutTables(folder, 'xlsx').send('payments', 1, rows);
    const { sheets } = await readXlsx(readFileSync(path.join(dir, 'out', 'payments-000001.xlsx')));
    expect(sheets[0]?.rows).toEqual(rows);
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
