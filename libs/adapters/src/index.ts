export * from './counterpart.js';
export * from './create-gateways.js';
export { FileArrivals, type ArrivalPorts } from './file/file-arrivals.js';
export type { CircuitState, CircuitSettings } from './http/circuit.js';
