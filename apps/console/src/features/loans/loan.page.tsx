import type { LoanDetail } from '@bangdai/contracts/http';
import { Alert, App, Button, Dropdown, Tabs } from 'antd';
import { CopyOutlined, DownOutlined, ExportOutlined } from '@ant-design/icons';
import { useParams } from 'react-router';
import { ApiProblem } from '../../api/problem';
import { NotFoundPage } from '../../app/not-found.page';
import { engineUrl } from '../../app/engine-link';
import { LoanStageTag } from '../../ui/figures';
import { PageHead, Panel } from '../../ui/page';
import { Loaded } from '../../ui/states';
import { StepChain } from '../../ui/step-chain';
import { useUrlState } from '../../ui/url-state';
import { useMe } from '../session/me-context';
import { useCounty } from '../session/queries';
import { DocumentTable } from './documents';
import { HistoryTimeline } from './history-timeline';
import { actionNames, allowedActions, mayUpload, type LoanAction } from './loan-actions';
import { LoanActionDialog } from './loan-action.dialog';
import { LoanMoneyTab } from './loan-money';
import { OpenTasks } from './open-tasks';
import { AgendaList } from './agenda-list';
import { ApplicationFacts, HouseholdLoans, MoneyStrip } from './loan-widgets';
import { useAgenda, useLoan, useLoanHistory, useLoanMoney } from './queries';

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
  const money = useLoanMoney(loan.id).data;
  return (
    <>
      <LoanHead loan={loan} actions={actions} onAction={(action) => set({ do: action })} />
      <MoneyStrip loan={loan} subsidyPaid={money?.subsidyPaid} />
      <Notes loan={loan} />
      <div className="two-columns">
        <div>
          <OpenTasks tasks={loan.openTasks} />
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
          <LoanStageTag stage={loan.stage} testId="loan-stage" />
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
    tab('facts', '申请信息', <ApplicationFacts loan={loan} />),
    tab('money', '资金明细', <LoanMoneyTab loanId={loan.id} />),
    tab('documents', `材料 ${loan.documents.length}`, <DocumentsTab loan={loan} />),
    tab('household', '本户贷款', <HouseholdLoans loans={loan.householdLoans} />),
  ];
}

function HistoryTab({ loanId }: { loanId: string }) {
  const query = useLoanHistory(loanId);
  return <Loaded query={query}>{(rows) => <HistoryTimeline rows={rows} />}</Loaded>;
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
