import type { HistoryRow } from '@bangdai/contracts/http';
import { Segmented, Tag, Timeline } from 'antd';
import { useState } from 'react';
import { instant } from '../../ui/format';
import { lanes } from '../../ui/labels';
import { Nothing } from '../../ui/states';
import { headOf, inLane, timelineItems, type Lane } from './timeline';

const laneColors = { people: '#24566b', system: '#8a979c', bank: '#8a6d2f' } as const;

/** What happened, newest first, in three lanes; shared by loans, settlements and claims. */
export function HistoryTimeline({ rows }: { rows: readonly HistoryRow[] }) {
  const [lane, setLane] = useState<Lane>('all');
  const items = timelineItems(inLane(rows, lane));
  return (
    <div data-testid="timeline">
      <Segmented<Lane>
        size="small"
        value={lane}
        onChange={setLane}
        className="timeline-lanes"
        options={[
          { value: 'all', label: '全部' },
          ...(['people', 'system', 'bank'] as const).map((value) => ({ value, label: lanes[value] })),
        ]}
      />
      {items.length === 0 ? (
        <Nothing text="还没有记录" />
      ) : (
        <Timeline
          items={items.map((item) =>
            item.type === 'gap'
              ? {
                  key: item.id,
                  color: '#c9d0ce',
                  content: <span className="timeline-gap">等待 {item.days} 天</span>,
                }
              : {
                  key: item.row.id,
                  color: laneColors[item.row.lane],
                  content: <TimelineEvent row={item.row} />,
                },
          )}
        />
      )}
    </div>
  );
}

function TimelineEvent({ row }: { row: HistoryRow }) {
  const late = row.dueOn !== null && row.dueOn < row.at.slice(0, 10);
  const who = [row.roleName, row.byName].filter(Boolean).join(' · ');
  const step = headOf(row) === row.stepTitle ? null : row.stepTitle;
  return (
    <div className="timeline-event" data-testid="timeline-event" data-kind={row.kind}>
      <div className="timeline-head">
        <span className="num muted">{instant(row.at)}</span>
        <Tag variant="outlined" className={`lane lane-${row.lane}`}>
          {lanes[row.lane]}
        </Tag>
        <strong>{headOf(row)}</strong>
        {row.decisionName !== null && (
          <Tag variant="filled" color={row.code === null ? 'default' : 'warning'}>
            {row.decisionName}
          </Tag>
        )}
        {row.data['late'] === 'true' && (
          <Tag variant="filled" color="warning">
            逾期办理
          </Tag>
        )}
      </div>
      {(who !== '' || step !== null) && (
        <div className="muted">{[step, who].filter(Boolean).join(' — ')}</div>
      )}
      {row.codeText !== null && (
        <div className="bad">
          {row.kind === 'commandRefused' ? '未受理' : '原因'}：{row.codeText}
        </div>
      )}
      {row.text !== null && row.text !== '' && <blockquote>{row.text}</blockquote>}
      {late && <div className="muted">应于 {row.dueOn} 办理</div>}
    </div>
  );
}
