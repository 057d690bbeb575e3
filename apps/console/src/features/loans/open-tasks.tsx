import type { TaskRow } from '@bangdai/contracts/http';
import { Link } from 'react-router';
import { DueBadge } from '../../ui/due-badge';
import { Panel } from '../../ui/page';

/** What waits for a person on this subject, each with its own address. */
export function OpenTasks({ tasks }: { tasks: readonly TaskRow[] }) {
  if (tasks.length === 0) return null;
  return (
    <Panel title="待办事项" testId="open-tasks">
      <ul className="plain-list">
        {tasks.map((task) => (
          <li key={task.id}>
            <Link to={`/tasks/${encodeURIComponent(task.id)}`} data-testid="open-task">
              {task.title}
            </Link>
            <span className="muted">{task.claimedByName === null ? '' : `${task.claimedByName} 办理中`}</span>
            <DueBadge task={task} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
