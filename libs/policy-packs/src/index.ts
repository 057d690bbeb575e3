export { checkPack } from './schema/check-pack.js';
export type { Fault } from './schema/fault.js';
export { packSchema } from './schema/pack.schema.js';
export { referenceRatesSchema, workingCalendarSchema } from './schema/rate.schema.js';
export { loadPacks, PackLoadError, type FileFault, type LoadOptions } from './registry/load-packs.js';
export { livePacks, type LivePacks } from './registry/live-packs.js';
export { compareVersions, windowOf, type PackRegistry } from './registry/pack-registry.js';
export { mergeRates } from './registry/merge-rates.js';
export {
  clauseKeys,
  type Clause,
  type ClauseKey,
  type ApprovalLayout,
  type PrintedPlan,
} from './schema/printed.schema.js';
