/** A fresh, migrated PostgreSQL database per test file; see `libs/persistence/src/testing`. */
export { createTestDatabase, testKeys, type TestDatabase } from '@bangdai/persistence/testing';
