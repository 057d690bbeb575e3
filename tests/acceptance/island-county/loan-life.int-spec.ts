import { shanghaiDateOf } from '@bangdai/domain';
import { expect } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { describeScheme } from '../../support/scheme-life.js';
import type { World } from '../../support/worlds.js';

const county = 'island-county';
const account = `county/${county}`;

/** Debit less credit of an account, and what moved on it, oldest first. */
async function movesOf(world: World, kind: string): Promise<{ balance: string; moves: string[] }> {
  const rows = await world.sql<{ kind: string; amount: string }>(
    `select e.kind, (p.debit - p.credit)::text as amount from posting p join journal_entry e on e.id = p.entry_id
     where p.account = $1 order by e.seq`,
    [`${account}/${kind}/main`],
  );
  const [sum] = await world.sql<{ balance: string }>(
    'select coalesce(sum(debit - credit), 0)::numeric(18,2)::text as balance from posting where account = $1',
    [`${account}/${kind}/main`],
  );
  return { balance: sum?.balance ?? '', moves: rows.map((row) => `${row.kind} ${row.amount}`) };
}

// A county that is none of the eight, from one file: the county bears 70 % since 2024, fund and bank 8 : 2, a floor of a
// tenth of what the fund had when the quarter opened, interest that stays in the fund.
describeScheme(
  {
    county,
    packDirs: [fileURLToPath(new URL('../../support/data/packs', import.meta.url))],
    form: { appliedOn: '2024-04-06' },
    chain: [
      { step: 'villageInitial', role: 'village' },
      { step: 'townshipReview', role: 'township' },
      { step: 'bankReview', role: 'bank' },
      { step: 'countyDetermination', role: 'countyOffice' },
    ],
    annualRate: '0.03',
    subsidy: {
      nights: 47,
      interest: '117.50',
      amount: '82.25',
      payee: 'bank',
      flow: [
        { step: 'officeReview', role: 'countyOffice', decision: 'approve' },
        { step: 'financePay', role: 'finance', decision: 'complete' },
      ],
    },
    checksBy: 'bank',
    claim: {
      cause: 'businessLoss',
      role: 'bank',
      chain: [
        { step: 'villageVerify', role: 'village' },
        { step: 'townshipVerify', role: 'township' },
        { step: 'countyDetermine', role: 'countyOffice' },
        { step: 'financePay', role: 'finance' },
      ],
      lossBase: '30000.00',
      netLoss: '30000.00',
      shares: { fund: '24000.00', bank: '6000.00' },
      fundPaid: '24000.00',
      recovery: { amount: '10000.00', shares: { fund: '8000.00', bank: '2000.00' } },
    },
  },
  {
    'has to be topped up to a tenth of what it had at the quarter’s opening, until the recovery filled it':
      async (world) => {
        expect((await movesOf(world, 'fundTopUpDue')).moves).toEqual([
          'fundTopUpDue 600.00',
          'fundTopUpMet -600.00',
        ]);
        const [task] = await world.sql<{ desk: string; amount: string; due: string; status: string }>(
          `select desk, amount, to_char(due_on, 'MM-DD') as due, status from task where county = $1 and kind = 'fundTopUp'`,
          [county],
        );
        // The claim was paid in February: the quarter ends with March.
        expect(task).toEqual({ desk: 'finance', amount: '600.00', due: '03-31', status: 'done' });
      },
    'keeps the interest of its account once a second person has confirmed it': async (world) => {
      const { funds, desk } = world.database.persistence;
      const finance = world.actor(county, 'finance', '', 'finance');
      const receivedOn = shanghaiDateOf(Date.now());
      const [fund] = await funds.list(finance, receivedOn);
      const entry = await funds.recordEntry(finance, fund?.id ?? '', 'interest-1', {
        ...{ kind: 'interest', amount: '65.00', receivedOn, voucherNo: 'JX-1' },
      });
      await desk.decide(world.actor(county, 'countyOffice', '', 'office'), {
        ...{ taskId: entry.taskId ?? '', commandId: 'interest-2', decision: 'approve', on: receivedOn },
        reasonGiven: true,
      });
      expect((await movesOf(world, 'fundInterest')).balance).toBe('-65.00');
      expect((await funds.list(finance, receivedOn))[0]?.balance).toBe('10065.00');
      expect((await movesOf(world, 'riskFund')).balance).toBe('10065.00');
      expect((await movesOf(world, 'riskFundFrozen')).balance).toBe('0.00');
    },
    'balances its books over all of it': async (world) => {
      const auditor = { id: '', role: 'auditor', county: '*', place: '', bank: null };
      const balance = await world.database.persistence.books.trialBalance(auditor, { county }, '2099-12-31');
      expect(balance).toMatchObject({ balanced: true, debit: balance.credit });
    },
  },
);
