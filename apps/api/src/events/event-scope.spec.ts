import { describe, expect, it } from '@jest/globals';
import type { Actor } from '@bangdai/contracts';
import type { ScopedEvent } from '@bangdai/contracts/http';
import { mayLearn, told } from './event-scope.js';

const person = (role: string, over: Partial<Actor> = {}): Actor => ({
  ...{ id: role, role, county: 'c', place: '', bank: null },
  ...over,
});
const people: Record<string, Actor> = {
  village: person('village', { place: '甲镇/一村' }),
  otherVillage: person('village', { place: '甲镇/二村' }),
  township: person('township', { place: '甲镇' }),
  otherTownship: person('township', { place: '乙镇' }),
  countyOffice: person('countyOffice'),
  bank: person('bank', { bank: 'main' }),
  otherBank: person('bank', { bank: 'rural' }),
  supervisor: person('supervisor', { county: '*' }),
  otherCounty: person('countyOffice', { county: 'd' }),
};
const learners = (event: ScopedEvent): string[] =>
  Object.entries(people)
    .filter(([, actor]) => mayLearn(actor, event))
    .map(([name]) => name);

describe('who learns of a change', () => {
  const own = { id: 't1', county: 'c', place: '甲镇/一村' };

  it('are those above the place and the bank concerned, nobody beside', () => {
    expect(learners({ topic: 'task', ...own })).toEqual([
      ...['village', 'township', 'countyOffice', 'bank', 'otherBank', 'supervisor'],
    ]);
    expect(learners({ topic: 'loan', ...own, banks: ['main'] })).toEqual([
      ...['village', 'township', 'countyOffice', 'bank', 'supervisor'],
    ]);
  });

  it('are all desks of the county for what concerns the whole county', () => {
    expect(learners({ topic: 'settlement', id: 's', county: 'c', place: '', banks: ['main'] })).toEqual(
      Object.keys(people).filter((name) => name !== 'otherBank' && name !== 'otherCounty'),
    );
  });

  it('are county office and the banks concerned for an import', () => {
    expect(learners({ topic: 'import', id: 'i', county: 'c', place: '', banks: ['rural'] })).toEqual([
      ...['countyOffice', 'otherBank', 'supervisor'],
    ]);
  });

  it('hear what changed and not where it lies', () => {
    expect(told({ topic: 'task', ...own, banks: ['main'] })).toEqual({
      topic: 'task',
      id: 't1',
      county: 'c',
    });
  });
});
