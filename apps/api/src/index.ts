export { startApi, type RunningApi, type StartOptions } from './start-api.js';
