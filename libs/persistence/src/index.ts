export type { FieldEncryption, KeyedIndex, PersistenceLogger, PersistenceOptions } from './options.js';
export type { Counterpart, CounterpartStore } from './counties/counterpart.js';
export { createPersistence, type Persistence } from './persistence.js';
export { migrate, type MigrateOptions } from './database/migrate.js';
export { importSample } from './reads/import.reader.js';
export { withEngineRun, type EngineRun } from './subjects/engine-run.js';
