import { shanghaiDateOf } from '@bangdai/domain';
import { expect } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { describeScheme } from '../../support/scheme-life.js';
import type { World } from '../../support/worlds.js';

const county = 'yanchi-county';

/** What one person records and another confirms about the pool that shares the insurer's loss. */
class LossPoolDesk {
  private readonly on = shanghaiDateOf(Date.now());
  constructor(private readonly world: World) {}

  record(
    entry:
      | { kind: 'deposit'; amount: string }
      | { kind: 'cycle'; cycle: string; premiums: string; claims: string },
  ) {
    // prettier-ignore
    const { lossPools } = this.world.database.persistence;
    const finance = this.world.actor(county, 'finance', '', 'finance');
    const paper = { on: this.on, documentNo: `FC-${randomUUID()}` };
    return lossPools.record(finance, county, randomUUID(), { ...entry, ...paper });
  }

  confirm({ taskId }: { taskId: string | null }): Promise<unknown> {
    const office = this.world.actor(county, 'countyOffice', '', 'office');
    const decision = { taskId: taskId ?? '', commandId: randomUUID(), decision: 'approve', on: this.on, reasonGiven: true }; // prettier-ignore
    return this.world.database.persistence.desk.decide(office, decision);
  }

  read() {
    const auditor = this.world.actor(county, 'finance', '', 'finance');
    return this.world.database.persistence.lossPools.get(auditor, county, this.on);
  }
}

/** 60 : 40 of what an insurance cycle lost; a gain moves nothing, since the plan names no share of it. */
async function shareCycles(world: World): Promise<void> {
  const desk = new LossPoolDesk(world);
  const premiums = '1000000.00';
  const loss = await desk.record({ kind: 'cycle', cycle: '2022', premiums, claims: '1250000.00' }); // cmp-040
  expect(loss).toMatchObject({ loss: '250000.00', amount: '150000.00', insurer: '100000.00' });
  await expect(desk.confirm(loss)).rejects.toMatchObject({ code: 'FUND_INSUFFICIENT' });
  const again = { kind: 'cycle' as const, cycle: '2022', premiums, claims: '1.00' };
  await expect(desk.record(again)).rejects.toMatchObject({ code: 'DUPLICATE_RECEIPT' });
  await desk.confirm(await desk.record({ kind: 'deposit', amount: '200000.00' }));
  await desk.confirm(loss);
  expect((await desk.read()).balance).toBe('50000.00');
  const fen = await desk.record({ kind: 'cycle', cycle: '2023', premiums, claims: '1000000.01' }); // cmp-041
  expect(fen).toMatchObject({ loss: '0.01', amount: '0.01', insurer: '0.00' });
  const gain = await desk.record({ kind: 'cycle', cycle: '2024', premiums, claims: '900000.00' }); // cmp-042
  expect(gain).toMatchObject({ loss: '0.00', amount: '0.00', insurer: '0.00' });
  for (const cycle of [fen, gain]) await desk.confirm(cycle);
  const { balance, entries } = await desk.read();
  expect([balance, ...new Set(entries.map(({ state }) => state))]).toEqual(['49999.99', 'confirmed']);
  const [borne] = await world.sql('select sum(debit - credit)::text as sum from posting where account = $1', [
    `county/${county}/insuranceLossBorne`,
  ]);
  expect(borne).toEqual({ sum: '150000.01' });
}

// Seed 003, parts 2 and 4: rated households draw on a line, the bank alone decides; force majeure 7 : 3.
describeScheme(
  {
    county,
    form: {
      appliedOn: '2022-03-01',
      documents: ['rating', 'idCard'],
      facts: {
        rated: true,
        grade: 'grade4',
        badCredit: false,
        blacklist: null,
        civilCapacity: true,
        willing: true,
        ableToRepay: true,
        inAreaList: true,
        isFamilyMember: false,
      },
    },
    chain: [{ step: 'bankDecision', role: 'bank' }],
    annualRate: '0.03',
    subsidy: {
      nights: 47,
      interest: '117.50',
      amount: '117.50',
      payee: 'bank',
      flow: [
        { step: 'officeReview', role: 'countyOffice', decision: 'approve' },
        { step: 'financePay', role: 'finance', decision: 'complete' },
      ],
    },
    checksBy: 'bank',
    claim: {
      cause: 'majorIllness',
      role: 'bank',
      chain: [
        { step: 'villageVerify', role: 'village' },
        { step: 'townshipVerify', role: 'township' },
        { step: 'countyDetermine', role: 'countyOffice' },
        { step: 'financePay', role: 'finance' },
      ],
      lossBase: '30000.00',
      netLoss: '30000.00',
      shares: { fund: '21000.00', bank: '9000.00' },
      fundPaid: '21000.00',
      recovery: { amount: '10000.00', shares: { fund: '7000.00', bank: '3000.00' } },
    },
    vectors: {
      settled: { '2022-09-20': ['sub-037'] },
      claimed: ['cmp-002', 'cmp-003', 'cmp-005', 'cmp-006'],
    },
  },
  { 'shares the insurer’s loss of a cycle with the pool, confirmed by a second person': shareCycles },
);
