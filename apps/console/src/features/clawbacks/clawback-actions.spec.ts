import { describe, expect, it } from '@jest/globals';
import { allowedClawbackActions } from './clawback-actions';

describe('actions on a clawback case', () => {
  it('lets finance receive money and set off once it is noticed, and nobody before', () => {
    const noticed = { stage: 'noticed' as const, setOffOrdered: false };
    expect(allowedClawbackActions({ role: 'finance' }, noticed)).toEqual(['repaid', 'setOff']);
    expect(allowedClawbackActions({ role: 'finance' }, { ...noticed, stage: 'opened' })).toEqual([]);
    expect(allowedClawbackActions({ role: 'finance' }, { ...noticed, setOffOrdered: true })).toEqual([
      'repaid',
    ]);
  });

  it('takes an appeal while the case is open', () => {
    const village = { role: 'village' };
    expect(allowedClawbackActions(village, { stage: 'opened', setOffOrdered: false })).toEqual(['appeal']);
    expect(allowedClawbackActions(village, { stage: 'repaid', setOffOrdered: false })).toEqual([]);
    expect(allowedClawbackActions({ role: 'auditor' }, { stage: 'opened', setOffOrdered: false })).toEqual(
      [],
    );
  });
});
