import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addMoney,
  compareMoney,
  Decimal,
  DomainError,
  formatMoney,
  fromWan,
  largestRemainder,
  moneyInCapitals,
  parseMoney,
  sumMoney,
  toWan,
} from '../index.js';

const fen = fc.bigInt({ min: 0n, max: 99_999_999_999n });
const money = fen.map((value) => formatMoney(new Decimal(value.toString()).dividedBy(100)));

describe('money', () => {
  it.each(['', '1.234', '1e3', ' 1', '01', '1,000', 'NaN', '٣', '1.', '.5', '--1'])(
    'refuses %p as an amount',
    (text) => {
      expect(() => parseMoney(text)).toThrow(new DomainError('BAD_AMOUNT'));
    },
  );

  it('rounds half a fen up, not to even', () => {
    expect(formatMoney(new Decimal('5.925'))).toBe('5.93');
    expect(formatMoney(new Decimal('-0.001'))).toBe('0.00');
  });

  it('adds without losing a fen, in any order', () => {
    fc.assert(
      fc.property(fc.array(money, { maxLength: 20 }), (amounts) => {
        const folded = amounts.reduce(addMoney, '0.00');
        expect(sumMoney([...amounts].reverse())).toBe(folded);
      }),
    );
  });

  it('shows yuan in 万元 and back without a change', () => {
    expect(toWan('202813600.00')).toBe('20281.36');
    fc.assert(fc.property(money, (amount) => expect(fromWan(toWan(amount))).toBe(amount)));
  });
});

describe('split of a loss', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 6 });

  it('sums exactly, is never negative and differs from the exact part by less than a fen', () => {
    fc.assert(
      fc.property(money, weights, (total, shares) => {
        const sum = shares.reduce((a, b) => a + b, 0);
        fc.pre(sum > 0);
        const parts = largestRemainder(
          total,
          shares.map((share, i) => ({ key: String(i), share: String(share) })),
        );
        expect(sumMoney(parts.map(({ amount }) => amount))).toBe(total);
        parts.forEach(({ amount }, i) => {
          const exact = new Decimal(total).times(shares[i] ?? 0).dividedBy(sum);
          expect(new Decimal(amount).isNegative()).toBe(false);
          expect(exact.minus(amount).abs().lessThan('0.01')).toBe(true);
        });
      }),
    );
  });

  it('gives the left-over fen to the largest fraction, ties in the order listed', () => {
    const parts = [
      { key: 'fund', share: '0.20' },
      { key: 'bank', share: '0.10' },
      { key: 'guarantor', share: '0.50' },
      { key: 'reGuarantor', share: '0.20' },
    ];
    expect(largestRemainder('33333.33', parts).map(({ amount }) => amount)).toEqual([
      '6666.67',
      '3333.33',
      '16666.66',
      '6666.67',
    ]);
  });

  it('refuses to split an amount over nobody', () => {
    expect(() => largestRemainder('1.00', [{ key: 'a', share: '0' }])).toThrow(new DomainError('BAD_SPLIT'));
  });
});

describe('amount in capitals', () => {
  it.each([
    ['0.00', '零元整'],
    ['0.05', '伍分'],
    ['0.50', '伍角整'],
    ['10.00', '壹拾元整'],
    ['16409.02', '壹万陆仟肆佰零玖元零贰分'],
    ['325.04', '叁佰贰拾伍元零肆分'],
    ['1680.32', '壹仟陆佰捌拾元叁角贰分'],
    ['50000.00', '伍万元整'],
    ['100500.00', '壹拾万零伍佰元整'],
    ['10000001.00', '壹仟万零壹元整'],
    ['1010000.50', '壹佰零壹万元伍角整'],
    ['100000000.00', '壹亿元整'],
    ['100000001.10', '壹亿零壹元壹角整'],
    ['1234567890.12', '壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分'],
    ['1000000000000.00', '壹万亿元整'],
    ['1234500000000.00', '壹万贰仟叁佰肆拾伍亿元整'],
  ])('writes %s as %s', (amount, capitals) => {
    expect(moneyInCapitals(amount)).toBe(capitals);
  });

  it('never writes two 零 in a row nor ends a whole amount without 整', () => {
    fc.assert(
      fc.property(money, (amount) => {
        const text = moneyInCapitals(amount);
        expect(text).not.toMatch(/零零|零元[^整]|零万|零亿/);
        expect(text.endsWith('整')).toBe(!text.endsWith('分'));
      }),
    );
  });

  it('writes different amounts differently', () => {
    fc.assert(
      fc.property(money, money, (a, b) => {
        expect(moneyInCapitals(a) === moneyInCapitals(b)).toBe(compareMoney(a, b) === 0);
      }),
    );
  });
});
