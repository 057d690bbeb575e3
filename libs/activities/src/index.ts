export * from './clawback.activities.js';
export * from './coded-failures.js';
export * from './create-activities.js';
export * from './link.activities.js';
export * from './payment.activities.js';
export * from './ports.js';
export * from './programme.activities.js';
export * from './settlement.activities.js';
