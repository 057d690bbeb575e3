import type { StatementRow } from '@bangdai/contracts/http';
import { Table } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { Link } from 'react-router';
import { DateField } from '../../ui/date-field';
import { ExportButton } from '../../ui/export-button';
import { FigureStrip } from '../../ui/figures';
import { accountKindName, journalKindName } from '../../ui/ledger-labels';
import { PageHead, Panel } from '../../ui/page';
import { Nothing, ProblemAlert } from '../../ui/states';
import { useUrlState } from '../../ui/url-state';
import { Balance, CauseLink, LoadMore, Side } from './ledger-widgets';
import { entryPath, useStatement } from './queries';

const columns: ColumnsType<StatementRow> = [
  { title: '日期', dataIndex: 'on', width: 110, className: 'num' },
  {
    title: '摘要',
    width: 150,
    render: (_, row) => (
      <Link to={entryPath(row.entryId)} data-testid="entry-link">
        {journalKindName(row.kind)}
      </Link>
    ),
  },
  { title: '业务', render: (_, row) => <CauseLink {...row} /> },
  { title: '凭证号', width: 220, ellipsis: true, render: (_, row) => row.documentNo ?? '—' },
  { title: '借方（元）', width: 130, align: 'right', render: (_, row) => <Side value={row.debit} /> },
  { title: '贷方（元）', width: 130, align: 'right', render: (_, row) => <Side value={row.credit} /> },
  { title: '余额（元）', width: 160, align: 'right', render: (_, row) => <Balance value={row.balance} /> },
];

/** One account from day to day, each line leading to its entry and to what caused it. */
export function StatementPage() {
  const [get, set] = useUrlState();
  const name = get('account') ?? '';
  const statement = useStatement({ account: name, from: get('from'), to: get('to') });
  const first = statement.data?.pages[0];
  const rows = statement.data?.pages.flatMap((page) => page.rows) ?? [];
  const [, , kind = '', owner = ''] = name.split('/');
  return (
    <>
      <PageHead
        title={`明细账：${accountKindName(kind)}`}
        note={first?.account.ownerName ?? (owner.length > 20 ? '' : owner)}
        extra={<Link to="/ledger">返回科目余额</Link>}
      />
      {first !== undefined && (
        <FigureStrip
          testId="statement"
          items={[
            { label: '期初余额', value: <Balance value={first.opening} /> },
            { label: '期末余额', value: <Balance value={first.closing} />, testId: 'statement-closing' },
            ...(first.account.loanId === null
              ? []
              : [
                  {
                    label: '贷款',
                    value: <Link to={`/loans/${first.account.loanId}`}>{first.account.ownerName}</Link>,
                  },
                ]),
          ]}
        />
      )}
      <div className="filters block-gap">
        {(['from', 'to'] as const).map((end) => (
          <label
            key={end}
            className="muted"
            style={{ width: 190, display: 'flex', alignItems: 'center', gap: 6 }}
          >
            <span>{end === 'from' ? '自' : '至'}</span>
            <DateField
              {...(get(end) === undefined ? {} : { value: get(end) as string })}
              onChange={(day) => set({ [end]: day })}
            />
          </label>
        ))}
        <ExportButton
          path="statement"
          query={{ account: name, from: get('from'), to: get('to') }}
          testId="export-statement"
        />
      </div>
      {statement.error !== null && (
        <ProblemAlert error={statement.error} onRetry={() => void statement.refetch()} />
      )}
      <Panel flush>
        <Table<StatementRow>
          size="small"
          rowKey={(row) => `${row.entryId}-${row.debit}-${row.credit}-${row.balance}`}
          pagination={false}
          loading={statement.isPending}
          dataSource={rows}
          columns={columns}
          scroll={{ x: 1000 }}
          locale={{ emptyText: <Nothing text="这段时间没有发生额" /> }}
        />
        <LoadMore query={statement} />
      </Panel>
    </>
  );
}
