import type { CaseEvent } from '@bangdai/contracts/http';
import { CodeOutlined } from '@ant-design/icons';
import { Button, Popover, Segmented, Select, Tag, Timeline } from 'antd';
import { useState } from 'react';
import { instant, percent, yuan } from '../../ui/format';
import { lanes } from '../../ui/labels';
import { Nothing } from '../../ui/states';
import { ClauseTag } from './clause-tag';
import { caseItems, filterEvents, groupNames, groupOf, waitedText, type KindGroup } from './case-events';
import { DocumentLink } from './document-viewer';
import { headOf, type Lane } from './timeline';

const laneColors = { people: '#24566b', system: '#8a979c', bank: '#8a6d2f' } as const;

interface CaseTimelineProps {
  events: readonly CaseEvent[];
  /** Opens the row behind a line; absent for who may not look behind the screen. */
  onRaw?: ((eventId: string) => void) | undefined;
}

/** The whole story: who, which office, what, result, reason, clause, papers, how long it lay. Newest first. */
export function CaseTimeline({ events, onRaw }: CaseTimelineProps) {
  const [lane, setLane] = useState<Lane>('all');
  const [groups, setGroups] = useState<KindGroup[]>([]);
  const shown = filterEvents(events, { lane, groups });
  const present = [...new Set(events.map(groupOf))];
  return (
    <div data-testid="timeline">
      <div className="toolbar">
        <Segmented<Lane>
          size="small"
          value={lane}
          onChange={setLane}
          data-testid="timeline-lane"
          options={[
            { value: 'all', label: '全部' },
            ...(['people', 'system', 'bank'] as const).map((value) => ({ value, label: lanes[value] })),
          ]}
        />
        <Select<KindGroup[]>
          mode="multiple"
          size="small"
          allowClear
          placeholder="全部类型"
          className="timeline-kinds"
          value={groups}
          onChange={setGroups}
          data-testid="timeline-kinds"
          options={present.map((value) => ({ value, label: groupNames[value] }))}
        />
        <span className="muted small num" data-testid="timeline-count">
          {shown.length === events.length ? `${events.length} 条` : `${shown.length} / ${events.length} 条`}
        </span>
      </div>
      {shown.length === 0 ? <Nothing text="没有符合条件的记录" /> : <Lines events={shown} onRaw={onRaw} />}
    </div>
  );
}

function Lines({ events, onRaw }: CaseTimelineProps) {
  return (
    <Timeline
      className="case-timeline"
      items={caseItems(events).map((item) => {
        if (item.type === 'month')
          return {
            key: item.id,
            color: 'transparent',
            content: <h4 className="timeline-month">{item.month}</h4>,
          };
        if (item.type === 'gap')
          return {
            key: item.id,
            color: '#c9d0ce',
            content: <span className="timeline-gap">等待 {item.days} 天</span>,
          };
        const { event } = item;
        return {
          key: event.id,
          color: laneColors[event.lane],
          content: <EventLine event={event} onRaw={onRaw} />,
        };
      })}
    />
  );
}

function EventLine({ event, onRaw }: { event: CaseEvent; onRaw?: ((eventId: string) => void) | undefined }) {
  const refused = event.kind === 'commandRefused';
  const who = [event.office ?? event.roleName, event.byName].filter(Boolean).join(' · ');
  const step = headOf(event) === event.stepTitle ? null : event.stepTitle;
  return (
    <div className="timeline-event" data-testid="timeline-event" data-kind={event.kind}>
      <div className="timeline-head">
        <span className="num muted">{instant(event.at)}</span>
        <Tag variant="outlined" className={`lane lane-${event.lane}`}>
          {lanes[event.lane]}
        </Tag>
        <strong>{headOf(event)}</strong>
        {event.decisionName !== null && (
          <Tag variant="filled" color={event.code === null ? 'default' : 'warning'}>
            {event.decisionName}
          </Tag>
        )}
        {event.data['late'] === 'true' && (
          <Tag variant="filled" color="warning">
            逾期办理
          </Tag>
        )}
        {event.waited !== null && (
          <span className="muted small" data-testid="event-waited">
            {waitedText(event.waited)}
          </span>
        )}
        <span className="timeline-more">
          {event.subject.kind !== 'loan' && <Tag variant="outlined">{event.subject.no}</Tag>}
          {event.clause !== null && <ClauseTag clause={event.clause} />}
          {onRaw !== undefined && event.kind !== 'documentStored' && (
            <Button
              type="text"
              size="small"
              icon={<CodeOutlined />}
              aria-label="记录原文"
              title="记录原文"
              onClick={() => onRaw(event.id)}
              data-testid="event-raw"
            />
          )}
        </span>
      </div>
      {(who !== '' || step !== null) && (
        <div className="muted">{[step, who].filter(Boolean).join(' — ')}</div>
      )}
      {event.codeText !== null && (
        <div className="bad">
          {refused ? '未受理' : '原因'}：{event.codeText}
        </div>
      )}
      {event.text !== null && event.text !== '' && <blockquote>{event.text}</blockquote>}
      <Figures data={event.data} />
      {event.evidence.length > 0 && <Evidence event={event} />}
      {event.dueOn !== null && event.dueOn < event.at.slice(0, 10) && (
        <div className="muted">应于 {event.dueOn} 办理</div>
      )}
    </div>
  );
}

const figureNames: Record<string, string> = {
  amount: '金额',
  principal: '本金',
  interest: '利息',
  balance: '余额',
  paidOn: '到账日',
  receiptNo: '回单号',
  contractNo: '合同编号',
  annualRate: '年利率',
  maturesOn: '到期日',
  from: '原到期日',
  to: '新到期日',
  termMonths: '期限（月）',
  subsidy: '贴息',
  payBy: '限期归还',
  claimNo: '补偿编号',
  finding: '结论',
};

/** Money and rates as everywhere else on the page; anything else as it was reported. */
function figureWord(key: string, value: string): string {
  if (key === 'annualRate') return percent(value);
  return /^-?\d+\.\d{2}$/.test(value) ? yuan(value) : value;
}

/** Figures that the event carries, in the order of the table above; keys without a name stay behind the screen. */
function Figures({ data }: { data: Record<string, string> }) {
  const shown = Object.keys(figureNames).filter((key) => data[key] !== undefined && data[key] !== '');
  if (shown.length === 0) return null;
  return (
    <div className="event-figures">
      {shown.map((key) => (
        <span key={key}>
          {figureNames[key]} <span className="num ink">{figureWord(key, data[key] ?? '')}</span>
        </span>
      ))}
    </div>
  );
}

function Evidence({ event }: { event: CaseEvent }) {
  return (
    <div className="event-evidence" data-testid="event-evidence">
      <span className="muted">依据：</span>
      {event.evidence.map(({ key, title, documentId }) =>
        documentId === null ? (
          <Popover key={key} content="纸质件，已登记">
            <span>{title}</span>
          </Popover>
        ) : (
          <DocumentLink key={key} documentId={documentId} label={title} />
        ),
      )}
    </div>
  );
}
