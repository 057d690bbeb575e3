import type { ConsistencyCheck } from '@bangdai/contracts/http';
import { Popover, Tag } from 'antd';
import { instant } from '../../ui/format';
import { useConsistency } from './case-queries';

const words = { agrees: '一致', differs: '不一致', unknown: '待核' } as const;
const colors = { agrees: 'success', differs: 'error', unknown: 'default' } as const;

/** Ledger, books, bank and engine in one word; each of them on a click, with the time of the check. */
export function ConsistencyBadge({ loanId }: { loanId: string }) {
  const query = useConsistency(loanId);
  if (query.data === undefined) return null;
  const state = worst(query.data);
  return (
    <Popover
      trigger="click"
      title="一致性核对"
      content={
        <div data-testid="consistency-detail">
          <ul className="consistency">
            {query.data.map((check) => (
              <li key={check.key} data-testid={`consistency-${check.key}`} data-state={check.state}>
                <Tag color={colors[check.state]} variant="filled">
                  {words[check.state]}
                </Tag>
                <strong>{check.title}</strong>
                <div className="muted">{check.detail}</div>
              </li>
            ))}
          </ul>
          <div className="muted small">核对时间 {instant(new Date(query.dataUpdatedAt).toISOString())}</div>
        </div>
      }
    >
      <Tag
        tabIndex={0}
        role="button"
        className="clickable"
        color={colors[state]}
        variant="filled"
        data-testid="consistency"
        data-state={state}
      >
        账实{words[state]}
      </Tag>
    </Popover>
  );
}

function worst(checks: readonly ConsistencyCheck[]): ConsistencyCheck['state'] {
  if (checks.some(({ state }) => state === 'differs')) return 'differs';
  return checks.some(({ state, key }) => state === 'unknown' && key !== 'bank') ? 'unknown' : 'agrees';
}
