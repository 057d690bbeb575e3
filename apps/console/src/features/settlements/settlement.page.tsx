import type { SettlementDetail } from '@bangdai/contracts/http';
import { ExportOutlined } from '@ant-design/icons';
import { Button, Table, Tabs } from 'antd';
import { useParams } from 'react-router';
import { ApiProblem } from '../../api/problem';
import { engineUrl } from '../../app/engine-link';
import { NotFoundPage } from '../../app/not-found.page';
import { SettlementStageTag } from '../../ui/figures';
import { PageHead, Panel } from '../../ui/page';
import { Loaded } from '../../ui/states';
import { StepChain } from '../../ui/step-chain';
import { useUrlState } from '../../ui/url-state';
import { HistoryTimeline } from '../loans/history-timeline';
import { SubjectDecisions } from '../reviews/subject-decisions';
import { useMe } from '../session/me-context';
import { useSettlement, useSettlementHistory, useSettlementLines } from './queries';
import { quarterName } from './quarters';
import { SettlementLines } from './settlement-lines';
import { BudgetShortage, ByTownship } from './settlement-progress';
import { disputedColumns, PaymentOrders, SettlementFigures } from './settlement-widgets';

export function SettlementPage() {
  const { settlementId = '' } = useParams();
  const query = useSettlement(settlementId);
  if (query.error instanceof ApiProblem && query.error.status === 404) return <NotFoundPage />;
  return <Loaded query={query}>{(settlement) => <Settlement settlement={settlement} />}</Loaded>;
}

function Settlement({ settlement }: { settlement: SettlementDetail }) {
  const engine = engineUrl(useMe(), settlement.workflowId);
  return (
    <>
      <PageHead
        title={
          <>
            {settlement.bankName} {quarterName(settlement.settleOn)}贴息{' '}
            <SettlementStageTag stage={settlement.stage} testId="settlement-stage" />
          </>
        }
        note={
          <>
            {settlement.countyName} · <span className="num">{settlement.settlementNo}</span> · 结息期间{' '}
            {settlement.periodFrom} 至 {settlement.periodTo}
          </>
        }
        extra={
          engine !== null && (
            <Button icon={<ExportOutlined />} href={engine} target="_blank" rel="noreferrer">
              流程引擎
            </Button>
          )
        }
      />
      <SettlementFigures settlement={settlement} />
      <BudgetShortage settlement={settlement} />
      <div className="two-columns">
        <div>
          <SubjectDecisions tasks={settlement.openTasks} figuresHash={settlement.figuresHash} />
          <Disputed settlement={settlement} />
          <Panel title="按乡镇" flush>
            <ByTownship settlement={settlement} />
          </Panel>
        </div>
        <div>
          <Panel title="签批流程">
            <StepChain steps={settlement.steps} testId="settlement-chain" />
            {settlement.figuresHash !== null && <FiguresMark hash={settlement.figuresHash} />}
          </Panel>
          <Panel title="拨付指令">
            <PaymentOrders orders={settlement.orders} />
          </Panel>
        </div>
      </div>
      <SettlementTabs settlement={settlement} />
    </>
  );
}

/** Every signature is bound to these figures; a changed figure changes the mark. */
export const FiguresMark = ({ hash }: { hash: string }) => (
  <p className="muted small wrap-any" data-testid="figures-hash" data-hash={hash}>
    数字校验码 {hash.slice(0, 12)}
  </p>
);

function Disputed({ settlement }: { settlement: SettlementDetail }) {
  const lines = useSettlementLines(settlement.id, { state: 'disputed' });
  if (settlement.disputed === 0) return null;
  return (
    <Panel title={`与银行的差异 ${settlement.disputed} 笔`} flush testId="disputed-lines">
      <Table
        size="small"
        rowKey={(row) => `${row.loanId}-${row.periodFrom}-${row.sequence}`}
        pagination={false}
        scroll={{ x: 730, y: 260 }}
        loading={lines.isPending}
        dataSource={lines.data?.pages.flatMap((page) => page.rows) ?? []}
        columns={disputedColumns}
      />
    </Panel>
  );
}

function SettlementTabs({ settlement }: { settlement: SettlementDetail }) {
  const [get, set] = useUrlState();
  return (
    <Panel>
      <Tabs
        activeKey={get('tab') ?? 'lines'}
        onChange={(tab) => set({ tab })}
        items={[
          {
            key: 'lines',
            label: <span data-testid="settlement-tab-lines">贴息明细</span>,
            children: <SettlementLines settlement={settlement} />,
          },
          {
            key: 'history',
            label: <span data-testid="settlement-tab-history">办理记录</span>,
            children: <History settlementId={settlement.id} />,
          },
        ]}
      />
    </Panel>
  );
}

function History({ settlementId }: { settlementId: string }) {
  const query = useSettlementHistory(settlementId);
  return <Loaded query={query}>{(rows) => <HistoryTimeline rows={rows} />}</Loaded>;
}
