import type { BankDueRow } from '@bangdai/contracts/http';
import { Table, Tag } from 'antd';
import { Link } from 'react-router';
import { Amount } from '../../ui/figures';
import { bankDueCauses } from '../../ui/labels';
import { Panel } from '../../ui/page';

/** What banks were paid too much, until it is back; nothing to see where no bank ever was. */
export function BankDues({ dues }: { dues: BankDueRow[] }) {
  if (dues.length === 0) return null;
  return (
    <Panel title="银行应退款" flush>
      <Table<BankDueRow>
        size="small"
        rowKey="id"
        pagination={false}
        dataSource={dues}
        data-testid="bank-dues"
        scroll={{ x: 760 }}
        columns={[
          {
            title: '业务编号',
            render: (_, row) => <Link to={`/${row.subject}s/${row.subjectId}`}>{row.subjectNo}</Link>,
          },
          { title: '原因', width: 110, render: (_, row) => bankDueCauses[row.cause] },
          { title: '银行', dataIndex: 'bankName', ellipsis: true },
          { title: '发生日', dataIndex: 'openedOn', width: 106, className: 'num' },
          { title: '退回期限', dataIndex: 'dueOn', width: 106, className: 'num' },
          {
            title: '应退（元）',
            width: 120,
            align: 'right',
            render: (_, row) => <Amount value={row.amount} />,
          },
          {
            title: '未退（元）',
            width: 120,
            align: 'right',
            render: (_, row) => <Amount value={row.left} strong />,
          },
          { title: '状态', width: 130, render: (_, row) => <DueState due={row} /> },
        ]}
      />
    </Panel>
  );
}

function DueState({ due }: { due: BankDueRow }) {
  if (due.settledOn !== null)
    return (
      <Tag color="success" variant="filled">
        已退清
      </Tag>
    );
  const text = due.setOffOrdered ? '待抵扣' : '待退回';
  if (due.taskId === null) return <span>{text}</span>;
  return <Link to={`/tasks/${encodeURIComponent(due.taskId)}`}>{text}</Link>;
}
