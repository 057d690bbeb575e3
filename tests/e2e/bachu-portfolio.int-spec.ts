import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { subsidyOfHousehold, subsidyRules } from '@bangdai/domain';
import { loadPacks } from '@bangdai/policy-packs';
import type {
  ImportView,
  LoanSummary,
  Page,
  Problem,
  SettlementDetail,
  SettlementLineRow,
  SettlementRow,
  TaskRow,
} from '@bangdai/contracts/http';
import { eventually, type Operator } from '../support/operators.js';
import { startProduct, type Product } from '../support/product.js';
import { appoint, securityAdminOf } from '../support/staff.js';

const county = 'bachu-2024';
const file = readFileSync(new URL('../support/data/bachu-portfolio-2024-01-25.csv', import.meta.url));
const settleOn = '2024-03-20';
const period = { from: '2023-12-21', to: '2024-03-21' };

interface CsvRow {
  loanNo: string;
  amount: string;
  balance: string;
  annualRate: string;
  disbursedOn: string;
  maturesOn: string;
}

const rows: CsvRow[] = file
  .toString('utf8')
  .replace(/^\uFEFF/, '')
  .trim()
  .split(/\r?\n/)
  .slice(1)
  .map((line) => line.split(','))
  .map((cells) => ({
    loanNo: cells[0]!,
    amount: cells[12]!,
    balance: cells[13]!,
    annualRate: cells[14]!,
    disbursedOn: cells[15]!,
    maturesOn: cells[16]!,
  }));

const fen = (money: string): bigint => BigInt(money.replace('.', ''));

/** The domain's figure for one loan of the file, computed apart from the product's database. */
function expectedSubsidies(): Map<string, string> {
  const registry = loadPacks({ extraDirs: [] });
  const pack = registry.active(county, '2024-06-01');
  if (!pack) throw new Error('no pack');
  return new Map(
    rows.map((row) => {
      const result = subsidyOfHousehold(
        subsidyRules(pack, 'household'),
        { usedSubsidyDays: 0, priorSubsidyTotal: '0.00' },
        [
          {
            loanId: row.loanNo,
            principal: row.balance,
            annualRate: row.annualRate,
            disbursementDate: row.disbursedOn,
            maturityDate: row.maturesOn,
          },
        ],
        [period],
        registry.rates,
      );
      return [row.loanNo, result.periods[0]!.loans[0]?.subsidy ?? '0.00'];
    }),
  );
}

