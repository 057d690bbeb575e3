import { startApi, type Route, type RunningApi } from '@bangdai/api';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readXlsx } from 'hucre/xlsx';
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { CounterpartFakes } from '../support/counterpart-fakes.js';
import { withDevServer } from '../support/dev-server.js';
import { readingOf, requests, type Asked } from '../support/rights-requests.js';
import { RightsWorld, rolesAsked, standingsOf } from '../support/rights-world.js';
import { workerEnvironment } from '../support/worker-environment.js';

const file = new URL('./rights-matrix.csv', import.meta.url);
const server = withDevServer();
const counterparts = new CounterpartFakes();
let world: RightsWorld;
let api: RunningApi;
let routes: Route[];
let asked: Record<string, Asked>;

beforeAll(async () => {
  world = await RightsWorld.open();
  await counterparts.open();
  const env = {
    ...workerEnvironment(world.database, counterparts, server.current.address),
    BANGDAI_LOG_LEVEL: 'fatal',
    BANGDAI_COMMAND_DEADLINE_MS: '100',
  };
  api = await startApi({ env, port: 0 });
  // Files of the page that shows the document of the API: the document itself is asked for.
  routes = api.routes.filter(({ path }) => !path.startsWith('/docs/') || path.endsWith('.json'));
  asked = { ...readings(), ...requests(world.subjects, world.loanNo) };
}, 60_000);

afterAll(async () => {
  await api?.close();
  await counterparts.close();
  await world?.close();
}, 60_000);

/** A command says how it is asked; what a reading route asks for stands in its address. */
const readings = (): Record<string, Asked> =>
  Object.fromEntries(
    routes.flatMap((route): [string, Asked][] => {
      const reading = route.method === 'GET' ? readingOf(route.path, world.subjects) : undefined;
      return reading === undefined ? [] : [[nameOf(route), reading]];
    }),
  );

const nameOf = ({ method, path }: Route): string => `${method} ${path}`;
const isLines = (route: string): boolean => route.endsWith('/:id/lines');
const isListing = (route: string): boolean =>
  route.startsWith('GET ') && (isLines(route) || !/:|health|docs|demo|me$/.test(route));

function addressOf({ path }: Route, { params = [], query }: Asked): string {
  const rest = [...params];
  const filled = path.replace(/:\w+/g, () => encodeURIComponent(rest.shift() ?? ''));
  return `${api.url}${filled}${query === undefined ? '' : `?${query}`}`;
}

/** A fresh key for each command, so that none is a repetition of another. */
function initOf({ method }: Route, { body, form }: Asked, token: string | null): RequestInit {
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  if (method === 'GET') return { headers };
  headers['idempotency-key'] = randomUUID();
  if (form === undefined) {
    headers['content-type'] = 'application/json';
    return { method, headers, body: JSON.stringify(body ?? {}) };
  }
  const data = new FormData();
  for (const [name, value] of Object.entries(form)) data.set(name, value);
  data.set('file', new Blob(['%PDF-1.4']), 'x.pdf');
  return { method, headers, body: data };
}

/**
 * `in`: the caller was let through (whatever the business then says); `none`: let through to a list that holds nothing of
 * the home county; `401`, `403`, `404`: turned away; `signature`: only the signature of a counterpart opens it.
 */
async function verdictOf(route: Route, request: Asked, token: string | null): Promise<string> {
  const listening = new AbortController();
  const init = { ...initOf(route, request, token), signal: listening.signal };
  const response = await fetch(addressOf(route, request), init);
  if (response.headers.get('content-type')?.startsWith('text/event-stream') === true) {
    listening.abort();
    return 'in';
  }
  const bytes = Buffer.from(await response.arrayBuffer());
  const { status } = response;
  if (status >= 500 && status !== 503) return String(status);
  const code = status >= 400 ? String((JSON.parse(bytes.toString()) as { code?: string }).code) : '';
  if (code === 'BAD_SIGNATURE') return 'signature';
  if (code === 'UNAUTHENTICATED') return '401';
  if (status === 403 || status === 404) return String(status);
  if (status === 200 && isListing(nameOf(route)))
    return (await showsHome(nameOf(route), response, bytes)) ? 'in' : 'none';
  return 'in';
}

