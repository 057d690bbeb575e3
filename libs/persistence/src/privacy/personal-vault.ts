import { normaliseName } from '@bangdai/domain';
import type { FieldEncryption, KeyedIndex } from '../options.js';
import { nameTokens, searchForm } from './name-tokens.js';

/** A field's place in the database; it is bound into the cipher text, so that no row can borrow another's. */
export interface FieldPlace {
  table: string;
  column: string;
  rowId: string;
}

/** The only way in and out for personal data: sealed fields and the keyed hashes by which they are found. */
export class PersonalVault {
  constructor(
    private readonly cipher: FieldEncryption,
    private readonly index: KeyedIndex,
  ) {}

  seal(place: FieldPlace, plain: string): Buffer {
    return this.cipher.encrypt(plain, aadOf(place));
  }

  open(place: FieldPlace, sealed: Uint8Array): string {
    return this.cipher.decrypt(sealed, aadOf(place));
  }

  idNumberIndex(idNumber: string): string {
    return this.index.of('person.id_number', idNumber);
  }

  /** Last four characters, as people name them at a counter. */
  idTailIndex(idNumber: string): string {
    return this.index.of('person.id_tail', idNumber.trim().slice(-4));
  }

  nameIndex(name: string): string {
    return this.index.of('person.name', normaliseName(name));
  }

  /** Keyed hashes of all by which a name is found (name, pinyin, initials and their beginnings). */
  searchIndexes(name: string, reading?: string | null): string[] {
    return nameTokens(name, reading).map((token) => this.searchIndexOfForm(token));
  }

  /** Of what somebody typed; null where nothing is left of it. */
  searchIndex(typed: string): string | null {
    const form = searchForm(typed);
    return form === '' ? null : this.searchIndexOfForm(form);
  }

  /** 80 bits: short enough for some dozens a person, long enough that no two texts of a county meet. */
  private searchIndexOfForm(form: string): string {
    return this.index.of('person.search', form).slice(0, 20);
  }
}

function aadOf({ table, column, rowId }: FieldPlace): string {
  return `${table}|${column}|${rowId}`;
}
