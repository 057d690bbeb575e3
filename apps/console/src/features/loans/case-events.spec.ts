import { describe, expect, it } from '@jest/globals';
import type { CaseEvent, CaseFlow } from '@bangdai/contracts/http';
import { caseItems, filterEvents, groupOf, waitedText } from './case-events';
import { edgePath, placeFlow } from './flow-layout';
import { percentOf, slowest, yearBefore } from './step-times';

const event = (id: string, at: string, over: Partial<CaseEvent> = {}): CaseEvent => ({
  ...{
    id,
    at,
    kind: 'decided',
    title: '办理环节',
    lane: 'people',
    byName: null,
    roleName: null,
    stepTitle: null,
  },
  ...{ decision: null, decisionName: null, code: null, codeText: null, text: null, dueOn: null, data: {} },
  ...{ subject: { kind: 'loan', id: 'l', no: '1' }, office: null, clause: null, evidence: [], waited: null },
  ...{ recordedAt: at, ...over },
});

describe('the story of a case', () => {
  it('is told newest first by month, with long pauses in one line each', () => {
    const items = caseItems([
      event('1', '2024-02-01T02:00:00Z'),
      event('2', '2024-02-02T02:00:00Z'),
      event('3', '2024-03-31T02:00:00Z'),
    ]);
    expect(
      items.map((item) =>
        item.type === 'event' ? item.event.id : item.type === 'gap' ? item.days : item.month,
      ),
    ).toEqual([...['2024-03', '3', 58, '2024-02', '2', '1']]);
  });

  it('is filtered by lane and by group of kinds together', () => {
    const events = [
      event('1', '2024-02-01T02:00:00Z'),
      event('2', '2024-02-01T02:00:00Z', { kind: 'repaid', lane: 'bank' }),
      event('3', '2024-02-01T02:00:00Z', { kind: 'commandRefused' }),
    ];
    expect(events.map(groupOf)).toEqual(['approval', 'money', 'refused']);
    expect(filterEvents(events, { lane: 'people', groups: [] }).map(({ id }) => id)).toEqual(['1', '3']);
    expect(filterEvents(events, { lane: 'all', groups: ['money'] }).map(({ id }) => id)).toEqual(['2']);
    expect(filterEvents(events, { lane: 'bank', groups: ['approval'] })).toEqual([]);
  });

  it('says how long a matter lay on a desk', () => {
    expect(waitedText({ since: '2024-02-05', days: 58, workingDays: 40 })).toBe('用时 58 天（40 个工作日）');
    expect(waitedText({ since: '2024-02-05', days: 2, workingDays: null })).toBe('用时 2 天');
    expect(waitedText({ since: '2024-02-05', days: 0, workingDays: 0 })).toBe('当日办结');
  });
});

describe('the picture of a way', () => {
  const node = (key: string, branch = false): CaseFlow['nodes'][number] => ({
    ...{
      key,
      title: key,
      kind: 'step',
      branch,
      roleName: null,
      state: 'done',
      byName: null,
      at: null,
      dueOn: null,
      rounds: 1,
    },
  });
  const flow: CaseFlow = {
    nodes: [node('a'), node('b'), node('c'), node('late', true)],
    edges: [
      { from: 'a', to: 'b', taken: true, label: null },
      { from: 'b', to: 'c', taken: true, label: null },
      { from: 'c', to: 'late', taken: true, label: null },
      { from: 'a', to: 'gone', taken: true, label: null },
    ],
  };

  it('breaks the main way into rows and puts what happened beside it below', () => {
    const { nodes, edges, height } = placeFlow(flow, 2);
    expect(nodes.map(({ x, y }) => [x > 0, y])).toEqual([
      [false, 0],
      [true, 0],
      [false, 90],
      [false, 180],
    ]);
    expect(height).toBe(236);
    expect(edges.map(edgePath)).toEqual(['M132 28 H154', 'M224 56 V73 H66 V86', 'M66 146 V163 H66 V176']);
  });
});

describe('time per step', () => {
  const row = (office: string, decided: number, p90Days: string | null) => ({
    ...{
      stepKey: 's',
      title: '镇审',
      office,
      decided,
      returned: 0,
      returnRate: '0',
      late: 0,
      open: 0,
      openLate: 0,
    },
    ...{ medianDays: p90Days, p90Days },
  });

  it('names the slowest office that decided often enough', () => {
    expect(slowest([row('甲', 2, '90.0'), row('乙', 5, '9.5'), row('丙', 5, '12.0')])?.office).toBe('丙');
    expect(slowest([row('甲', 0, null)])).toBeNull();
  });

  it('writes shares and years as people do', () => {
    expect([percentOf('0.1250'), percentOf('0')]).toEqual(['12.5%', '0%']);
    expect([yearBefore('2026-11-24'), yearBefore('2024-02-29')]).toEqual(['2025-11-24', '2023-02-28']);
  });
});
