import { RefusedError, type Actor } from '@bangdai/contracts';
import type {
  LossPoolEntryBody,
  LossPoolEntryRow,
  LossPoolStore,
  LossPoolView,
} from '@bangdai/contracts/http';
import { shanghaiDateOf, type LossPool } from '@bangdai/domain';
import { packInForce, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { EVERY_COUNTY } from '../reads/scope.js';
import { poolBalance, recordLossPoolEntry } from './loss-pool-entry.js';

/** The pool of a county, where its pack has one; every desk of the county sees it. */
export class LossPoolRepository implements LossPoolStore {
  constructor(private readonly context: StoreContext) {}

  get(actor: Actor, county: string, today: string): Promise<LossPoolView> {
    const { poolShare, insurerShare } = this.rules(actor, county, today);
    return this.context.database.read(async (db) => ({
      ...{ county, poolShare, insurerShare },
      balance: await poolBalance(db, county),
      entries: await readEntries(db, county),
    }));
  }

  async record(
    actor: Actor,
    county: string,
    commandId: string,
    entry: LossPoolEntryBody,
  ): Promise<LossPoolEntryRow> {
    const rules = this.rules(actor, county, shanghaiDateOf(Date.now()));
    const id = await recordLossPoolEntry(this.context, actor, { county, rules, commandId, entry });
    const [row] = await this.context.database.read((db) => readEntries(db, county, id));
    if (row === undefined) throw new RefusedError('NOT_FOUND');
    return row;
  }

  private rules(actor: Actor, county: string, on: string): LossPool {
    const isSeen = actor.county === county || actor.county === EVERY_COUNTY;
    const known = isSeen && this.context.packs.versions(county).length > 0;
    const rules = known ? (packInForce(this.context, county, on).insurance?.lossPool ?? null) : null;
    if (rules === null) throw new RefusedError('NOT_FOUND');
    return rules;
  }
}

function readEntries(db: Db, county: string, id: string | null = null): Promise<LossPoolEntryRow[]> {
  return db.rows<LossPoolEntryRow>(
    `select e.id, e.kind, e.cycle, e.premiums, e.claims, e.loss, e.amount, e.insurer, e.moved_on as "on",
       e.document_no as "documentNo", e.state, t.id as "taskId"
     from loss_pool_entry e
     left join task t on t.kind = 'lossPoolEntry' and t.status in ('open', 'claimed')
       and starts_with(t.id, t.subject_id || '.lossPoolEntry-' || e.id || '.')
     where e.county = $1 and ($2::uuid is null or e.id = $2) order by e.seq desc limit 200`,
    [county, id],
  );
}
