export * from './counterpart.js';
export * from './create-gateways.js';
export type { CircuitState, CircuitSettings } from './http/circuit.js';
