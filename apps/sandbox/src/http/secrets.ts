import type { Journal } from '../books/journal.js';
import type { Target } from '../settings.js';

/** A secret that one bank or treasury of a county agreed with the platform for itself. */
export interface OwnSecret {
  kind: Target;
  county: string;
  /** Code of the bank; `treasury` for a treasury. */
  code: string;
  secret: string;
}

/** While one takes over from the other, both are accepted and both sign. */
const kept = 2;

/** What proves the counterparts: secrets of the installation, until one has its own. A class, because Nest finds its parts by class. */
export class Secrets {
  private readonly own = new Map<string, string[]>();

  constructor(
    private readonly standard: Record<Target, string[]>,
    private readonly journal: Journal<OwnSecret>,
  ) {
    for (const entry of journal.kept) this.apply(entry);
  }

  /** Newest first. */
  of(kind: Target, county: string, code: string): string[] {
    const own = this.own.get(nameOf({ kind, county, code }));
    return own === undefined ? this.standard[kind] : [...own, ...this.standard[kind]].slice(0, kept);
  }

  /** The same secret again changes nothing. */
  add(entry: OwnSecret): void {
    if (this.of(entry.kind, entry.county, entry.code)[0] === entry.secret) return;
    this.journal.append([entry]);
    this.apply(entry);
  }

  close(): void {
    this.journal.close();
  }

  private apply(entry: OwnSecret): void {
    const name = nameOf(entry);
    const before = (this.own.get(name) ?? []).filter((secret) => secret !== entry.secret);
    this.own.set(name, [entry.secret, ...before]);
  }
}

const nameOf = ({ kind, county, code }: Pick<OwnSecret, 'kind' | 'county' | 'code'>): string =>
  [kind, county, code].join(' ');
