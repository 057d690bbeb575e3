export { startSandbox, type RunningSandbox, type SandboxOptions } from './sandbox.js';
export { logNothing } from './http/log.js';
