import type { TaskRow } from '@bangdai/contracts/http';
import { Tooltip } from 'antd';
import { dueOf } from './due';

export function DueBadge({ task }: { task: Pick<TaskRow, 'dueOn' | 'daysLeft' | 'overdue' | 'status'> }) {
  const due = dueOf(task);
  return (
    <Tooltip title={task.dueOn === null ? undefined : `办理期限 ${task.dueOn}`}>
      <span className={`due due-${due.tone}`}>{due.text}</span>
    </Tooltip>
  );
}
