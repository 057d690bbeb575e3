import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEdge, type Edge } from '../testing/edge.js';

describe('the built console', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'bangdai-console-'));
  let edge: Edge;
  const page = (address: string) => edge.call('GET', address, { headers: { accept: 'text/html' } });

  beforeAll(async () => {
    mkdirSync(path.join(folder, 'assets'));
    writeFileSync(path.join(folder, 'index.html'), '<div id="root"></div>');
    writeFileSync(path.join(folder, 'assets', 'index-1a2b.js'), 'export {};');
    edge = await startEdge((parts) => (parts.config.consoleDir = folder));
  });
  afterAll(async () => {
    await edge.stop();
    rmSync(folder, { recursive: true });
  });

  it('is served at every address of a view, never from a cache', async () => {
    for (const address of ['/', '/loans/1', '/tasks?due=overdue']) {
      const { status, body, headers } = await page(address);
      expect({ status, body }).toEqual({ status: 200, body: '<div id="root"></div>' });
      expect(headers.get('cache-control')).toBe('no-cache');
    }
  });

  it('keeps its hashed files for a year', async () => {
    const { status, headers } = await page('/assets/index-1a2b.js');
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toContain('immutable');
  });

  it('does not stand in for the API', async () => {
    expect(await page('/v1/nothing')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect((await page('/v1/me')).status).toBe(401);
  });

  it('answers a missing file with 404 and not with a page', async () => {
    const { status } = await edge.call('GET', '/assets/gone.js', {
      headers: { accept: 'application/javascript' },
    });
    expect(status).toBe(404);
  });
});
