import { describe, expect, it } from '@jest/globals';
import type { AgendaRow } from '@bangdai/contracts/http';
import { splitAgenda } from './agenda';

const row = (on: string, status: AgendaRow['status']): AgendaRow => ({
  key: on,
  kind: 'usageCheck',
  title: '贷后检查',
  on,
  status,
  carriedOutBy: 'programme',
});

describe('splitAgenda', () => {
  it('keeps what is coming or late in sight, in order, and puts the rest behind', () => {
    const { ahead, behind } = splitAgenda(
      [
        row('2027-01-15', 'planned'),
        row('2026-10-01', 'open'),
        row('2026-11-24', 'planned'),
        row('2023-09-20', 'planned'),
        row('2026-09-20', 'done'),
      ],
      '2026-11-24',
    );
    expect(ahead.map(({ on }) => on)).toEqual(['2026-10-01', '2026-11-24', '2027-01-15']);
    expect(behind.map(({ on }) => on)).toEqual(['2023-09-20', '2026-09-20']);
  });
});
