import { handoverKinds, type HandoverView, type TaskDetail } from '@bangdai/contracts/http';
import { Tag } from 'antd';
import { instant } from '../../ui/format';

const stateOf = ({ state, agreed }: HandoverView): [string, string] => {
  if (state === 'done') return ['default', '已转出'];
  if (state === 'recalled') return ['default', '已收回'];
  if (state === 'open') return ['processing', '等待意见'];
  return agreed === true ? ['success', '同意'] : ['warning', '不同意'];
};

/** Who handed the task to whom, who was asked, and what they said. */
export function TaskHandovers({ task }: { task: TaskDetail }) {
  const rows = task.handovers ?? [];
  if (rows.length === 0) return null;
  return (
    <section aria-label="转办与征求意见" data-testid="task-handovers">
      <h3>
        转办与征求意见
        {task.opinions != null && (
          <span className="muted">
            {' '}
            意见 {task.opinions.given}/{task.opinions.asked}
          </span>
        )}
      </h3>
      <ul className="handover-list">
        {rows.map((row) => {
          const [color, text] = stateOf(row);
          return (
            <li key={row.id}>
              <span className="muted">{instant(row.at)}</span> {row.byName} {handoverKinds[row.kind]}{' '}
              {row.toName}
              {row.reason !== null && `：${row.reason}`}{' '}
              <Tag color={color} variant="filled">
                {text}
              </Tag>
              {row.opinion !== null && <span>{row.opinion}</span>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
