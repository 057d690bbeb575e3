import type { PersonalVault } from '../privacy/personal-vault.js';

/** Collects conditions and their parameters in one place, so that every value is a parameter. */
export class Conditions {
  readonly params: unknown[] = [];
  private readonly parts: string[] = [];

  /** `sql` receives the parameter's name, for example `$3`. */
  add(value: unknown, sql: (name: string) => string): void {
    this.parts.push(sql(this.param(value)));
  }

  /** Only when a value was given. */
  maybe(value: unknown, sql: (name: string) => string): void {
    if (value !== undefined && value !== null && value !== '') this.add(value, sql);
  }

  raw(sql: string): void {
    this.parts.push(sql);
  }

  scope(build: (first: number) => { sql: string; params: unknown[] }): void {
    const { sql, params } = build(this.params.length + 1);
    this.params.push(...params);
    this.parts.push(sql);
  }

  param(value: unknown): string {
    this.params.push(value);
    return `$${this.params.length}`;
  }

  get sql(): string {
    return this.parts.length === 0 ? 'true' : this.parts.join(' and ');
  }
}

/**
 * A number's beginning, a name, its pinyin or initials or their beginning, a full ID number or its last four characters:
 * each by an index, none in clear.
 */
export function addSearch(
  conditions: Conditions,
  vault: PersonalVault,
  q: string | undefined,
  columns: { number: string; person: string },
): void {
  const text = q?.trim() ?? '';
  if (text === '') return;
  const tests = [`starts_with(${columns.number}, ${conditions.param(text)})`];
  tests.push(`${columns.person}.name_idx = ${conditions.param(vault.nameIndex(text))}`);
  const typed = vault.searchIndex(text);
  // A set of its own, so that the index answers it before the rows are looked at.
  if (typed !== null)
    tests.push(
      `${columns.person}.id in (select found.id from person found where found.search_idx @> array[${conditions.param(typed)}]::text[])`,
    );
  if (text.length === 18)
    tests.push(`${columns.person}.id_number_idx = ${conditions.param(vault.idNumberIndex(text))}`);
  if (text.length === 4)
    tests.push(`${columns.person}.id_tail_idx = ${conditions.param(vault.idTailIndex(text))}`);
  conditions.raw(`(${tests.join(' or ')})`);
}
