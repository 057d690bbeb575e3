import { differenceKinds, type ReconciliationCaseRow } from '@bangdai/contracts/http';
import { App, Button, Checkbox, Segmented, Select, Table } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { Link, useNavigate } from 'react-router';
import { useCommand } from '../../api/use-command';
import { mayRunReconciliation } from '../../app/menu';
import { ExportButton } from '../../ui/export-button';
import { Amount } from '../../ui/figures';
import { instant } from '../../ui/format';
import { options } from '../../ui/labels';
import { PageHead, Panel } from '../../ui/page';
import { Nothing, ProblemAlert } from '../../ui/states';
import { useUrlState } from '../../ui/url-state';
import { useMe } from '../session/me-context';
import { BankDues } from '../funds/bank-dues';
import { useBankDues, caseUrl, useCases, useRuns } from './queries';

const columns: ColumnsType<ReconciliationCaseRow> = [
  {
    title: '差异',
    width: 130,
    render: (_, row) => <Link to={caseUrl(row.id)}>{differenceKinds[row.kind]}</Link>,
  },
  { title: '对方', dataIndex: 'sourceName', width: 150, ellipsis: true },
  { title: '单号', dataIndex: 'ref', width: 210, ellipsis: true, className: 'num' },
  { title: '贷款 / 业务编号', dataIndex: 'loanNo', width: 150, ellipsis: true },
  { title: '平台', width: 130, align: 'right', render: (_, row) => <Said text={row.expected} /> },
  { title: '对方记录', width: 130, align: 'right', render: (_, row) => <Said text={row.found} /> },
  {
    title: '差额（元）',
    width: 110,
    align: 'right',
    render: (_, row) => <Amount value={row.difference} strong />,
  },
  { title: '责任岗位', dataIndex: 'ownerName', width: 110 },
  { title: '发现日', dataIndex: 'openedOn', width: 106, className: 'num' },
];

const isAmount = (text: string): boolean => /^-?\d+\.\d{2}$/.test(text);

function Said({ text }: { text: string | null }) {
  if (text === null) return <span className="muted">—</span>;
  return isAmount(text) ? <Amount value={text} /> : <span className="num">{text}</span>;
}

/** Money that banks have twice stands beside the differences, whichever way it was found. */
function Dues() {
  const { data = [] } = useBankDues();
  return <BankDues dues={data} />;
}

export function ReconciliationPage() {
  const [get, set] = useUrlState();
  const navigate = useNavigate();
  const state = get('state') ?? 'open';
  const list = useCases({ state, kind: get('kind'), mine: get('mine') });
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <>
      <PageHead
        title="对账"
        note="每晚核对总账、银行对账单、国库拨付与业务状态，每处差异一件，查清后办结"
        extra={<RunNow />}
      />
      <LastRun />
      <Dues />
      <div className="filters block-gap">
        <Segmented
          value={state}
          options={[
            { value: 'open', label: '待查' },
            { value: 'closed', label: '已办结' },
          ]}
          onChange={(value) => set({ state: value === 'open' ? undefined : value })}
        />
        <Select
          allowClear
          placeholder="差异类型"
          value={get('kind')}
          onChange={(kind?: string) => set({ kind })}
          options={options(differenceKinds)}
          className="filter-wide"
          data-testid="case-filter-kind"
        />
        <Checkbox
          checked={get('mine') === 'true'}
          onChange={(event) => set({ mine: event.target.checked ? 'true' : undefined })}
        >
          只看本岗
        </Checkbox>
        <ExportButton
          path="reconciliation-cases"
          query={{ state, kind: get('kind'), mine: get('mine') }}
          testId="export-cases"
        />
      </div>
      {list.error !== null && <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />}
      <Panel flush>
        <Table<ReconciliationCaseRow>
          size="small"
          rowKey="id"
          pagination={false}
          loading={list.isPending}
          dataSource={rows}
          columns={columns}
          scroll={{ x: 1200 }}
          locale={{ emptyText: <Nothing text={state === 'open' ? '没有待查的差异' : '没有已办结的差异'} /> }}
          onRow={(row) =>
            ({
              onClick: () => void navigate(caseUrl(row.id)),
              className: 'clickable',
              'data-testid': 'case-row',
            }) as object
          }
        />
        {list.hasNextPage && (
          <div className="load-more">
            <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              加载更多
            </Button>
          </div>
        )}
      </Panel>
    </>
  );
}

/** What the last night found, in one line per county. */
function LastRun() {
  const runs = useRuns();
  const latest = new Map((runs.data ?? []).toReversed().map((run) => [run.county, run]));
  if (runs.error !== null) return <ProblemAlert error={runs.error} />;
  return (
    <div className="block-gap muted" data-testid="last-run">
      {latest.size === 0 && !runs.isPending && '还没有对过账，每日 02:00 自动进行'}
      {[...latest.values()].map((run) => (
        <div key={run.county}>
          {run.countyName}：{instant(run.finishedAt)} 核对 {run.from} 至 {run.to}，对账单 {run.entries} 笔
          {run.missing > 0 && `（${run.missing} 家未取得）`}，新增差异 {run.opened} 件，自动消除 {run.settled}{' '}
          件，待查 {run.open} 件
        </div>
      ))}
    </div>
  );
}

function RunNow() {
  const me = useMe();
  const { message } = App.useApp();
  const run = useCommand(['reconciliation']);
  if (!mayRunReconciliation(me.role)) return null;
  const start = () =>
    run
      .mutateAsync({ path: '/reconciliation/runs', body: { county: me.county } })
      .then(() => message.success('已开始对账，结果稍后显示'))
      .catch(() => message.error('对账没有开始，请稍后再试'));
  return (
    <Button loading={run.isPending} onClick={() => void start()} data-testid="run-reconciliation">
      立即对账
    </Button>
  );
}
