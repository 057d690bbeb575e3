import type { ImportConfirmationView, ImportView } from '@bangdai/contracts/http';
import { Table, Tag } from 'antd';
import { Amount } from '../../ui/figures';
import { instant } from '../../ui/format';
import { Panel } from '../../ui/page';
import { confirmationStates, confirmationTones } from './import-state';

/** Whose word the loans of each bank wait for, or who gave it: what two people sign is on one screen. */
export function ImportConfirmations({ view }: { view: ImportView }) {
  if (view.confirmations.length === 0) return null;
  return (
    <Panel title="双方确认" flush testId="import-confirmations">
      <Table<ImportConfirmationView>
        size="small"
        rowKey="taskId"
        pagination={false}
        dataSource={view.confirmations}
        scroll={{ x: 720 }}
        onRow={(row) =>
          ({ 'data-testid': 'import-confirmation', 'data-bank': row.bank, 'data-state': row.state }) as object
        }
        columns={[
          { title: '银行', render: (_, row) => row.bankName },
          {
            title: '确认方',
            width: 130,
            render: (_, row) => (row.role === 'countyOffice' ? '县主管部门' : '贷款银行'),
          },
          { title: '笔数', dataIndex: 'rows', width: 90, align: 'right', className: 'num' },
          {
            title: '余额（元）',
            width: 150,
            align: 'right',
            render: (_, row) => <Amount value={row.balance} />,
          },
          {
            title: '状态',
            width: 90,
            render: (_, { state }) => (
              <Tag variant="filled" color={confirmationTones[state]}>
                {confirmationStates[state]}
              </Tag>
            ),
          },
          { title: '说明', render: (_, row) => <WhoAndWhy row={row} /> },
        ]}
      />
    </Panel>
  );
}

function WhoAndWhy({ row }: { row: ImportConfirmationView }) {
  if (row.at === null) return <span className="muted">—</span>;
  return (
    <>
      <span className="muted num">
        {row.byName ?? ''} {instant(row.at)}
      </span>
      {row.reason !== null && <div data-testid="confirmation-reason">{row.reason}</div>}
    </>
  );
}
