import type { WorkingCalendar } from '@bangdai/domain';
import type { PackRegistry } from '@bangdai/policy-packs';

/** Encrypts one field; `aad` binds it to its place, so that it cannot be moved. Platform's `FieldCipher` is one. */
export interface FieldEncryption {
  encrypt(plain: string, aad: string): Buffer;
  decrypt(cipher: Uint8Array, aad: string): string;
}

/** Keyed hash of a value, so that equality can be searched without the value. Platform's `BlindIndex` is one. */
export interface KeyedIndex {
  of(purpose: string, value: string): string;
}

/** The part of a pino logger that is used here. */
export interface PersistenceLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface PersistenceOptions {
  /** Connection of the application role, which may not change journal or timeline. */
  databaseUrl: string;
  cipher: FieldEncryption;
  blindIndex: KeyedIndex;
  packs: PackRegistry;
  /** Published working days; those of the registry unless a test names others. */
  calendar?: WorkingCalendar;
  logger: PersistenceLogger;
  /** Connections of this process at most. */
  poolSize?: number;
}
