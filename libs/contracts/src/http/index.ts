export * from './common.schema.js';
export * from './operators.schema.js';
export * from './banks.schema.js';
export * from './views.js';
export * from './read-models.js';
