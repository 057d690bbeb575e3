export type { Route } from './http/router-routes.js';
export { startApi, type RunningApi, type StartOptions } from './start-api.js';
