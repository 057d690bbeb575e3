import { loadPacks } from '@bangdai/policy-packs';
import { describe, expect, it } from '@jest/globals';
import { reconciliationPlan, settlementDays, settlementPlan, useCheckPlan } from './schedule-plans.js';

describe('the schedules of a county', () => {
  it('settle on the days that the pack names, at 18:00 of Shanghai, and lose no quarter', () => {
    const pack = loadPacks().get('bachu-2024', '1.0.0');
    if (pack === null) throw new Error('the pack of Bachu is missing');
    const plan = settlementPlan('bachu-2024', 'main', settlementDays(pack));
    expect(plan.spec).toEqual({
      timezone: 'Asia/Shanghai',
      calendars: [
        { month: 'MARCH', dayOfMonth: 20, hour: 18, minute: 0 },
        { month: 'JUNE', dayOfMonth: 20, hour: 18, minute: 0 },
        { month: 'SEPTEMBER', dayOfMonth: 20, hour: 18, minute: 0 },
        { month: 'DECEMBER', dayOfMonth: 20, hour: 18, minute: 0 },
      ],
    });
    expect(plan.policies).toEqual({ overlap: 'ALLOW_ALL', catchupWindow: '30 days' });
    // The day comes from the scheduled time, so that a late start settles the right quarter.
    expect(plan.action.args).toEqual([
      { county: 'bachu-2024', bank: 'main', settleOn: null, openedBy: 'system' },
    ]);
  });

  it('reconcile every night over the days before', () => {
    const { scheduleId, spec, action } = reconciliationPlan('bachu-2024');
    expect([scheduleId, spec.calendars]).toEqual(['reconciliation/bachu-2024', [{ hour: 2, minute: 0 }]]);
    expect(action.args).toEqual([{ county: 'bachu-2024', on: null }]);
  });

  it('look at use checks every morning', () => {
    const { scheduleId, spec, action } = useCheckPlan('bachu-2024');
    expect([scheduleId, spec.calendars]).toEqual(['use-check/bachu-2024', [{ hour: 6, minute: 0 }]]);
    expect(action.args).toEqual([{ county: 'bachu-2024', on: null }]);
  });
});
