export * from './common.schema.js';
export * from './operators.schema.js';
export * from './bank-messages.schema.js';
export * from './banks.schema.js';
export * from './corrections.schema.js';
export * from './clawbacks.schema.js';
export * from './views.js';
export * from './words.js';
export * from './teamwork.schema.js';
export * from './ledger-words.js';
export * from './money.views.js';
export * from './ledger.views.js';
export * from './fund.views.js';
export * from './loss-pool.views.js';
export * from './desk.views.js';
export * from './exchange-files.js';
export * from './reconciliation.views.js';
export * from './statement-files.js';
export * from './counterpart.views.js';
export * from './case.views.js';
export * from './read-models.js';
/** Chinese texts of the codes, for clients that may import this entry alone (the console). */
export { textOf } from '../errors.js';
/** Whose desk holds a step, so that a client can tell which of the open tasks is its own. */
export { deskOf, reaches } from '../people.js';
