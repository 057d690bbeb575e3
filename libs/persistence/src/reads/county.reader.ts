import type { Actor } from '@bangdai/contracts';
import type { CountyView } from '@bangdai/contracts/http';
import type { PolicyPack } from '@bangdai/domain';
import { packInForce, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import {
  allSteps,
  labelledCause,
  labelledDocument,
  labelledGroup,
  labelledPurpose,
  stepTitle,
} from './labels.js';
import { EVERY_COUNTY } from './scope.js';

interface Row {
  code: string;
  name: string;
  scheme_key: string;
  banks: { key: string; zh: string }[];
  townships: CountyView['townships'];
}

/** What a form and a filter need to know of a county, in the words of the pack that holds today. */
export async function readCounties(
  db: Db,
  context: StoreContext,
  actor: Actor,
  today: string,
): Promise<CountyView[]> {
  const rows = await db.rows<Row>(
    `select c.code, c.name, c.scheme_key,
       coalesce((select jsonb_agg(jsonb_build_object('key', b.code, 'zh', b.name) order by b.main desc, b.code)
         from bank b where b.county = c.code), '[]') as banks,
       coalesce((select jsonb_agg(jsonb_build_object('name', t.name, 'villages', coalesce((
           select jsonb_agg(v.name order by v.name) from place v
           where v.county = c.code and v.level = 'village' and starts_with(v.path, t.path || '/')), '[]')) order by t.name)
         from place t where t.county = c.code and t.level = 'township'), '[]') as townships
     from county c where $1 in (c.code, '${EVERY_COUNTY}') order by c.code`,
    [actor.county],
  );
  return rows
    .filter(({ scheme_key }) => context.packs.versions(scheme_key).length > 0)
    .map((row) => countyView(row, packInForce(context, row.scheme_key, today)));
}

function countyView({ code, name, banks, townships }: Row, pack: PolicyPack): CountyView {
  const products = Object.entries(pack.products);
  const main = pack.products['household'] ?? products[0]?.[1];
  const compensation = Object.values(pack.compensation);
  const unique = (keys: string[]) => [...new Set(keys)];
  const required = (pack.approval['loan'] ?? []).flatMap(({ requires }) => requires ?? []);
  return {
    code,
    name,
    banks,
    townships,
    schemeKey: pack.schemeKey,
    packVersion: pack.packVersion,
    packTitle: pack.title.zh,
    effectiveFrom: pack.effectiveFrom,
    effectiveTo: pack.effectiveTo,
    products: products.map(([key]) => key),
    targetGroups: pack.eligibility.targetGroups.map(labelledGroup),
    purposes: pack.purposes.allowed.map(labelledPurpose),
    causes: unique(compensation.flatMap(({ causes }) => causes)).map(labelledCause),
    proofs: unique(compensation.flatMap(({ proofs }) => proofs)).map(labelledDocument),
    requiredDocuments: unique([...required, ...pack.disbursement.requires]),
    termMonthsMax: main?.termMonthsMax ?? 0,
    amountMax: main?.amountMax ?? null,
    roles: pack.parties.map(({ role, zh }) => ({ key: role, zh })),
    steps: allSteps(pack).map((step) => ({ key: step.key, zh: stepTitle(step) })),
  };
}
