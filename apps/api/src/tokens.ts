/** Injection tokens for what is made outside Nest, in `composition.ts`. */
export const CONFIG = Symbol('CONFIG');
export const SETTINGS = Symbol('SETTINGS');
export const LOGGER = Symbol('LOGGER');
export const PERSISTENCE = Symbol('PERSISTENCE');
export const PACKS = Symbol('PACKS');
export const TEMPORAL = Symbol('TEMPORAL');
export const BLIND_INDEX = Symbol('BLIND_INDEX');
