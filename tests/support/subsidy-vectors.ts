import { settlementWorkflowId } from '@bangdai/contracts';
import { addDays, addMonths, interestDaysBetween, sumMoney, type PolicyPack } from '@bangdai/domain';
import { loadPacks } from '@bangdai/policy-packs';
import { expect } from '@jest/globals';
import { goldenVector, type SubsidyVector } from './golden-vectors.js';
import type { LoanClock } from './loan-clock.js';
import { eventually } from './operators.js';
import { SandboxBank } from './sandbox-bank.js';
import type { SchemeCase } from './scheme-case.js';
import { signSettlement } from './scheme-settlement.js';
import { VectorLending } from './vector-lending.js';
import type { World } from './worlds.js';

interface Line {
  loan_no: string;
  nights: number;
  interest: string;
  subsidy: string;
  state: string;
}

/** Golden vectors of the subsidy, lent, listed by the bank, settled and paid like any loans of the county. */
export class SubsidyVectors {
  private readonly pack: PolicyPack;
  private readonly namesByLoanNo = new Map<string, string>();

  constructor(
    private readonly scheme: SchemeCase,
    private readonly clock: LoanClock,
    private readonly world: World,
  ) {
    const [pack] = loadPacks().versions(scheme.county).slice(-1);
    if (pack === undefined) throw new Error(`no pack of ${scheme.county}`);
    this.pack = pack;
  }

  /** @param settled vectors by the settlement day whose lines they foretell, in order of day */
  async run(settled: Record<string, string[]>): Promise<void> {
    const bank = await SandboxBank.open(this.world);
    try {
      const lending = new VectorLending(this.scheme, this.world, this.pack, bank);
      for (const id of new Set(Object.values(settled).flat())) {
        const loans = await lending.lend(goldenVector('subsidy', id));
        for (const [name, { loanNo }] of loans)
          this.namesByLoanNo.set(loanNo, `${id} ${name.replace(/-\d$/, '')}`);
      }
      for (const [settleOn, ids] of Object.entries(settled)) await this.settle(settleOn, ids);
    } finally {
      await bank.close();
    }
  }

  private async settle(settleOn: string, ids: string[]): Promise<void> {
    const { county } = this.scheme;
    const { counterparts } = this.world;
    const sent = counterparts.sends.length;
    const id = await this.world.openSettlement(county, settleOn);
    const listed = await this.linesOf(id);
    expect(listed.filter(({ state }) => state === 'disputed')).toEqual([]);
    await signSettlement(this.scheme, this.clock, this.world, { settleOn, id });
    await eventually('the order is sent', async () => counterparts.sends.length > sent);
    counterparts.paidOn = await this.clock.today();
    await this.clock.env.sleep('2h');
    await this.clock.completed(settlementWorkflowId(county, 'main', settleOn));
    const lines = await this.linesOf(id);
    for (const vector of ids.map((vectorId) => goldenVector('subsidy', vectorId)))
      this.expectLines(vector, settleOn, lines);
    const total = sumMoney(lines.filter(({ state }) => state === 'paid').map(({ subsidy }) => subsidy));
    expect(counterparts.sends.slice(sent).map(({ amount }) => amount)).toEqual([total]);
    expect(await this.bookedFor(id)).toBe(total);
  }

  /** Lines of the vector's loans; draws on one line count together, as the vector counts them. */
  private expectLines(vector: SubsidyVector, settleOn: string, lines: Line[]): void {
    const period = vector.expect.periods.find((one) => this.settleDayOf(vector, one.to) === settleOn);
    const expected = (period?.loans ?? [])
      .filter(({ subsidy }) => subsidy !== '0.00')
      .map(({ loanId, interest, subsidy, eligibleDays }) => ({
        ...{ loan: `${vector.id} ${loanId}`, nights: eligibleDays, interest, subsidy, state: 'paid' },
      }));
    const own = new Map<string, Line[]>();
    for (const line of lines) {
      const name = this.namesByLoanNo.get(line.loan_no) ?? '';
      if (name.startsWith(`${vector.id} `)) own.set(name, [...(own.get(name) ?? []), line]);
    }
    const found = [...own].sort().map(([loan, parts]) => ({
      ...{ loan, state: parts[0]?.state, nights: Math.max(...parts.map(({ nights }) => nights)) },
      interest: sumMoney(parts.map(({ interest }) => interest)),
      subsidy: sumMoney(parts.map(({ subsidy }) => subsidy)),
    }));
    expect(found).toEqual(expected);
  }

  private settleDayOf({ given: { product } }: SubsidyVector, to: string): string | undefined {
    const { repayment } = this.pack.products[product] ?? {};
    const lastDay = this.pack.subsidy[product]?.settleAt === 'payoff' ? to : addDays(to, -1);
    return interestDaysBetween(repayment?.interestDays ?? [], lastDay, addMonths(lastDay, 13))[0];
  }

  private linesOf(settlementId: string): Promise<Line[]> {
    return this.world.sql(
      'select loan_no, nights, interest, subsidy, state from settlement_line where settlement_id = $1 order by loan_no',
      [settlementId],
    );
  }

  /** What the books say was spent on this settlement. */
  private async bookedFor(settlementId: string): Promise<string> {
    const [row] = await this.world.sql<{ spent: string }>(
      `select coalesce(sum(p.debit - p.credit), 0)::numeric(18,2)::text as spent from posting p
       join journal_entry e on e.id = p.entry_id join account a on a.name = p.account
       join settlement s on s.id = $1 and e.key like '%' || s.settlement_no || '%' where a.kind = 'subsidyPaid'`,
      [settlementId],
    );
    return row?.spent ?? '';
  }
}
