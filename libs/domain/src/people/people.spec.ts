import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  checkIdNumber,
  dateOfDayNumber,
  dayNumber,
  idCheckCharacter,
  maskIdNumber,
  maskName,
  maskPhone,
  normaliseName,
} from '../index.js';

const birth = fc.integer({ min: dayNumber('1930-01-01'), max: dayNumber('2010-12-31') }).map(dateOfDayNumber);
const person = fc
  .tuple(fc.integer({ min: 110_000, max: 659_999 }), birth, fc.integer({ min: 0, max: 999 }))
  .map(([area, born, order]) => {
    const first = `${area}${born.replaceAll('-', '')}${String(order).padStart(3, '0')}`;
    return { id: first + idCheckCharacter(first), born, order };
  });

describe('identity number', () => {
  it('takes every number with a real birth date and the right check character', () => {
    fc.assert(
      fc.property(person, ({ id, born, order }) => {
        expect(checkIdNumber(id)).toEqual({
          ok: true,
          birthDate: born,
          sex: order % 2 === 1 ? 'male' : 'female',
        });
        expect(checkIdNumber(id.toLowerCase()).ok).toBe(true);
      }),
    );
  });

  it('finds every single mistyped digit', () => {
    fc.assert(
      fc.property(person, fc.nat(16), fc.integer({ min: 1, max: 9 }), ({ id }, at, shift) => {
        const wrong = id.slice(0, at) + String((Number(id[at]) + shift) % 10) + id.slice(at + 1);
        expect(checkIdNumber(wrong)).toEqual({ ok: false, error: 'BAD_ID_NUMBER' });
      }),
    );
  });

  it('finds every swap of two neighbouring digits', () => {
    fc.assert(
      fc.property(person, fc.nat(15), ({ id }, at) => {
        fc.pre(id[at] !== id[at + 1]);
        const swapped = id.slice(0, at) + id[at + 1] + id[at] + id.slice(at + 2);
        expect(checkIdNumber(swapped).ok).toBe(false);
      }),
    );
  });

  it('refuses a birth date that never was, though the check character is right', () => {
    const first = '11010119900230001';
    expect(checkIdNumber(first + idCheckCharacter(first)).error).toBe('BAD_ID_NUMBER');
  });

  it('answers on anything, never throws', () => {
    fc.assert(fc.property(fc.anything(), (value) => expect(checkIdNumber(value as string).ok).toBe(false)));
  });
});

describe('names and masks', () => {
  it('writes the interpunct of a name in one way', () => {
    expect(normaliseName(' 买买提•艾力 ')).toBe('买买提\u00B7艾力');
    expect(normaliseName('买买提 ・ 艾力')).toBe('买买提\u00B7艾力');
    expect(normaliseName('张　三')).toBe('张三');
  });

  it('shows in a list what recognises, not what identifies', () => {
    expect(maskIdNumber('11010519491231002X')).toBe('110105********002X');
    expect(maskPhone('13812345678')).toBe('138****5678');
    expect(maskName('欧阳修')).toBe('欧**');
    expect(maskName('')).toBe('');
  });
});
