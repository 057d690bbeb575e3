export type { FieldEncryption, KeyedIndex, PersistenceLogger, PersistenceOptions } from './options.js';
export { createPersistence, type Counterpart, type CounterpartStore, type Persistence } from './persistence.js';
