import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import type { KeyRing } from '../crypto/key-ring.js';
import { EncryptionCodec } from './payload-codec.js';

/**
 * Module that encodes messages and stacks of failures, for `dataConverter.failureConverterPath` and for
 * `bundleWorkflowCode({ failureConverterPath })`: both sides must name it, or failures travel in clear.
 */
export const failureConverterPath = fileURLToPath(
  new URL('../../converter/failure-converter.cjs', import.meta.url),
);

/** The one data converter of clients, workers and replay tests: everything encrypted, failures included. */
export function createDataConverter({ payloadKeys }: { payloadKeys: KeyRing }): DataConverter {
  return { failureConverterPath, payloadCodecs: [new EncryptionCodec(payloadKeys)] };
}
