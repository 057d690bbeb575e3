import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ApplicationFailure, type Payload } from '@temporalio/common';
import { decodeArrayFromPayloads, encodeErrorToFailure, encodeToPayloads } from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js'; // prettier-ignore
import { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow/data-converter-helpers.js';
import fc from 'fast-check';
import { createKeyRing } from '../crypto/key-ring.js';
import { createDataConverter } from './data-converter.js';
import { EncryptionCodec } from './payload-codec.js';

const oldKey = randomBytes(32);
const ring = createKeyRing([randomBytes(32), oldKey]);
const converter = loadDataConverter(createDataConverter({ payloadKeys: ring }));
const bytesOf = (value: unknown) => JSON.stringify(value, (_key, inner) => (inner instanceof Uint8Array ? Buffer.from(inner).toString('latin1') : inner)); // prettier-ignore

describe('the data converter', () => {
  it('gives back what was encoded', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const payloads = await encodeToPayloads(converter, value);
        expect(await decodeArrayFromPayloads(converter, payloads)).toEqual([
          JSON.parse(JSON.stringify(value)),
        ]);
      }),
      { numRuns: 50 },
    );
  });

  it('shows nothing of a value', async () => {
    const payloads = await encodeToPayloads(converter, { amount: '50000.00' });
    expect(bytesOf(payloads)).not.toContain('50000');
    expect(bytesOf(payloads)).not.toContain('amount');
  });

  it('encrypts message, stack and details of failures', async () => {
    const failure = await encodeErrorToFailure(converter, ApplicationFailure.create({ message: 'seeded text', type: 'NOT_ELIGIBLE', details: ['seeded detail'] })); // prettier-ignore
    expect(failure.message).toBe('Encoded failure');
    expect(bytesOf(failure)).not.toContain('seeded');
    expect(bytesOf(failure)).toContain('NOT_ELIGIBLE');
  });

  it('reads payloads of an older key, passes foreign ones, refuses tampered ones and unknown keys', async () => {
    const codec = new EncryptionCodec(ring);
    const plain: Payload = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('1') };
    const [old] = await new EncryptionCodec(createKeyRing([oldKey])).encode([plain]);
    expect(Buffer.from((await codec.decode([old!]))[0]!.data!).toString()).toBe('1');
    expect(await codec.decode([plain])).toEqual([plain]);
    const [box] = await codec.encode([plain]);
    box!.data![20]! ^= 1;
    await expect(codec.decode([box!])).rejects.toThrow('PAYLOAD_NOT_DECRYPTABLE');
    const [foreign] = await new EncryptionCodec(createKeyRing([randomBytes(32)])).encode([plain]);
    await expect(codec.decode([foreign!])).rejects.toThrow('PAYLOAD_NOT_DECRYPTABLE');
  });
});