describe('the portfolio of Bachu: 7,952 loans taken over and settled for a quarter', () => {
  let product: Product;
  const staff: Record<string, Operator> = {};

  beforeAll(async () => {
    product = await startProduct();
    const admin = await securityAdminOf(product.apiUrl, county);
    for (const role of ['countyOffice', 'finance', 'implementer']) {
      staff[role] = await appoint(product.apiUrl, admin, { role, county });
    }
    staff.bank = await appoint(product.apiUrl, admin, { role: 'bank', county, bank: 'main' });
    staff.office2 = await appoint(product.apiUrl, admin, { role: 'countyOffice', county });
    staff.finance2 = await appoint(product.apiUrl, admin, { role: 'finance', county });
    staff.finance3 = await appoint(product.apiUrl, admin, { role: 'finance', county });
  }, 180_000);

  afterAll(async () => product?.stop());

  const importFile = async (): Promise<ImportView> => {
    const form = new FormData();
    form.set('file', new Blob([file], { type: 'text/csv' }), 'bachu-portfolio-2024-01-25.csv');
    form.set('county', county);
    form.set('asOf', '2024-01-25');
    const { status, body } = await staff.countyOffice!.upload<ImportView>('/v1/imports', form);
    expect({ status, bad: body.bad, errors: body.errors?.slice(0, 3) }).toMatchObject({
      status: 201,
      bad: 0,
    });
    return body;
  };

  /** The county office submits, and a person of the bank agrees to count and sum (lifecycle §6). */
  const submit = async ({ id }: ImportView): Promise<void> => {
    const { body } = await staff.countyOffice!.post<ImportView>(`/v1/imports/${id}/commit`, {
      mode: 'goodRows',
    });
    expect(body.confirmations).toMatchObject([{ bank: 'main', rows: 7952, balance: '202813600.00' }]);
    const silent = await staff.bank!.decide(id, 'confirmImport', { decision: 'return' });
    expect(silent).toMatchObject({ status: 422, body: { code: 'REASON_REQUIRED' } });
    const before = await staff.countyOffice!.get<LoanSummary>(`/v1/loans/summary?county=${county}`);
    const opinion = '笔数、余额与账面一致';
    const agreed = await staff.bank!.decide(id, 'confirmImport', { decision: 'approve', opinion });
    expect(agreed.status).toBe(200);
    const own = await staff.countyOffice!.post<Problem>(
      `/v1/tasks/${encodeURIComponent(body.confirmations[0]!.taskId)}/decision`,
      { decision: 'approve' },
    );
    expect({ loansBefore: before.body.count % 7952, own: own.status }).toEqual({ loansBefore: 0, own: 409 });
  };

  it('agrees with the file in count and sum to the fen, and a second import changes nothing', async () => {
    const preview = await importFile();
    expect(preview).toMatchObject({ rows: 7952, good: 7952, balance: '202813600.00' });
    await submit(preview);
    const done = await eventually(
      'the import is done',
      async () => {
        const { body } = await staff.countyOffice!.get<ImportView>(`/v1/imports/${preview.id}`);
        if (body.state === 'failed') throw new Error('import failed');
        return body.state === 'done' ? body : null;
      },
      900,
    );
    expect(done).toMatchObject({ imported: 7952, unchanged: 0, started: 7952 });
    const { body: summary } = await staff.countyOffice!.get<LoanSummary>(
      `/v1/loans/summary?county=${county}`,
    );
    expect({ count: summary.count, balance: summary.balance }).toEqual({
      count: 7952,
      balance: '202813600.00',
    });

    const again = await importFile();
    await submit(again);
    const unchanged = await eventually(
      'the second import is done',
      async () => {
        const { body } = await staff.countyOffice!.get<ImportView>(`/v1/imports/${again.id}`);
        return body.state === 'done' ? body : null;
      },
      120,
    );
    expect(unchanged).toMatchObject({ imported: 0, unchanged: 7952, started: 0 });
  }, 1_200_000);

  it('settles a quarter that agrees with the domain loan by loan and is paid once', async () => {
    const seeded = await fetch(
      `${product.sandboxUrl}/bank/portfolio?county=${county}&bank=${await bankCode()}&subsidyRate=0.0395&principalCap=50000.00`,
      { method: 'POST', headers: { 'content-type': 'text/csv' }, body: file },
    );
    expect(seeded.status).toBeLessThan(300);

    const bank = await bankCode();
    const opened = await staff.countyOffice!.post<SettlementRow & Problem>('/v1/settlements', {
      county,
      bank,
      settleOn,
    });
    expect({ status: opened.status, code: opened.body.code }).toMatchObject({ status: 201 });
    const second = await staff.countyOffice!.post<Problem>('/v1/settlements', { county, bank, settleOn });
    expect(second.body.code).toBe('SETTLEMENT_EXISTS');
    // What had arrived of the county's appropriation (seed 000 3.2); nothing is paid out of money that is not there.
    const today = new Date().toISOString().slice(0, 10);
    const arrived = await staff.finance!.post<Problem>('/v1/budgets/entries', {
      ...{ county, year: Number(today.slice(0, 4)), kind: 'arrived', amount: '6000000.00', day: today },
      documentNo: 'BCX002-1',
    });
    expect(arrived.status).toBe(201);

    const settlement = await eventually(
      'the settlement is posted or under review',
      async () => {
        const { body } = await staff.countyOffice!.get<Page<SettlementRow>>(
          `/v1/settlements?county=${county}`,
        );
        const row = body.rows[0];
        return row && ['computed', 'publicity', 'underReview'].includes(row.stage) ? row : null;
      },
      120,
    );

    const expected = expectedSubsidies();
    const paying = [...expected].filter(([, subsidy]) => subsidy !== '0.00');
    const total = paying.reduce((sum, [, subsidy]) => sum + fen(subsidy), 0n);
    const lines = await allLines(settlement.id);
    expect(lines.filter((line) => line.state === 'disputed')).toEqual([]);
    const differing = lines.filter((line) => expected.get(line.loanNo) !== line.subsidy);
    expect(differing.map((line) => [line.loanNo, line.subsidy, expected.get(line.loanNo)])).toEqual([]);
    expect(lines.filter((line) => line.subsidy !== '0.00')).toHaveLength(paying.length);
    expect(fen(settlement.total)).toBe(total);

    await signAll(settlement.id);
    const paid = await eventually(
      'the settlement is paid',
      async () => {
        const { body } = await staff.countyOffice!.get<SettlementDetail>(`/v1/settlements/${settlement.id}`);
        return body.stage === 'closed' || body.stage === 'paid' ? body : null;
      },
      120,
    );
    expect(fen(paid.total)).toBe(total);
    expect(paid.orders).toHaveLength(1);
    expect(fen(paid.orders[0]!.amount)).toBe(total);

    const book = (await (await fetch(`${product.sandboxUrl}/treasury/book`)).json()) as
      { amount: string }[] | { payments: { amount: string }[] };
    const payments = Array.isArray(book) ? book : book.payments;
    expect(payments.map((payment) => fen(payment.amount))).toEqual([total]);
  }, 600_000);

  const bankCode = async (): Promise<string> => {
    const { body } =
      await staff.countyOffice!.get<{ code: string; banks: { key: string; zh: string }[] }[]>('/v1/counties');
    const banks = body.find((each) => each.code === county)!.banks;
    return (banks.find((bank) => bank.zh === '巴楚县农村信用合作联社') ?? banks[0]!).key;
  };

  const allLines = async (settlementId: string): Promise<SettlementLineRow[]> => {
    const found: SettlementLineRow[] = [];
    let after: string | null = null;
    do {
      const path: string = `/v1/settlements/${settlementId}/lines?limit=500${after ? `&after=${encodeURIComponent(after)}` : ''}`;
      const { body } = await staff.countyOffice!.get<Page<SettlementLineRow>>(path);
      found.push(...body.rows);
      after = body.next;
    } while (after);
    return found;
  };

  /** Seven days in a county; here somebody objects, and the unfounded objection ends the publicity (lifecycle §3). */
  const endPublicity = async (settlementId: string): Promise<void> => {
    const admin = await securityAdminOf(product.apiUrl, county);
    const path = `/v1/settlements/${settlementId}/objections`;
    const village = await appoint(product.apiUrl, admin, { role: 'village', county, place: '阿瓦提镇/1村' });
    const objected = await village.post<Problem>(path, { reason: '名单有误' });
    expect({ status: objected.status, code: objected.body?.code }).toMatchObject({ status: 200 });
    const town = await appoint(product.apiUrl, admin, { role: 'township', county, place: '阿瓦提镇' });
    const answered = await town.post<Problem>(`${path}/answer`, { founded: false, reason: '查无实据' });
    expect({ status: answered.status, code: answered.body?.code }).toMatchObject({ status: 200 });
  };

  /** Every step of the flow is signed by somebody else of the office that the pack names. */
  const signAll = async (settlementId: string): Promise<void> => {
    const admin = await securityAdminOf(product.apiUrl, county);
    for (let round = 0; round < 40; round += 1) {
      const { body } = await staff.countyOffice!.get<SettlementDetail>(`/v1/settlements/${settlementId}`);
      if (['paying', 'paid', 'closed'].includes(body.stage)) return;
      if (body.stage === 'publicity') await endPublicity(settlementId);
      const task: TaskRow | undefined = body.openTasks.find((each) => each.kind === 'review');
      if (!task) {
        await new Promise((resolve) => setTimeout(resolve, 500));
        continue;
      }
      const signer = await appoint(product.apiUrl, admin, {
        role: task.role,
        county,
        bank: task.role.startsWith('bank') ? await bankCode() : null,
      });
      const decision = task.outcomes.includes('approve') ? 'approve' : 'complete';
      const answer = await signer.post<Problem>(`/v1/tasks/${encodeURIComponent(task.id)}/decision`, {
        decision,
        opinion: '核对无误',
        figuresHash: body.figuresHash,
      });
      expect({ step: task.stepKey, status: answer.status, code: answer.body?.code }).toMatchObject({
        status: 200,
      });
    }
  };
});
