import type { LoanSummary, TaskRow } from '@bangdai/contracts/http';
import { Button, Table, Tag } from 'antd';
import { useMemo } from 'react';
import { Link, useNavigate } from 'react-router';
import { mayApply, readsOnly, readsRecords } from '../../app/menu';
import { Chart } from '../../ui/chart';
import { DueBadge } from '../../ui/due-badge';
import { Amount, FigureStrip, LoanStageTag, Yuan, type Figure } from '../../ui/figures';
import { thousands, today } from '../../ui/format';
import { PageHead, Panel } from '../../ui/page';
import { Loaded, Nothing } from '../../ui/states';
import { bandTotal, maturityBars, maturityOption } from '../loans/maturity';
import { monthBounds } from '../loans/loan-filters';
import { useLoanSummary } from '../loans/queries';
import { taskPath, useSomeTasks, useTaskCounts } from '../reviews/queries';
import { useMe } from '../session/me-context';
import { useCounties } from '../session/queries';

const NEAR_MONTHS = 3;
const CHART_MONTHS = 12;

/** 首页: what waits for me, what falls due, how the programme stands — each figure opens its rows. */
export function HomePage() {
  const me = useMe();
  if (!readsRecords(me.role)) return <ProgrammePage />;
  return (
    <>
      <PageHead
        title={`${me.displayName}，您好`}
        note={today()}
        extra={
          mayApply(me.role) && (
            <Link to="/apply">
              <Button type="primary">新增贷款申请</Button>
            </Link>
          )
        }
      />
      {!readsOnly(me.role) && <MyWork />}
      <Programme />
    </>
  );
}

function MyWork() {
  const counts = useTaskCounts().data;
  const overdue = useSomeTasks({ due: 'overdue', limit: 8 }, true);
  const link = (to: string, count: number | undefined, testId: string) => (
    <Link to={to} data-testid={testId}>
      {count ?? '…'} 件
    </Link>
  );
  const items: Figure[] = [
    { label: '待办', value: link('/tasks', counts?.todo, 'home-todo') },
    { label: '待认领', value: link('/tasks?tab=claimable', counts?.claimable, 'home-claimable') },
    {
      label: '已超期',
      value: link('/tasks?due=overdue', counts?.overdue, 'home-overdue'),
      ...((counts?.overdue ?? 0) > 0 ? { tone: 'bad' as const } : {}),
    },
    {
      label: '下级超期',
      value: link('/tasks?tab=escalated', counts?.escalated ?? 0, 'home-escalated'),
      ...((counts?.escalated ?? 0) > 0 ? { tone: 'bad' as const } : {}),
    },
    { label: '已办', value: link('/tasks?tab=done', counts?.done, 'home-done') },
    { label: '我发起', value: link('/tasks?tab=mine', counts?.mine, 'home-mine') },
  ];
  return (
    <>
      <FigureStrip items={items} testId="home-counts" />
      <Panel title="超期事项" flush extra={<Link to="/tasks">全部待办</Link>}>
        <Loaded query={overdue} rows={3}>
          {(page) => <OverdueTable rows={page.rows} />}
        </Loaded>
      </Panel>
    </>
  );
}

function OverdueTable({ rows }: { rows: TaskRow[] }) {
  const navigate = useNavigate();
  if (rows.length === 0) return <Nothing text="没有超期事项" action={<Link to="/tasks">查看待办</Link>} />;
  return (
    <Table<TaskRow>
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={rows}
      onRow={(row) =>
        ({
          onClick: () => void navigate(taskPath(row.id)),
          className: 'clickable',
          'data-testid': 'home-overdue-row',
        }) as object
      }
      columns={[
        {
          title: '事项',
          width: 220,
          ellipsis: true,
          render: (_, row) => <Link to={taskPath(row.id)}>{row.title}</Link>,
        },
        { title: '申请人', width: 100, ellipsis: true, render: (_, row) => row.borrower ?? '—' },
        { title: '编号', dataIndex: 'subjectNo', width: 160 },
        {
          title: '地点',
          ellipsis: true,
          render: (_, row) => [row.township, row.village].filter(Boolean).join(' · ') || row.bankName,
        },
        {
          title: '金额（元）',
          width: 130,
          align: 'right',
          render: (_, row) => <Amount value={row.amount} />,
        },
        { title: '期限', width: 140, render: (_, row) => <DueBadge task={row} /> },
      ]}
    />
  );
}

