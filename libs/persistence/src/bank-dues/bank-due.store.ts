import { RefusedError, type Actor } from '@bangdai/contracts';
import type { BankDueRow, BankDueStore } from '@bangdai/contracts/http';
import type { StoreContext } from '../context.js';
import { EVERY_COUNTY } from '../reads/scope.js';
import { readDues } from './due.reader.js';
import { openPaidTwice } from './paid-twice.js';

const IN_SIGHT = `$1 in (d.county, '${EVERY_COUNTY}') and ($2::text is null or d.bank = $2)`;

export class BankDueRepository implements BankDueStore {
  constructor(private readonly context: StoreContext) {}

  async list(actor: Actor): Promise<BankDueRow[]> {
    if (actor.place !== '') return [];
    return this.context.database.read((db) => readDues(db, IN_SIGHT, [actor.county, actor.bank]));
  }

  async openForCase(actor: Actor, commandId: string, caseId: string): Promise<BankDueRow> {
    return this.context.database.transaction(async (db) => {
      const id = await openPaidTwice(db, this.context, actor, commandId, caseId);
      const [due] = await readDues(db, 'd.id = $1', [id]);
      if (due === undefined) throw new RefusedError('NOT_FOUND');
      return due;
    });
  }
}
