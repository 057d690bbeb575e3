import { describe, expect, it } from '@jest/globals';
import { readPurpose } from './purpose-code.js';

const purposes = { allowed: ['planting', 'breeding', 'agriProcessing'], banned: ['housing'] };

describe('a purpose', () => {
  it.each([
    ['养殖生猪', 'breeding'],
    ['种植花椒', 'planting'],
    ['农产品加工', 'agriProcessing'],
    ['planting', 'planting'],
  ])('%s means %s', (text, code) => {
    expect(readPurpose(text, purposes)).toEqual({ code, isBanned: false, isUnknown: false });
  });

  it('is banned by the words people use for it', () => {
    expect(readPurpose('在村里建房', purposes)).toMatchObject({ code: 'housing', isBanned: true });
  });

  it('stays unknown, not banned, when the pack does not name it', () => {
    expect(readPurpose('smallBusiness', purposes)).toEqual({
      code: 'smallBusiness',
      isBanned: false,
      isUnknown: true,
    });
  });
});
