import { createHash } from 'node:crypto';

/**
 * Command id of a client's key: the same person, route and key always give the same id, and no other does.
 * It is the Update id in Temporal, so that a repeated command has no second effect even if the answer of
 * the first was lost. Written as a UUID (version 8: made by rules of our own).
 */
export function commandIdOf(actorId: string, route: string, key: string): string {
  const hex = createHash('sha256').update(`${actorId}\n${route}\n${key}`).digest('hex');
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
