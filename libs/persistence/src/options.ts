import type { WorkingCalendar } from '@bangdai/domain';
import type { PackRegistry } from '@bangdai/policy-packs';

/** Encrypts one field; `aad` binds the text to its place (`table|column|row id`), so that it cannot be moved. */
export interface FieldEncryption {
  encrypt(plain: string, aad: string): string;
  decrypt(cipher: string, aad: string): string;
}

/** Keyed hash of a value, so that equality can be searched without the value. */
export interface KeyedIndex {
  of(value: string): string;
}

export interface PersistenceLogger {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

export interface PersistenceOptions {
  /** Connection of the application role, which may not change journal or timeline. */
  databaseUrl: string;
  cipher: FieldEncryption;
  blindIndex: KeyedIndex;
  packs: PackRegistry;
  calendar: WorkingCalendar;
  logger: PersistenceLogger;
  /** Connections of this process at most. */
  poolSize?: number;
}
