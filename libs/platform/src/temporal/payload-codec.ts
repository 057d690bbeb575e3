import type { Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import { findKey, type KeyRing } from '../crypto/key-ring.js';
import { open, seal } from '../crypto/sealed-box.js';

// `@temporalio/proto` is CommonJS without statically visible names: only the default import works under ESM.
const { Payload: PayloadMessage } = proto.temporal.api.common.v1;

const encoding = 'binary/encrypted';
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A payload of the history could not be decrypted: unknown key or changed bytes. */
export class PayloadDecryptionError extends Error {
  readonly code = 'PAYLOAD_NOT_DECRYPTABLE';

  constructor() {
    super('PAYLOAD_NOT_DECRYPTABLE');
    this.name = 'PayloadDecryptionError';
  }
}

/**
 * Encrypts every payload that leaves a client or worker with AES-256-GCM; the key's id stands in the metadata, so
 * that a history written under an older key is still read. Payloads that are not ours pass unchanged.
 */
export class EncryptionCodec implements PayloadCodec {
  constructor(private readonly ring: KeyRing) {}

  async encode(payloads: Payload[]): Promise<Payload[]> {
    const { id, bytes } = this.ring.current;
    return payloads.map((payload) => ({
      metadata: { encoding: encoder.encode(encoding), 'encryption-key-id': encoder.encode(id) },
      data: seal(bytes, PayloadMessage.encode(payload).finish(), encoder.encode(id)),
    }));
  }

  async decode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => (isEncrypted(payload) ? this.open(payload) : payload));
  }

  private open(payload: Payload): Payload {
    const id = decoder.decode(payload.metadata?.['encryption-key-id'] ?? undefined);
    const key = findKey(this.ring, id);
    if (key === undefined) throw new PayloadDecryptionError();
    try {
      return PayloadMessage.decode(open(key.bytes, payload.data ?? new Uint8Array(), encoder.encode(id)));
    } catch {
      // Whatever did not fit, there is no more to tell without telling about the content.
      throw new PayloadDecryptionError();
    }
  }
}

const isEncrypted = (payload: Payload): boolean =>
  decoder.decode(payload.metadata?.encoding ?? undefined) === encoding;
