import type { FundView } from '@bangdai/contracts/http';
import { Table, Tag } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { Link, Navigate, useNavigate } from 'react-router';
import { Amount } from '../../ui/figures';
import { fundAlarms } from '../../ui/labels';
import { PageHead, Panel } from '../../ui/page';
import { Loaded, Nothing } from '../../ui/states';
import { fundPath, useFunds } from './queries';

const columns: ColumnsType<FundView> = [
  {
    title: '区县',
    width: 160,
    ellipsis: true,
    render: (_, row) => <Link to={fundPath(row.id)}>{row.countyName}</Link>,
  },
  { title: '专户银行', ellipsis: true, dataIndex: 'bankName' },
  {
    title: '余额（元）',
    width: 140,
    align: 'right',
    render: (_, row) => <Amount value={row.balance} strong />,
  },
  { title: '已冻结（元）', width: 130, align: 'right', render: (_, row) => <Amount value={row.frozen} /> },
  {
    title: '贷款余额（元）',
    width: 150,
    align: 'right',
    render: (_, row) => <Amount value={row.outstanding} />,
  },
  {
    title: '放大倍数',
    width: 96,
    align: 'right',
    render: (_, row) => <span className="num">{row.leverage === null ? '—' : `${row.leverage} 倍`}</span>,
  },
  { title: '应补足（元）', width: 130, align: 'right', render: (_, row) => <Amount value={row.topUpDue} /> },
  {
    title: '提示',
    width: 190,
    render: (_, row) =>
      row.alarms.map((code) => (
        <Tag key={code} color="warning" variant="filled">
          {fundAlarms[code] ?? code}
        </Tag>
      )),
  },
];

/** Accounts of the fund; whoever sees only one is led to it. */
export function FundsPage() {
  return <Loaded query={useFunds()}>{(funds) => <Funds funds={funds} />}</Loaded>;
}

function Funds({ funds }: { funds: FundView[] }) {
  const navigate = useNavigate();
  const [only] = funds;
  if (funds.length === 1 && only !== undefined) return <Navigate to={fundPath(only.id)} replace />;
  return (
    <>
      <PageHead title="风险补偿金" note="各区县、各银行的补偿金专户：余额、冻结、放大倍数与补足" />
      <Panel flush>
        <Table<FundView>
          size="small"
          rowKey="id"
          pagination={false}
          dataSource={funds}
          columns={columns}
          scroll={{ x: 1100 }}
          locale={{ emptyText: <Nothing text="没有补偿金专户" /> }}
          onRow={(row) => ({ onClick: () => void navigate(fundPath(row.id)), className: 'clickable' })}
        />
      </Panel>
    </>
  );
}
