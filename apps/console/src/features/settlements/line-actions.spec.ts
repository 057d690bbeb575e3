import { describe, expect, it } from '@jest/globals';
import { actionsFor, mayApplyTo } from './line-actions';

describe('what may be done to lines', () => {
  it('is offered by role and stage', () => {
    expect(actionsFor('township', 'underReview', ['township'])).toEqual([
      ...['acceptPlatform', 'acceptBank', 'hold', 'exclude'],
    ]);
    expect(actionsFor('finance', 'determined', ['bank', 'finance'])).toEqual(['exclude']);
    expect(actionsFor('supervisor', 'underReview', ['bank'])).toEqual([]);
    expect(actionsFor('countyOffice', 'publicity', ['countyOffice'])).toEqual([]);
    expect(actionsFor('finance', 'partlyPaid', ['finance'])).toEqual(['exclude', 'failed']);
    expect(actionsFor('finance', 'closed', ['finance'])).toEqual(['failed']);
    expect(actionsFor('township', 'closed', ['township'])).toEqual([]);
  });

  it('fits the state of every chosen line', () => {
    expect(mayApplyTo('exclude', [{ state: 'claimed' }, { state: 'disputed' }])).toBe(true);
    expect(mayApplyTo('acceptBank', [{ state: 'claimed' }, { state: 'disputed' }])).toBe(false);
    expect(mayApplyTo('hold', [])).toBe(false);
  });
});
