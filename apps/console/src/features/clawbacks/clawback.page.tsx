import type { ClawbackDetail } from '@bangdai/contracts/http';
import { ExportOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { ApiProblem } from '../../api/problem';
import { engineUrl } from '../../app/engine-link';
import { NotFoundPage } from '../../app/not-found.page';
import { PageHead, Panel } from '../../ui/page';
import { Loaded } from '../../ui/states';
import { StepChain } from '../../ui/step-chain';
import { HistoryTimeline } from '../loans/history-timeline';
import { loanPath } from '../loans/queries';
import { SubjectDecisions } from '../reviews/subject-decisions';
import { useMe } from '../session/me-context';
import { FiguresMark } from '../settlements/settlement.page';
import { allowedClawbackActions, clawbackActionNames, type ClawbackAction } from './clawback-actions';
import { ClawbackActionDialog } from './clawback-action.dialog';
import { ClawbackFacts, ClawbackFigures, ClawbackReceipts, ClawbackStageTag } from './clawback-widgets';
import { useClawback } from './queries';

export function ClawbackPage() {
  const { caseId = '' } = useParams();
  const query = useClawback(caseId);
  if (query.error instanceof ApiProblem && query.error.status === 404) return <NotFoundPage />;
  return <Loaded query={query}>{(clawback) => <Clawback clawback={clawback} />}</Loaded>;
}

function Clawback({ clawback }: { clawback: ClawbackDetail }) {
  const [action, setAction] = useState<ClawbackAction | null>(null);
  return (
    <>
      <PageHead
        title={
          <>
            {clawback.borrower} <span className="num title-no">{clawback.caseNo}</span>{' '}
            <ClawbackStageTag stage={clawback.stage} testId="clawback-stage" />
          </>
        }
        note={
          <>
            {clawback.countyName} · {clawback.township} · {clawback.village} · {clawback.bankName} · 贷款{' '}
            <Link to={loanPath(clawback.loanId)} data-testid="clawback-loan">
              {clawback.loanNo}
            </Link>
          </>
        }
        extra={<Actions clawback={clawback} onAction={setAction} />}
      />
      <ClawbackFigures clawback={clawback} />
      <div className="two-columns">
        <div>
          <SubjectDecisions tasks={clawback.openTasks} figuresHash={clawback.figuresHash} />
          <div className="halves">
            <Panel title="案件情况">
              <ClawbackFacts clawback={clawback} />
            </Panel>
            <Panel title="退回与抵扣" flush>
              <ClawbackReceipts rows={clawback.receipts} />
            </Panel>
          </div>
          <Panel title="办理记录">
            <HistoryTimeline rows={clawback.history} />
          </Panel>
        </div>
        <div>
          <Panel title="认定流程">
            <StepChain steps={clawback.steps} testId="clawback-chain" />
            {clawback.figuresHash !== null && <FiguresMark hash={clawback.figuresHash} />}
          </Panel>
        </div>
      </div>
      {action !== null && (
        <ClawbackActionDialog clawback={clawback} action={action} onClose={() => setAction(null)} />
      )}
    </>
  );
}

function Actions(props: { clawback: ClawbackDetail; onAction: (action: ClawbackAction) => void }) {
  const { clawback, onAction } = props;
  const me = useMe();
  const engine = engineUrl(me, clawback.workflowId);
  return (
    <>
      {engine !== null && (
        <Button icon={<ExportOutlined />} href={engine} target="_blank" rel="noreferrer">
          流程引擎
        </Button>
      )}
      {allowedClawbackActions(me, clawback).map((action) => (
        <Button
          key={action}
          type={action === 'repaid' ? 'primary' : 'default'}
          onClick={() => onAction(action)}
          data-testid={`clawback-${action}`}
        >
          {clawbackActionNames[action]}
        </Button>
      ))}
    </>
  );
}
