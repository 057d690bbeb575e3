import { deskOf, type TaskDetail } from '@bangdai/contracts/http';
import { App, Button } from 'antd';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { problemLines } from '../../api/problem';
import { useCommand } from '../../api/use-command';
import { DueBadge } from '../../ui/due-badge';
import { Loaded, Nothing } from '../../ui/states';
import { ClaimCase } from '../claims/claim-case';
import { OpenCorrections } from '../loans/corrections';
import { FundCase } from '../funds/fund-case';
import { ImportCase } from '../imports/import-case';
import { ClawbackCase } from '../clawbacks/clawback-case';
import { LoanCase } from '../loans/loan-case';
import { useMe } from '../session/me-context';
import { SettlementCase } from '../settlements/settlement-case';
import { DecisionPanel } from './decision-panel';
import { holds } from './holder';
import { taskPath, useTask } from './queries';
import { TaskActions } from './task-actions';
import { TaskHandovers } from './task-handovers';
import { TaskPaper } from './task-paper';

interface TaskCaseProps {
  taskId: string | undefined;
  onDone: (taskId: string) => void;
  onBack: () => void;
}

/** The opened case: what it is about above, the decision below and always in sight. */
export function TaskCase({ taskId, onDone, onBack }: TaskCaseProps) {
  const query = useTask(taskId);
  if (taskId === undefined) {
    return (
      <section className="case case-empty">
        <Nothing text="从左侧选择一件事项开始办理" />
      </section>
    );
  }
  return (
    <section className="case" data-testid="task-case">
      <Button type="text" className="case-back" onClick={onBack} data-testid="case-back">
        ← 返回列表
      </Button>
      <Loaded query={query} rows={12}>
        {(task) => (
          <>
            <CaseHead task={task} />
            <div className="case-body">
              <TaskHandovers task={task} />
              <TaskPaper task={task} />
              <Subject task={task} />
            </div>
            <DecisionPanel task={task} figuresHash={task.figuresHash} onDone={() => onDone(task.id)} />
          </>
        )}
      </Loaded>
    </section>
  );
}

function Subject({ task }: { task: TaskDetail }) {
  if (task.subject === 'settlement') return <SettlementCase settlementId={task.subjectId} />;
  if (task.subject === 'claim') return <ClaimCase claimId={task.subjectId} />;
  if (task.subject === 'fund') return <FundCase fundId={task.subjectId} />;
  if (task.subject === 'clawback') return <ClawbackCase caseId={task.subjectId} />;
  if (task.subject === 'import') return <ImportCase importId={task.subjectId} />;
  return (
    <>
      {task.kind === 'correction' && <OpenCorrections loanId={task.subjectId} />}
      <LoanCase loanId={task.subjectId} requires={task.requires} />
    </>
  );
}

const pages = {
  loan: '/loans',
  settlement: '/settlements',
  claim: '/claims',
  clawback: '/clawbacks',
  import: '/imports',
  fund: '/funds',
} as const;

/** Opening a copy is reading it. */
function ReadMark({ task }: { task: TaskDetail }) {
  const read = useCommand(['tasks']);
  const { mutate } = read;
  const { id, unread } = task;
  useEffect(() => {
    if (unread === true) mutate({ path: `${taskPath(id)}/read`, body: {} });
  }, [id, unread, mutate]);
  return null;
}

function CaseHead({ task }: { task: TaskDetail }) {
  const me = useMe();
  const { message } = App.useApp();
  const claim = useCommand(['tasks']);
  const act = (verb: 'claim' | 'release', done: string) =>
    claim.mutate(
      { path: `${taskPath(task.id)}/${verb}`, body: {} },
      {
        onSuccess: () => message.success(done),
        onError: (error) => message.error(problemLines(error).title),
      },
    );
  const open = (task.status === 'open' || task.status === 'claimed') && deskOf(task.role) === me.role;
  return (
    <header className="case-head">
      <div>
        <h2>
          <span data-testid="case-title">{task.title}</span>
          <DueBadge task={task} />
        </h2>
        <div className="muted">
          {task.borrower !== null && <strong className="ink">{task.borrower}</strong>}{' '}
          <Link to={`${pages[task.subject]}/${encodeURIComponent(task.subjectId)}`} data-testid="case-link">
            {task.subject === 'fund' ? '补偿金专户' : task.subjectNo}
          </Link>{' '}
          · {task.openedOn} 转入
          {task.claimedByName !== null && ` · ${task.claimedByName} 已认领`}
        </div>
      </div>
      <div className="case-tools">
        {open && task.claimedBy === null && (
          <Button
            size="small"
            loading={claim.isPending}
            onClick={() => act('claim', '已认领')}
            data-testid="task-claim"
          >
            认领
          </Button>
        )}
        {open && holds(me, task.claimedBy) && (
          <Button
            size="small"
            loading={claim.isPending}
            onClick={() => act('release', '已放回')}
            data-testid="task-release"
          >
            放回
          </Button>
        )}
        <TaskActions task={task} />
      </div>
      <ReadMark task={task} />
    </header>
  );
}
