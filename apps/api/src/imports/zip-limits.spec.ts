import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { refuseZipBomb } from './zip-limits.js';

const workbook = readFileSync(
  new URL('../../../../tests/support/data/yubei-annex5-2022-03.xlsx', import.meta.url),
);
const entry = Buffer.from([0x50, 0x4b, 0x01, 0x02]);

describe('a workbook', () => {
  it('of ordinary size is read', () => {
    expect(() => refuseZipBomb(workbook)).not.toThrow();
  });

  it('that unpacks to more than a portfolio can be is refused before it is unpacked', () => {
    const bomb = Buffer.from(workbook);
    bomb.writeUInt32LE(0xfffffff0, bomb.indexOf(entry) + 24);
    expect(() => refuseZipBomb(bomb)).toThrow(expect.objectContaining({ code: 'FILE_INVALID' }));
  });

  it('with a part that hides its size is refused', () => {
    const bomb = Buffer.from(workbook);
    bomb.writeUInt32LE(0, bomb.indexOf(entry) + 24);
    expect(() => refuseZipBomb(bomb)).toThrow(expect.objectContaining({ code: 'FILE_INVALID' }));
  });

  it.each([
    ['cut off', workbook.subarray(0, 5000)],
    ['of four bytes', Buffer.from('PK\u0003\u0004')],
    ['without its parts', workbook.subarray(workbook.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06])))],
  ])('%s is refused', (_what, bytes) => {
    expect(() => refuseZipBomb(bytes)).toThrow(expect.objectContaining({ code: 'FILE_INVALID' }));
  });
});
