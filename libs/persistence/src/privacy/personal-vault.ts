import { normaliseName } from '@bangdai/domain';
import type { FieldEncryption, KeyedIndex } from '../options.js';

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
}

function aadOf({ table, column, rowId }: FieldPlace): string {
  return `${table}|${column}|${rowId}`;
}
