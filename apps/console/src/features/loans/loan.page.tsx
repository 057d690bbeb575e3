import type { LoanDetail } from '@bangdai/contracts/http';
import { Alert, App, Button, Dropdown, Tabs } from 'antd';
import {
  CopyOutlined,
  DownOutlined,
  ExportOutlined,
  FolderOpenOutlined,
  PrinterOutlined,
} from '@ant-design/icons';
import { useState } from 'react';
import { useParams } from 'react-router';
import { ApiProblem } from '../../api/problem';
import { NotFoundPage } from '../../app/not-found.page';
import { engineUrl } from '../../app/engine-link';
import { readsRawEvents } from '../../app/menu';
import { LoanStageTag } from '../../ui/figures';
import { PageHead, Panel } from '../../ui/page';
import { Loaded } from '../../ui/states';
import { StepChain } from '../../ui/step-chain';
import { useUrlState } from '../../ui/url-state';
import { useMe } from '../session/me-context';
import { useCounty } from '../session/queries';
import { DocumentTable } from './documents';
import { AsOfPanel } from './as-of-panel';
import { useTimeline } from './case-queries';
import { CaseTimeline } from './case-timeline';
import { ChangesPanel, ChecksPanel, NextMoves } from './checks-panel';
import { ConsistencyBadge } from './consistency-badge';
import { CaseFigureStrip } from './figure-strip';
import { FlowPanel } from './flow-panel';
import { actionNames, allowedActions, mayUpload, type LoanAction } from './loan-actions';
import { LoanActionDialog } from './loan-action.dialog';
import { LoanMoneyTab } from './loan-money';
import { OpenTasks } from './open-tasks';
import { AgendaList } from './agenda-list';
import { ApplicationFacts, HouseholdLoans } from './loan-widgets';
import { loanPath, useAgenda, useLoan } from './queries';
import { RawEventDrawer } from './raw-event.drawer';

/** 贷款全景: one loan from application to its end. */
export function LoanPage() {
  const { loanId } = useParams();
  const query = useLoan(loanId);
  if (query.error instanceof ApiProblem && query.error.status === 404) return <NotFoundPage />;
  return <Loaded query={query}>{(loan) => <Loan loan={loan} />}</Loaded>;
}

function Loan({ loan }: { loan: LoanDetail }) {
  const [get, set] = useUrlState();
  const me = useMe();
  const actions = allowedActions(me, loan);
  const asked = actions.find((action) => action === get('do'));
  return (
    <>
      <LoanHead loan={loan} actions={actions} onAction={(action) => set({ do: action })} />
      <CaseFigureStrip loan={loan} />
      <Notes loan={loan} />
      <div className="two-columns">
        <div>
          <OpenTasks tasks={loan.openTasks} />
          <NextMoves loanId={loan.id} />
          <Panel>
            <Tabs activeKey={get('tab') ?? 'history'} onChange={(tab) => set({ tab })} items={tabsOf(loan)} />
          </Panel>
        </div>
        <div>
          <Panel title="审批流程">
            {loan.isTakenOver ? (
              <p className="muted">存量贷款，接管前已审批发放，审批记录见原档案。</p>
            ) : (
              <StepChain steps={loan.steps} testId="loan-chain" />
            )}
          </Panel>
          <AgendaPanel loan={loan} />
        </div>
      </div>
      {asked !== undefined && (
        <LoanActionDialog loan={loan} action={asked} onClose={() => set({ do: null })} />
      )}
    </>
  );
}

interface LoanHeadProps {
  loan: LoanDetail;
  actions: LoanAction[];
  onAction: (action: LoanAction) => void;
}

function LoanHead({ loan, actions, onAction }: LoanHeadProps) {
  const { message } = App.useApp();
  const me = useMe();
  const engine = engineUrl(me, loan.workflowId);
  const copy = () =>
    void navigator.clipboard?.writeText(window.location.href.split('?')[0] ?? '').then(
      () => message.success('链接已复制'),
      () => message.warning('浏览器不允许复制，请从地址栏复制'),
    );
  return (
    <PageHead
      title={
        <>
          {loan.borrower} <span className="num title-no">{loan.loanNo}</span>{' '}
          <LoanStageTag stage={loan.stage} testId="loan-stage" /> <ConsistencyBadge loanId={loan.id} />
        </>
      }
      note={`${loan.countyName} · ${loan.township} · ${loan.village} · ${loan.bankName}`}
      extra={
        <>
          {engine !== null && (
            <Button
              icon={<ExportOutlined />}
              href={engine}
              target="_blank"
              rel="noreferrer"
              data-testid="engine-link"
            >
              流程引擎
            </Button>
          )}
          <Button
            icon={<PrinterOutlined />}
            href={`/v1${loanPath(loan.id)}/approval-form.pdf`}
            target="_blank"
            rel="noreferrer"
            data-testid="print-approval-form"
          >
            打印审批表
          </Button>
          <Button
            icon={<FolderOpenOutlined />}
            href={`/v1${loanPath(loan.id)}/case-file.zip`}
            download
            data-testid="case-file"
          >
            导出卷宗
          </Button>
          <Button icon={<CopyOutlined />} onClick={copy} data-testid="copy-link">
            复制链接
          </Button>
          {actions.length > 0 && (
            <Dropdown
              trigger={['click']}
              menu={{
                items: actions.map((key) => ({
                  key,
                  label: <span data-testid={`loan-action-${key}`}>{actionNames[key]}</span>,
                  danger: key === 'withdraw',
                })),
                onClick: ({ key }) => onAction(key as LoanAction),
              }}
            >
              <Button type="primary" data-testid="loan-actions">
                办理 <DownOutlined />
              </Button>
            </Dropdown>
          )}
        </>
      }
    />
  );
}

