/** What Nest hands out under these names. */
export const PARTS = Symbol('parts');
export const ON_FATAL = Symbol('onFatal');
