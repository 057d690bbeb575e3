import { describe, expect, it } from '@jest/globals';
import { nameTokens, searchForm } from './name-tokens.js';

const finds = (name: string, typed: string, reading?: string): boolean =>
  nameTokens(name, reading).includes(searchForm(typed));

describe('a name is found', () => {
  it.each([
    ['王国强', '王'],
    ['王国强', '王国'],
    ['王国强', '国强'],
    ['王国强', 'wangguoqiang'],
    ['王国强', 'Wang Guoqiang'],
    ['王国强', 'wanggu'],
    ['王国强', 'wgq'],
    ['王国强', 'WG'],
    ['王国强', 'guoqiang'],
    ['王国强', 'gq'],
    ['吕绿', 'lvlv'],
    ['吕绿', 'lü'],
    ['买买提·艾力', '艾力'],
    ['买买提•艾力', '买买提 艾力'],
    ['买买提·艾力', 'maimaiti'],
    ['买买提·艾力', 'aili'],
    ['买买提·艾力', 'mmtal'],
  ])('%s by %s', (name, typed) => expect(finds(name, typed)).toBe(true));

  it('reads a surname as a surname', () => {
    expect(finds('单小明', 'shanxiaoming')).toBe(true);
    expect(finds('单小明', 'sxm')).toBe(true);
    expect(finds('单小明', 'danxiaoming')).toBe(false);
  });

  it('by the reading that a person set right, and by the given name of it', () => {
    expect(finds('乐小明', 'yue', 'yue xiao ming')).toBe(true);
    expect(finds('乐小明', 'yxm', 'yue xiao ming')).toBe(true);
    expect(finds('乐小明', 'xiaoming', 'yue xiao ming')).toBe(true);
    expect(finds('乐小明', 'lexm', 'yue xiao ming')).toBe(false);
  });

  it('not by what stands in it somewhere, nor by a single letter', () => {
    expect(finds('王国强', '强')).toBe(false);
    expect(finds('王国强', 'w')).toBe(false);
    expect(finds('王国强', 'ang')).toBe(false);
  });

  it('even when it is long, with a bounded number of hashes', () => {
    const long = '阿卜杜热合曼江·阿卜杜外力·吐尔逊尼亚孜·麦麦提明';
    expect(nameTokens(long).length).toBeLessThanOrEqual(200);
    expect(finds(long, 'abdrhmj')).toBe(true);
    expect(finds(long, '麦麦提明')).toBe(true);
  });
});
