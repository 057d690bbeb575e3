import { Decimal } from '@bangdai/domain';

/** Tells one fault: where, and why in Chinese. */
export type Say = (path: string, reason: string) => void;

export function unique(keys: readonly string[], path: string, say: Say): void {
  const seen = new Set<string>();
  for (const key of keys) {
    if (seen.has(key)) say(path, `${key} 重复`);
    seen.add(key);
  }
}

export function sumIsOne(shares: readonly string[]): boolean {
  return shares.reduce((sum, share) => sum.plus(share), new Decimal(0)).equals(1);
}
