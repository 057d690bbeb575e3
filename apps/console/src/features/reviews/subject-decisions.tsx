import { deskOf, reaches, type TaskRow } from '@bangdai/contracts/http';
import { DueBadge } from '../../ui/due-badge';
import { Panel } from '../../ui/page';
import { Loaded } from '../../ui/states';
import { OpenTasks } from '../loans/open-tasks';
import { useMe } from '../session/me-context';
import { DecisionPanel } from './decision-panel';
import { holds } from './holder';
import { useTask } from './queries';
import { TaskPaper } from './task-paper';

interface SubjectDecisionsProps {
  tasks: readonly TaskRow[];
  /** Hash of the figures shown on the page around it. */
  figuresHash: string | null;
}

/** A step of a settlement may be a task in each township. */
const placeOf = ({ township, village }: TaskRow): string =>
  village === '' ? township : `${township}/${village}`;

/** The sign-off on the subject's own page: the panel of the task that is mine, a line for each other one. */
export function SubjectDecisions({ tasks, figuresHash }: SubjectDecisionsProps) {
  const me = useMe();
  const mine = tasks.find(
    (task) =>
      // The notice of a clawback is served from its case, where the letter's figures stand.
      (task.kind === 'review' || task.stepKey === 'clawbackNotice') &&
      deskOf(task.role) === me.role &&
      reaches(me.place, placeOf(task)) &&
      (task.claimedBy === null || holds(me, task.claimedBy)),
  );
  return (
    <>
      {mine !== undefined && <OwnTask taskId={mine.id} figuresHash={figuresHash} />}
      <OpenTasks tasks={tasks.filter((task) => task.id !== mine?.id)} />
    </>
  );
}

function OwnTask({ taskId, figuresHash }: { taskId: string; figuresHash: string | null }) {
  const query = useTask(taskId);
  return (
    <Loaded query={query} rows={2}>
      {(task) => (
        <Panel title={`待您办理：${task.title}`} extra={<DueBadge task={task} />} testId="own-task">
          <TaskPaper task={task} />
          <DecisionPanel task={task} figuresHash={figuresHash} />
        </Panel>
      )}
    </Loaded>
  );
}