function Programme() {
  const summary = useLoanSummary({});
  return (
    <Loaded query={summary}>
      {(data) =>
        data.count === 0 ? (
          <Panel>
            <Nothing text="辖区内还没有贷款" />
          </Panel>
        ) : (
          <>
            <FigureStrip items={programmeFigures(data)} testId="home-programme" />
            <div className="halves">
              <Maturity summary={data} />
              <Stages summary={data} />
            </div>
          </>
        )
      }
    </Loaded>
  );
}

function programmeFigures(summary: LoanSummary): Figure[] {
  const near = bandTotal(maturityBars(summary.maturityByMonth, today().slice(0, 7), NEAR_MONTHS), 'near');
  const bad = summary.overdueCount > 0 ? { tone: 'bad' as const } : {};
  return [
    { label: '贷款笔数', value: <Link to="/loans">{summary.count.toLocaleString('zh-CN')} 笔</Link> },
    { label: '贷款余额', value: <Yuan value={summary.balance} /> },
    {
      label: '近三个月到期',
      value: `${near.count.toLocaleString('zh-CN')} 笔`,
      hint: `余额 ${thousands(near.balance)} 元`,
    },
    { label: '到期余额', value: <Yuan value={near.balance} /> },
    {
      label: '逾期笔数',
      value: <Link to="/loans?stage=overdue">{summary.overdueCount.toLocaleString('zh-CN')} 笔</Link>,
      ...bad,
    },
    { label: '逾期余额', value: <Yuan value={summary.overdueBalance} />, ...bad },
  ];
}

function Maturity({ summary }: { summary: LoanSummary }) {
  const navigate = useNavigate();
  const option = useMemo(
    () => maturityOption(maturityBars(summary.maturityByMonth, today().slice(0, 7), CHART_MONTHS)),
    [summary.maturityByMonth],
  );
  const open = (month: string) => {
    const { maturesFrom, maturesTo } = monthBounds(month);
    void navigate(`/loans?maturesFrom=${maturesFrom}&maturesTo=${maturesTo}`);
  };
  return (
    <Panel title="到期分布（未来 12 个月）">
      <Chart option={option} height={260} label="按月到期的贷款余额" onPick={open} />
    </Panel>
  );
}

function Stages({ summary }: { summary: LoanSummary }) {
  return (
    <Panel title="贷款状态" flush testId="home-stages">
      <Table
        size="small"
        rowKey="stage"
        pagination={false}
        scroll={{ y: 250 }}
        dataSource={summary.byStage}
        columns={[
          {
            title: '状态',
            render: (_, { stage }) => (
              <Link to={`/loans?stage=${stage}`}>
                <LoanStageTag stage={stage} />
              </Link>
            ),
          },
          {
            title: '笔数',
            width: 100,
            align: 'right',
            className: 'num',
            render: (_, row) => row.count.toLocaleString('zh-CN'),
          },
          {
            title: '余额（元）',
            width: 170,
            align: 'right',
            render: (_, row) => <Amount value={row.balance} />,
          },
        ]}
      />
    </Panel>
  );
}

/** Administrators see which programmes run, no business data. */
function ProgrammePage() {
  const me = useMe();
  const counties = useCounties();
  return (
    <>
      <PageHead title={`${me.displayName}，您好`} note="系统管理岗位不接触业务数据" />
      <Panel title="启用的方案" flush>
        <Loaded query={counties}>
          {(rows) => (
            <Table
              size="small"
              rowKey="code"
              pagination={false}
              dataSource={rows}
              columns={[
                { title: '区县', dataIndex: 'name', width: 160 },
                { title: '方案', dataIndex: 'packTitle', ellipsis: true },
                { title: '版本', dataIndex: 'packVersion', width: 100 },
                {
                  title: '受理期',
                  width: 230,
                  className: 'num',
                  render: (_, row) => `${row.effectiveFrom} 至 ${row.effectiveTo ?? '长期'}`,
                },
                {
                  title: '银行',
                  width: 220,
                  render: (_, row) => row.banks.map((bank) => <Tag key={bank.key}>{bank.zh}</Tag>),
                },
              ]}
            />
          )}
        </Loaded>
      </Panel>
    </>
  );
}
