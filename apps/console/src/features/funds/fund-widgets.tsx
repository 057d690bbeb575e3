import type { FundDetail, FundEntryRow, FundMovementRow, FundView } from '@bangdai/contracts/http';
import { Alert, Table, Tag } from 'antd';
import { Link } from 'react-router';
import { Amount, FigureStrip, Yuan } from '../../ui/figures';
import { dayOf, yuan } from '../../ui/format';
import { fundAlarms, fundEntryKinds, fundEntryStates, fundMovementKinds } from '../../ui/labels';
import { Panel } from '../../ui/page';
import { Nothing } from '../../ui/states';

export function FundFigures({ fund }: { fund: FundView }) {
  const due = fund.topUpDue !== '0.00';
  return (
    <FigureStrip
      testId="fund-figures"
      items={[
        { label: '专户余额', value: <Yuan value={fund.balance} />, testId: 'fund-page-balance' },
        { label: '已冻结', value: <Yuan value={fund.frozen} />, hint: '已核定、尚未拨付的补偿' },
        { label: '可用', value: <Yuan value={fund.free} />, hint: '余额减已冻结' },
        { label: '对应贷款余额', value: <Yuan value={fund.outstanding} /> },
        {
          label: '放大倍数',
          value: fund.leverage === null ? '—' : `${fund.leverage} 倍`,
          hint: multiples(fund),
          testId: 'fund-leverage',
          ...(fund.alarms.includes('LEVERAGE_EXCEEDED') ? { tone: 'bad' as const } : {}),
        },
        {
          label: '最低余额',
          value: <Yuan value={fund.floor} />,
          hint: '按本季度期初数计算，季末前补足',
          ...(fund.alarms.includes('BELOW_FLOOR') ? { tone: 'bad' as const } : {}),
        },
        {
          label: '应补足',
          value: <Yuan value={fund.topUpDue} />,
          testId: 'fund-top-up',
          ...(due ? { tone: 'bad' as const } : {}),
        },
      ]}
    />
  );
}

function multiples({ leverageMin, leverageMax, headroom }: FundView): string {
  if (leverageMax === null) return '方案未规定倍数';
  const least = leverageMin === null ? '' : `不低于 ${leverageMin} 倍，`;
  return `${least}不超过 ${leverageMax} 倍；尚可放贷 ${yuan(headroom)}`;
}

/** Why somebody has to act, by which day, and what stands still until then. */
export function FundAlarm({ fund }: { fund: FundView }) {
  if (fund.alarms.length === 0) return null;
  const by = fund.topUpBy === null ? '' : `，应于 ${fund.topUpBy} 前补足 ${yuan(fund.topUpDue)}`;
  const stopped = fund.lendingStopped ? '；补足之前停止新发放贷款' : '';
  return (
    <Alert
      className="block-gap"
      type={fund.topUpDue === '0.00' ? 'info' : 'warning'}
      showIcon
      data-testid="fund-alarm"
      title={`${fund.alarms.map((code) => fundAlarms[code] ?? code).join('、')}${by}${stopped}`}
    />
  );
}

export function FundEntries({ entries }: { entries: FundEntryRow[] }) {
  return (
    <Panel title="到账登记" flush>
      <Table<FundEntryRow>
        size="small"
        rowKey="id"
        pagination={false}
        dataSource={entries}
        data-testid="fund-entries"
        scroll={{ x: 680 }}
        locale={{ emptyText: <Nothing text="财政局登记到账后，由县主管部门复核入账" /> }}
        columns={[
          { title: '到账日', dataIndex: 'receivedOn', width: 106, className: 'num' },
          { title: '类别', width: 76, render: (_, row) => fundEntryKinds[row.kind] },
          { title: '凭证号', dataIndex: 'voucherNo', ellipsis: true },
          {
            title: '金额（元）',
            width: 130,
            align: 'right',
            render: (_, row) => <Amount value={row.amount} strong />,
          },
          { title: '登记', width: 90, ellipsis: true, dataIndex: 'recordedByName' },
          { title: '复核', width: 150, render: (_, row) => <EntryState entry={row} /> },
        ]}
      />
    </Panel>
  );
}

function EntryState({ entry }: { entry: FundEntryRow }) {
  if (entry.taskId !== null)
    return <Link to={`/tasks/${encodeURIComponent(entry.taskId)}`}>{fundEntryStates.recorded}</Link>;
  const decided = entry.decidedAt === null ? '' : ` ${dayOf(entry.decidedAt)}`;
  return (
    <>
      <Tag color={entry.state === 'confirmed' ? 'success' : 'default'} variant="filled">
        {fundEntryStates[entry.state]}
      </Tag>
      <span className="muted small">
        {entry.decidedByName}
        {decided}
      </span>
    </>
  );
}

export const movementColumns = [
  { title: '日期', dataIndex: 'on', width: 110, className: 'num' },
  { title: '摘要', width: 110, render: (_: unknown, row: FundMovementRow) => fundMovementKinds[row.kind] },
  {
    title: '业务',
    ellipsis: true,
    render: (_: unknown, row: FundMovementRow) =>
      row.claimId === null ? '—' : <Link to={`/claims/${row.claimId}`}>{row.subjectNo}</Link>,
  },
  {
    title: '收支（元）',
    width: 140,
    align: 'right' as const,
    render: (_: unknown, row: FundMovementRow) => <Amount value={row.amount} strong />,
  },
  {
    title: '余额（元）',
    width: 150,
    align: 'right' as const,
    render: (_: unknown, row: FundMovementRow) => <Amount value={row.balanceAfter} />,
  },
];

/** First filed, first paid, nothing in part. */
export function FundQueue({ queue }: { queue: FundDetail['queue'] }) {
  if (queue.length === 0) return null;
  return (
    <Panel title="排队待付的补偿" flush>
      <Table
        size="small"
        rowKey="claimId"
        pagination={false}
        dataSource={queue}
        data-testid="fund-queue"
        columns={[
          {
            title: '补偿编号',
            render: (_, row) => <Link to={`/claims/${row.claimId}`}>{row.claimNo}</Link>,
          },
          { title: '申报日', dataIndex: 'filedOn', width: 110, className: 'num' },
          {
            title: '金额（元）',
            width: 130,
            align: 'right',
            render: (_, row) => <Amount value={row.amount} strong />,
          },
        ]}
      />
    </Panel>
  );
}
