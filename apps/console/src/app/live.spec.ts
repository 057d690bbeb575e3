import { describe, expect, it } from '@jest/globals';
import { parseLiveEvent, staleTopics } from './live';

const event = (topic: 'task' | 'loan' | 'claim', id = '1') => ({ topic, id, county: 'c' });

describe('live updates', () => {
  it('makes each read stale once for a burst of events', () => {
    expect(staleTopics([event('loan', '1'), event('loan', '2'), event('task')])).toEqual([
      'loans',
      'claims',
      'tasks',
    ]);
    expect(staleTopics([event('claim')])).toEqual(['claims', 'funds']);
  });

  it('ignores keep-alives, unknown topics and broken lines', () => {
    expect(parseLiveEvent(JSON.stringify(event('task')))).toEqual(event('task'));
    for (const data of ['', 'ping', 'null', '{"topic":"weather"}', '{"topic":"toString"}']) {
      expect(parseLiveEvent(data)).toBeNull();
    }
  });
});
