import { describe, expect, it } from '@jest/globals';
import {
  ACCOUNT_KINDS,
  accountName,
  appropriationArrivedEntry,
  appropriationPlannedEntry,
  assertBalanced,
  bankPaidTwiceEntry,
  bankReturnEntry,
  CHART,
  clawbackDecidedEntry,
  clawbackRepaidEntry,
  clawbackSetOffEntry,
  compensationPaymentEntry,
  disbursementEntry,
  DomainError,
  fundDepositEntry,
  fundFreezeEntry,
  fundInterestEntry,
  fundReleaseEntry,
  fundTopUpDueEntry,
  fundTopUpMetEntry,
  fundWithdrawalEntry,
  heldReturnedEntry,
  parseMoney,
  recoveryEntry,
  repaymentEntry,
  reversalEntry,
  subsidyLineRepaidEntry,
  subsidyLineReturnedEntry,
  subsidyPaymentEntry,
  suspenseClearedEntry,
  suspenseEntry,
  takeoverEntry,
  writeOffEntry,
  type JournalEntry,
} from '../index.js';

const booking = { id: 'j1', county: '653130', on: '2024-03-01', bank: 'union', loanId: 'L1' };
const year = '2024';

/** Debit less credit of each account over the entries, accounts that are level left out. */
function balancesOf(...entries: JournalEntry[]): Record<string, string> {
  const sums: Record<string, ReturnType<typeof parseMoney>> = {};
  for (const { account, debit = '0.00', credit = '0.00' } of entries.flatMap(({ postings }) => postings)) {
    const name = account.replace('county/653130/', '');
    sums[name] = (sums[name] ?? parseMoney('0.00')).plus(parseMoney(debit)).minus(parseMoney(credit));
  }
  return Object.fromEntries(
    Object.entries(sums).flatMap(([name, sum]) => (sum.isZero() ? [] : [[name, sum.toFixed(2)]])),
  );
}

describe('chart of accounts', () => {
  it('names every account by county, kind and its one owner', () => {
    expect(accountName('65', 'bankCash', 'union')).toBe('county/65/bankCash/union');
    expect(accountName('65', 'takenOver')).toBe('county/65/takenOver');
    for (const owner of [[], ['a', 'b'], ['a/b'], ['a b'], ['']])
      expect(() => accountName('65', 'bankCash', ...owner)).toThrow(new DomainError('BAD_ACCOUNT'));
    expect(() => accountName('65', 'takenOver', 'x')).toThrow(new DomainError('BAD_ACCOUNT'));
  });

  it('keeps plans and promises apart from money', () => {
    const memo = ACCOUNT_KINDS.filter((kind) => CHART[kind].class === 'memo');
    expect(memo).toEqual(['subsidyPlanned', 'fundTopUpDue', 'memoOffset']);
    for (const entry of [
      appropriationPlannedEntry({ ...booking, year, amount: '12000000.00' }),
      fundTopUpDueEntry({ ...booking, amount: '5.00' }),
      fundTopUpMetEntry({ ...booking, amount: '5.00' }),
    ])
      for (const { account } of entry.postings) expect(memo).toContain(account.split('/')[2]);
  });
});

