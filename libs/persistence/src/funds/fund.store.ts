import { RefusedError, type Actor } from '@bangdai/contracts';
import type {
  FundDetail,
  FundEntryBody,
  FundEntryRow,
  FundMovementRow,
  FundStore,
  FundView,
  Page,
} from '@bangdai/contracts/http';
import { subtractMoney } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { decodeCursor, pageOf } from '../reads/cursor.js';
import { EVERY_COUNTY } from '../reads/scope.js';
import { recordFundEntry } from './fund-entry.js';
import { fundRules, positionOf } from './fund-position.js';
import type { FundRecord } from './fund.writer.js';
import { duesOfFund } from '../bank-dues/due.reader.js';
import { readEntries, readMonths, readQueue } from './fund.reader.js';

type Named = FundRecord & { county_name: string; bank_name: string };

/** Every desk of the county sees its fund; a bank sees the account that answers for its loans. */
const SELECT = `select f.*, c.name as county_name, coalesce(b.name, f.bank) as bank_name
  from fund f join county c on c.code = f.county left join bank b on b.county = f.county and b.code = f.bank
  where $1 in (f.county, '${EVERY_COUNTY}') and ($2::text is null or f.bank = $2 or f.shared and not exists (
    select 1 from fund o where o.county = f.county and o.bank = $2))`;

export class FundRepository implements FundStore {
  constructor(private readonly context: StoreContext) {}

  list(actor: Actor, today: string): Promise<FundView[]> {
    return this.context.database.read(async (db) => {
      const funds = await db.rows<Named>(`${SELECT} order by f.county, f.shared desc, f.bank`, [
        ...[actor.county, actor.bank],
      ]);
      const views = [];
      for (const fund of funds) views.push(await this.view(db, fund, today));
      return views;
    });
  }

  get(actor: Actor, fundId: string, today: string): Promise<FundDetail> {
    return this.context.database.read(async (db) => {
      const fund = await find(db, actor, fundId);
      return {
        ...(await this.view(db, fund, today)),
        entries: await readEntries(db, fund.id),
        queue: await readQueue(db, fund),
        bankDues: await duesOfFund(db, fund, actor),
        months: await readMonths(db, fund),
      };
    });
  }

  listMovements(
    actor: Actor,
    fundId: string,
    { after, limit }: { after?: string; limit: number },
  ): Promise<Page<FundMovementRow>> {
    return this.context.database.read(async (db) => {
      const fund = await find(db, actor, fundId);
      const before = after === undefined ? null : decodeCursor(after, 1)[0];
      const rows = await db.rows<FundMovementRow & { seq: string }>(
        `select m.id, m.seq::text as seq, m.moved_on as "on", m.kind, m.amount, m.balance_after as "balanceAfter",
           m.subject_no as "subjectNo", cl.id as "claimId"
         from fund_movement m left join claim cl on cl.county = m.county and cl.claim_no = m.subject_no
         where m.county = $1 and m.bank = $2 and ($3::bigint is null or m.seq < $3::bigint) order by m.seq desc limit $4`,
        [fund.county, fund.bank, before, limit + 1],
      );
      return pageOf(
        rows,
        limit,
        ({ seq: _seq, ...row }) => row,
        ({ seq }) => [seq],
      );
    });
  }

  async recordEntry(
    actor: Actor,
    fundId: string,
    commandId: string,
    body: FundEntryBody,
  ): Promise<FundEntryRow> {
    const fund = await this.context.database.read((db) => find(db, actor, fundId));
    const entryId = await recordFundEntry(this.context, actor, fund, commandId, body);
    const entries = await this.context.database.read((db) => readEntries(db, fund.id, entryId));
    const [entry] = entries;
    if (entry === undefined) throw new RefusedError('NOT_FOUND');
    return entry;
  }

  private async view(db: Db, fund: Named, today: string): Promise<FundView> {
    const rules = await fundRules(db, this.context, fund.county, today);
    const at = await positionOf(db, rules, fund, today);
    const { outstanding, leverage, headroom, floor, topUpDue, alarms, lendingStopped } = at;
    const { id, county, bank, shared, balance, frozen, size } = fund;
    return {
      ...{ id, county, bank, shared, balance, frozen, size },
      ...{ outstanding, leverage, headroom, floor, topUpDue, alarms, lendingStopped },
      countyName: fund.county_name,
      bankName: fund.bank_name,
      free: subtractMoney(balance, frozen),
      leverageMin: rules.leverageMin ?? null,
      leverageMax: rules.leverageMax,
      topUpBy: topUpDue === '0.00' ? null : (fund.top_up_by ?? at.topUpBy),
    };
  }
}

/** @throws RefusedError `NOT_FOUND` also for a fund of another county */
const find = (db: Db, actor: Actor, fundId: string): Promise<Named> =>
  db.one<Named>(`${SELECT} and f.id = $3`, [actor.county, actor.bank, fundId]);