/** What a reader must know before anything else. */
function Notes({ loan }: { loan: LoanDetail }) {
  return (
    <>
      {loan.refusalReasons.length > 0 && (
        <Alert
          className="block-gap"
          type={loan.stage === 'suspended' ? 'warning' : 'error'}
          showIcon
          data-testid="refusal-reasons"
          title={loan.stage === 'suspended' ? '放款前复核未通过' : '不符合申请条件'}
          description={
            <ul className="reasons">
              {loan.refusalReasons.map(({ code, detail }) => (
                <li key={code}>{detail}</li>
              ))}
            </ul>
          }
        />
      )}
      {loan.stage === 'publicity' && loan.publicityEndsOn !== null && (
        <Alert
          className="block-gap"
          type="info"
          showIcon
          title={`公示中，${loan.publicityEndsOn} 期满后自动进入下一环节`}
        />
      )}
      {loan.subsidyStopsOn !== null && (
        <Alert className="block-gap" type="warning" showIcon title={`自 ${loan.subsidyStopsOn} 起停止贴息`} />
      )}
    </>
  );
}

function AgendaPanel({ loan }: { loan: LoanDetail }) {
  const query = useAgenda(loan.id);
  return (
    <Panel title="日程">
      {loan.nextSentence !== '' && <p className="next-sentence">{loan.nextSentence}</p>}
      <Loaded query={query} rows={4}>
        {(rows) => <AgendaList rows={rows} />}
      </Loaded>
    </Panel>
  );
}

function tabsOf(loan: LoanDetail) {
  const tab = (key: string, label: string, children: React.ReactNode) => ({
    key,
    label: <span data-testid={`loan-tab-${key}`}>{label}</span>,
    children,
  });
  return [
    tab('history', '办理记录', <HistoryTab loanId={loan.id} />),
    tab('flow', '流程图', <FlowPanel loanId={loan.id} />),
    tab('checks', '逐条核对', <ChecksPanel loanId={loan.id} />),
    tab('facts', '申请信息', <FactsTab loan={loan} />),
    tab('money', '资金明细', <LoanMoneyTab loanId={loan.id} />),
    tab('documents', `材料 ${loan.documents.length}`, <DocumentsTab loan={loan} />),
    tab(
      'household',
      `本户贷款 ${loan.householdLoans.length}`,
      <HouseholdLoans loans={loan.householdLoans} />,
    ),
    tab('asOf', '历史时点', <AsOfPanel loanId={loan.id} />),
  ];
}

function FactsTab({ loan }: { loan: LoanDetail }) {
  return (
    <>
      <ChangesPanel loanId={loan.id} />
      <ApplicationFacts loan={loan} />
    </>
  );
}

function HistoryTab({ loanId }: { loanId: string }) {
  const query = useTimeline(loanId);
  const me = useMe();
  const [raw, setRaw] = useState<string | null>(null);
  return (
    <>
      <Loaded query={query}>
        {(events) => <CaseTimeline events={events} onRaw={readsRawEvents(me.role) ? setRaw : undefined} />}
      </Loaded>
      <RawEventDrawer loanId={loanId} eventId={raw} onClose={() => setRaw(null)} />
    </>
  );
}

function DocumentsTab({ loan }: { loan: LoanDetail }) {
  const me = useMe();
  const county = useCounty(loan.county);
  const wanted = [
    ...new Set([...(county?.requiredDocuments ?? []), ...loan.openTasks.flatMap((task) => task.requires)]),
  ];
  return (
    <DocumentTable loan={loan} titles={county?.proofs ?? []} wanted={wanted} mayUpload={mayUpload(me.role)} />
  );
}