describe('journal', () => {
  it('follows a loan from the bank to the last fen', () => {
    const lent = disbursementEntry({ ...booking, amount: '50000.00' });
    const paid = repaymentEntry({ ...booking, principal: '50000.00', interest: '12.30', held: '7.70' });
    expect(balancesOf(lent, paid, heldReturnedEntry({ ...booking, amount: '7.70' }))).toEqual({
      'bankCash/union': '12.30',
      'loanInterestIncome/L1': '-12.30',
    });
    expect(balancesOf(takeoverEntry({ ...booking, balance: '9.00' }))).toEqual({
      'loanPrincipal/L1': '9.00',
      takenOver: '-9.00',
    });
    const stray = suspenseEntry({ ...booking, amount: '88.00' });
    expect(balancesOf(stray)).toEqual({ 'bankCash/union': '88.00', 'suspense/union': '-88.00' });
    expect(balancesOf(stray, suspenseClearedEntry({ ...booking, amount: '88.00' }))).toEqual({});
  });

  it('shows of an appropriation what arrived, what was spent on whom and what is left', () => {
    const arrived = appropriationArrivedEntry({ ...booking, year, amount: '1000.00' });
    const paid = subsidyPaymentEntry({
      ...booking,
      year,
      lines: [
        { loanId: 'L1', amount: '504.72' },
        { loanId: 'L2', amount: '-4.72' },
        { loanId: 'L3', amount: '0.00' },
      ],
    });
    expect(balancesOf(arrived, paid)).toEqual({
      'appropriation/2024': '-1000.00',
      'subsidyPaid/L1': '504.72',
      'subsidyPaid/L2': '-4.72',
      'treasury/2024': '500.00',
    });
  });

  it('leaves a refused line with the bank until it is paid', () => {
    const back = subsidyLineReturnedEntry({ ...booking, amount: '30.00' });
    expect(balancesOf(back)).toEqual({ 'bankReceivable/union': '30.00', 'subsidyPaid/L1': '-30.00' });
    expect(balancesOf(back, subsidyLineRepaidEntry({ ...booking, amount: '30.00' }))).toEqual({});
  });

  it('claws back by money into the year or by a set-off, from another line or within an order', () => {
    const decided = clawbackDecidedEntry({ ...booking, amount: '90.00' });
    const repaid = clawbackRepaidEntry({ ...booking, year, amount: '40.00' });
    const kept = clawbackSetOffEntry({ ...booking, fromLoanId: 'L2', amount: '20.00' });
    const order = subsidyPaymentEntry({
      ...booking,
      year,
      lines: [{ loanId: 'L2', amount: '100.00' }],
      setOff: [{ loanId: 'L1', amount: '30.00' }],
    });
    expect(balancesOf(decided, repaid, kept, order)).toEqual({
      'subsidyPaid/L1': '-90.00',
      'subsidyPaid/L2': '120.00',
      'treasury/2024': '-30.00',
    });
  });

  it('keeps the money of the fund that is set aside apart from what is free', () => {
    const deposit = fundDepositEntry({ ...booking, amount: '100.00' });
    const interest = fundInterestEntry({ ...booking, amount: '1.00' });
    const freeze = fundFreezeEntry({ ...booking, amount: '40.00' });
    const taken = fundWithdrawalEntry({ ...booking, amount: '10.00' });
    expect(balancesOf(deposit, interest, freeze, taken)).toEqual({
      'riskFund/union': '51.00',
      'riskFundFrozen/union': '40.00',
      'fundCapital/union': '-90.00',
      'fundInterest/union': '-1.00',
    });
    expect(balancesOf(freeze, fundReleaseEntry({ ...booking, amount: '40.00' }))).toEqual({});
  });

  it('passes the debt to fund and guarantor for what they pay, and leaves the share of the bank in its loan', () => {
    const lent = disbursementEntry({ ...booking, amount: '95.00' });
    const shares = { fund: '40.00', bank: '20.00', guarantor: '40.00' };
    const paid = compensationPaymentEntry({ ...booking, shares, principal: '95.00' });
    const allocation = { fund: '10.00', bank: '5.00', guarantor: '10.00' };
    const back = recoveryEntry({ ...booking, allocation });
    expect(balancesOf(lent, paid, back)).toEqual({
      'bankCash/union': '-10.00',
      'loanPrincipal/L1': '10.00',
      'compensatedLoss/L1': '80.00',
      'recoveries/L1': '-20.00',
      'riskFund/union': '10.00',
      'riskFundFrozen/union': '-40.00',
      'guarantorShare/guarantor': '-30.00',
    });
    expect(balancesOf(paid, writeOffEntry({ ...booking, amount: '80.00' }))).toMatchObject({
      'lossWrittenOff/L1': '80.00',
    });
  });

  it('takes what a claim or a recovery pays beyond the principal as interest', () => {
    const paid = compensationPaymentEntry({ ...booking, shares: { fund: '103.26' }, principal: '100.00' });
    expect(balancesOf(paid)).toMatchObject({
      'loanPrincipal/L1': '-100.00',
      'loanInterestIncome/L1': '-3.26',
    });
    const back = recoveryEntry({ ...booking, allocation: { bank: '8.00' }, bankPrincipal: '6.00' });
    expect(balancesOf(back)).toEqual({
      'bankCash/union': '8.00',
      'loanPrincipal/L1': '-6.00',
      'loanInterestIncome/L1': '-2.00',
    });
  });

  it('lets the bank owe what it was paid for a debt that the borrower had paid meanwhile', () => {
    const paid = compensationPaymentEntry({
      ...booking,
      ...{ shares: { fund: '70.00', bank: '30.00' }, principal: '20.00', interest: '5.00' },
    });
    expect(balancesOf(paid)).toEqual({
      'bankCash/union': '25.00',
      'bankReceivable/union': '45.00',
      'compensatedLoss/L1': '25.00',
      'loanPrincipal/L1': '-20.00',
      'loanInterestIncome/L1': '-5.00',
      'riskFundFrozen/union': '-70.00',
    });
  });

  it('clears what a bank was paid too much when it gives it back, to each party its own', () => {
    const paid = compensationPaymentEntry({
      ...booking,
      ...{ shares: { fund: '60.00', guarantor: '20.00', bank: '20.00' }, principal: '50.00' },
      overpaid: { fund: '30.00', guarantor: '10.00' },
    });
    expect(balancesOf(paid)).toMatchObject({
      'bankReceivable/union': '40.00',
      'compensatedLoss/L1': '40.00',
    });
    const setOff = bankReturnEntry({ ...booking, parties: { fund: '12.00' }, isSetOff: true });
    const returned = bankReturnEntry({ ...booking, parties: { fund: '18.00', guarantor: '10.00' } });
    expect([setOff.kind, returned.kind]).toEqual(['bankSetOff', 'bankReturned']);
    const after = balancesOf(paid, setOff, returned);
    expect(after).not.toHaveProperty('bankReceivable/union');
    expect(after).toMatchObject({ 'riskFund/union': '30.00', 'guarantorShare/guarantor': '-10.00' });
  });

  it('lets the bank owe an order that was paid twice, until it is back where it came from', () => {
    const twice = { ...booking, parties: { treasury: '12.00' }, year };
    expect(balancesOf(bankPaidTwiceEntry(twice))).toEqual({
      'bankReceivable/union': '12.00',
      'treasury/2024': '-12.00',
    });
    expect(balancesOf(bankPaidTwiceEntry(twice), bankReturnEntry(twice))).toEqual({});
  });

  it('undoes an entry by changing the sides and nothing else', () => {
    const entry = disbursementEntry({ ...booking, amount: '50000.00' });
    const undone = reversalEntry(entry, 'j2', '2024-03-05');
    expect(undone).toMatchObject({ kind: 'reversal', reverses: 'j1', on: '2024-03-05' });
    expect(reversalEntry(undone, 'j3', '2024-03-06').postings).toEqual(entry.postings);
    expect(balancesOf(entry, undone)).toEqual({});
  });

  it('refuses an entry that does not balance, an empty side and an account outside the chart', () => {
    const entry = (postings: JournalEntry['postings']) => ({
      id: 'x',
      kind: 'repayment' as const,
      on: '2024-03-01',
      postings,
    });
    const cash = accountName('65', 'bankCash', 'union');
    expect(() => assertBalanced(entry([{ account: cash, debit: '1.00' }, { account: cash, credit: '0.99' }]))).toThrow(new DomainError('UNBALANCED')); // prettier-ignore
    expect(() => assertBalanced(entry([{ account: cash }]))).toThrow(new DomainError('BAD_POSTING'));
    expect(() => assertBalanced(entry([{ account: 'county/65/petty', debit: '1.00' }]))).toThrow(
      new DomainError('BAD_ACCOUNT'),
    );
    expect(() => disbursementEntry({ ...booking, amount: '0.00' })).toThrow();
  });
});
