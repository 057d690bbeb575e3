import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loanId, startEdge, type Edge } from '../testing/edge.js';

describe('files', () => {
  let edge: Edge;
  const call: Edge['call'] = (...args) => edge.call(...args);

  beforeAll(async () => {
    edge = await startEdge();
  });
  afterAll(async () => edge.stop());

  const upload = (bytes: Uint8Array<ArrayBuffer>, key: string) => {
    const raw = new FormData();
    raw.set('key', 'contract');
    raw.set('file', new Blob([bytes]), '合同.pdf');
    return call('POST', `/v1/loans/${loanId}/documents`, { as: 'township', key, raw });
  };
  const pdf = new TextEncoder().encode('%PDF-1.7 …') as Uint8Array<ArrayBuffer>;

  it('are taken by their content', async () => {
    expect(await upload(pdf, 'f1')).toMatchObject({
      status: 201,
      body: { key: 'contract', mimeType: 'application/pdf', fileName: '合同.pdf' },
    });
    const script = new TextEncoder().encode('<script>') as Uint8Array<ArrayBuffer>;
    expect(await upload(script, 'f2')).toMatchObject({
      status: 415,
      body: { code: 'FILE_TYPE_NOT_ALLOWED' },
    });
  });

  it('of more than 10 MB are refused', async () => {
    const large = new Uint8Array(10 * 1024 * 1024 + 1);
    large.set(pdf);
    expect(await upload(large, 'f3')).toMatchObject({ status: 413, body: { code: 'FILE_TOO_LARGE' } });
  });

  it('with a used key and other bytes are another command', async () => {
    await upload(pdf, 'f4');
    expect(
      (await upload(new TextEncoder().encode('%PDF-1.4 …') as Uint8Array<ArrayBuffer>, 'f4')).body.code,
    ).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});