async function showsHome(route: string, response: Response, bytes: Buffer): Promise<boolean> {
  const isBook = response.headers.get('content-type')?.includes('spreadsheet') === true;
  const text = isBook ? JSON.stringify((await readXlsx(bytes)).sheets) : bytes.toString('utf8');
  if (isLines(route)) return text.includes(world.loanNo);
  return world.marks.some((mark) => text.includes(mark)) || /"(todo|claimable)":[1-9]/.test(text);
}

type Line = Record<string, string>;

async function matrix(): Promise<Map<string, Line>> {
  const lines = new Map(routes.map((route): [string, Line] => [nameOf(route), {}]));
  const fill = async (column: string, token: () => Promise<string | null>, separator = '/') => {
    let own = await token();
    for (const route of routes) {
      const line = lines.get(nameOf(route)) ?? {};
      const verdict = await verdictOf(route, asked[nameOf(route)] ?? {}, own);
      line[column] = line[column] === undefined ? verdict : `${line[column]}${separator}${verdict}`;
      if (nameOf(route) === 'DELETE /v1/session') own = await token();
    }
  };
  for (const role of rolesAsked)
    for (const standing of standingsOf(role)) await fill(role, () => world.signIn(role, standing));
  for (const [visitor, token] of Object.entries(await world.visitors()))
    await fill(visitor, async () => token);
  for (const line of lines.values())
    for (const [column, verdicts] of Object.entries(line)) {
      const all = verdicts.split('/');
      if (all.every((verdict) => verdict === all[0])) line[column] = all[0] ?? '';
    }
  return lines;
}

const columns = [...rolesAsked, 'anonymous', 'idle', 'expired', 'disabled'];

function written(lines: ReadonlyMap<string, Line>): string {
  const rows = [...lines].sort(([a], [b]) => (routeKey(a) < routeKey(b) ? -1 : 1));
  const text = rows.map(([route, line]) => [route, ...columns.map((column) => line[column] ?? '')].join(','));
  return `${['route', ...columns].join(',')}\n${text.join('\n')}\n`;
}

const routeKey = (route: string): string => route.split(' ').reverse().join(' ');

function expected(): Map<string, Line> {
  const [head = '', ...rows] = readFileSync(file, 'utf8').trim().split('\n');
  const names = head.split(',').slice(1);
  return new Map(
    rows.map((row): [string, Line] => {
      const [route = '', ...cells] = row.split(',');
      return [route, Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']))];
    }),
  );
}

describe('who may call what', () => {
  it('is said for every route of the running router, and for no other', () => {
    const names = routes.map(nameOf);
    expect(names.length).toBeGreaterThan(80);
    expect(names.filter((route) => asked[route] === undefined)).toEqual([]);
    expect([...expected().keys()].sort()).toEqual([...new Set(names)].sort());
  });

  it('is, cell by cell, what the matrix says: route × role × own and foreign place, and people without a session', async () => {
    const found = await matrix();
    // To take up a route: run once with this variable, and read every changed line before it is committed.
    if (process.env['BANGDAI_WRITE_RIGHTS']) writeFileSync(file, written(found));
    const wanted = expected();
    const differing = [...found].flatMap(([route, line]) =>
      columns.flatMap((column) => {
        const said = wanted.get(route)?.[column];
        return said === line[column]
          ? []
          : [`${route} · ${column}: ${line[column]}, the matrix says ${said}`];
      }),
    );
    expect(differing).toEqual([]);
  }, 180_000);

  it('lets nobody in whose session is over, and never answers with a fault of its own', () => {
    const open = /^(GET \/(docs|health)|POST \/v1\/session|GET \/v1\/demo|POST \/v1\/(bank|treasury)\/)/;
    for (const [route, line] of expected()) {
      if (open.test(route)) continue;
      expect([route, line['anonymous'], line['idle'], line['expired'], line['disabled']]).toEqual([
        route,
        ...['401', '401', '401', '401'],
      ]);
      expect(Object.values(line).filter((verdict) => verdict.includes('500'))).toEqual([]);
    }
  });
});
