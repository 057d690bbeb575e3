import type { Actor } from '@bangdai/contracts';

/** A county of `*` belongs to roles that look after the whole platform. */
export const EVERY_COUNTY = '*';

export interface Scope {
  /** A condition over the alias's `county`, `place` and `bank`. */
  sql: string;
  params: unknown[];
}

/**
 * What the actor may see, as a condition of the query itself: rows outside are as if they did not exist.
 * @param first number of the first parameter that the condition uses
 */
export function scopeOf(actor: Actor, alias: string, first: number): Scope {
  const parts: string[] = [];
  const params: unknown[] = [];
  const next = (value: unknown): string => {
    params.push(value);
    return `$${first + params.length - 1}`;
  };
  if (actor.county !== EVERY_COUNTY) parts.push(`${alias}.county = ${next(actor.county)}`);
  if (actor.place !== '') {
    const place = next(actor.place);
    parts.push(`(${alias}.place = ${place} or starts_with(${alias}.place, ${place} || '/'))`);
  }
  if (actor.bank !== null) parts.push(`${alias}.bank = ${next(actor.bank)}`);
  return { sql: parts.length === 0 ? 'true' : parts.join(' and '), params };
}
