import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { launcherModule } from './repository.js';

const { resolveTool } = await launcherModule('tools/resolve.mjs');
const { isNewEnough, temporalSources } = await launcherModule('tools/temporal-cli.mjs');
const { testServerSources } = await launcherModule('tools/test-server.mjs');
const { displayWidth, table } = await launcherModule('say.mjs');
const { readPorts, readSecrets, childEnvironment } = await launcherModule('environment.mjs');
const { requireFreePorts } = await launcherModule('running/ports.mjs');
const { parseAnswer } = await launcherModule('running/parts.mjs');
const { readRun, recoverFromLastRun } = await launcherModule('running/run-file.mjs');
const { checkNodeVersion } = await launcherModule('workspace.mjs');

const scratch = mkdtempSync(path.join(tmpdir(), 'bangdai-launcher-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const names = (sources: { name: string }[]) => sources.map(({ name }) => name);
const source = (name: string, answer: string | undefined | Error, isFinal = false) => ({
  name,
  isFinal,
  find: () => {
    if (answer instanceof Error) throw answer;
    return answer;
  },
});

describe('finding a tool', () => {
  it('asks environment, PATH, cache, SDK and Go in this order', () => {
    const order = ['PATH', 'the cache', "the SDK's download", 'go install'];
    expect(names(temporalSources({ BANGDAI_TEMPORAL_CLI: '/x' }))).toEqual([
      'BANGDAI_TEMPORAL_CLI',
      ...order,
    ]);
    expect(names(temporalSources({}))).toEqual(order);
    expect(names(testServerSources({}))).toEqual(['the cache', "the SDK's download", 'Maven']);
  });

  it('takes the first that has it and says which', async () => {
    const said: string[] = [];
    const sources = [
      source('a', undefined),
      source('b', new Error('broken\nstack')),
      source('c', '/c'),
      source('d', '/d'),
    ];
    const found = await resolveTool('tool', sources, 'install it', (text: string) => said.push(text));
    expect(found).toEqual({ path: '/c', source: 'c' });
    expect(said).toEqual(['  tool: not from b (broken)', '✓ tool: from c (/c)']);
  });

  it('tells what to install when nothing has it', async () => {
    const nothing = resolveTool('tool', [source('a', undefined)], 'Install it', () => undefined);
    await expect(nothing).rejects.toThrow('tool was not found (asked: a). Install it');
  });

  it('does not pass over a source that the user named', async () => {
    const sources = [source('MY_TOOL', new Error('no program'), true), source('b', '/b')];
    await expect(resolveTool('tool', sources, 'Mend it', () => undefined)).rejects.toThrow(
      'MY_TOOL does not work',
    );
  });

  it.each([
    ['temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)', true],
    ['temporal version 0.0.0-DEV (Server 1.29.1, UI 2.42.1)', true],
    ['temporal version 2.0.0 (Server 2.1.0, UI 3.0.0)', true],
    ['temporal version 1.1.0 (Server 1.25.0, UI 2.30.0)', false],
    ['tctl 1.18', false],
  ])('%s is new enough: %s', (version, expected) => {
    expect(isNewEnough(version)).toBe(expected);
  });
});

describe('ports', () => {
  it('can be moved by a variable', () => {
    expect(readPorts({ BANGDAI_API_PORT: '9300' })).toMatchObject({
      api: 9300,
      sandbox: 7310,
      postgres: 7432,
    });
  });

  it.each(['0', '70000', 'http', '1.5'])('refuses %s', (text) => {
    expect(() => readPorts({ BANGDAI_API_PORT: text })).toThrow(`BANGDAI_API_PORT=${text} is no port`);
  });

  it('names the port in use and the variable that moves it', async () => {
    const server = net.createServer();
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as net.AddressInfo).port)),
    );
    const check = requireFreePorts({ ...readPorts({}), api: port });
    await expect(check).rejects.toThrow(new RegExp(`Port ${port} .*in use.*BANGDAI_API_PORT=`));
    await new Promise((resolve) => server.close(resolve));
  });

  it('refuses one port for two parts', async () => {
    const ports = { ...readPorts({}), api: 47_301, sandbox: 47_301 };
    await expect(requireFreePorts(ports)).rejects.toThrow(
      'BANGDAI_SANDBOX_PORT and BANGDAI_API_PORT both say 47301',
    );
  });
});

describe('secrets and configuration of the children', () => {
  it('are made once, differ from each other, and only their owner can read them', () => {
    const first = readSecrets(scratch);
    expect(readSecrets(scratch)).toEqual(first);
    expect(new Set(Object.values(first)).size).toBe(Object.keys(first).length);
    expect(statSync(path.join(scratch, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(Buffer.from(first.BANGDAI_DATA_KEY, 'base64')).toHaveLength(32);
  });

  it('follow the ports and keep the passwords out of variables of their own', () => {
    const ports = readPorts({ BANGDAI_SANDBOX_PORT: '9310', BANGDAI_PG_PORT: '9432' });
    const secrets = readSecrets(scratch);
    const environment = childEnvironment({
      env: { BANGDAI_LOG_LEVEL: 'debug' },
      ports,
      secrets,
      dataFolder: scratch,
    });
    expect(environment).toMatchObject({ BANGDAI_MODE: 'demo', BANGDAI_LOG_LEVEL: 'debug' });
    expect(environment).toMatchObject({
      BANGDAI_BANK_URL: 'http://127.0.0.1:9310/bank',
      BANGDAI_SANDBOX_PORT: '9310',
    });
    expect(environment.BANGDAI_DATABASE_URL).toMatch(
      /^postgresql:\/\/bangdai_app:.*@127\.0\.0\.1:9432\/bangdai$/,
    );
    expect(environment).not.toHaveProperty('ownerPassword');
  });
});

describe('the launcher', () => {
  it('wants Node 20.20', () => {
    expect(() => checkNodeVersion('20.19.9')).toThrow('too old');
    expect(() => checkNodeVersion('18.20.0')).toThrow('too old');
    expect(() => checkNodeVersion('20.20.0')).not.toThrow();
    expect(() => checkNodeVersion('24.1.0')).not.toThrow();
  });

  it('takes the last JSON line of a command as its answer', () => {
    expect(parseAnswer(['loading', '{"accounts":[]}', 'bye'])).toEqual({ accounts: [] });
    expect(parseAnswer(['nothing'])).toBeUndefined();
    expect(parseAnswer(['{broken'])).toBeUndefined();
  });

  it('does not start beside a living one, and forgets a dead one', async () => {
    const { startTime } = await launcherModule('running/process-table.mjs');
    const note = (startedAt: string) =>
      writeFileSync(
        path.join(scratch, 'run.json'),
        JSON.stringify([{ name: 'launcher', pid: process.pid, startedAt }]),
      );
    note(startTime(process.pid));
    await expect(recoverFromLastRun(scratch)).rejects.toThrow('already runs from this folder');
    note('another time');
    await recoverFromLastRun(scratch);
    expect(readRun(scratch)).toEqual([]);
  });

  it('draws a table whose columns stand under each other in Chinese too', () => {
    const lines: string[] = table([['标题'], ['村级', 'village'], ['ab', 'x']]).split('\n');
    expect(new Set(lines.map(displayWidth)).size).toBe(1);
    expect(lines).toContain('| 村级 | village |');
    expect(lines).toContain('| ab   | x       |');
  });
});
