export { createTestDatabase, testKeys, type TestDatabase } from './test-database.js';
