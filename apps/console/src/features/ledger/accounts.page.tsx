import type { AccountRow } from '@bangdai/contracts/http';
import { Table } from 'antd';
import { Link } from 'react-router';
import { accountKindName } from '../../ui/ledger-labels';
import { PageHead, Panel } from '../../ui/page';
import { Nothing, ProblemAlert } from '../../ui/states';
import { useUrlState } from '../../ui/url-state';
import { LoadMore, Side } from './ledger-widgets';
import { statementPath, useAccounts, useBooksCounty } from './queries';

/** The accounts that a row of the trial balance adds up. */
export function AccountsPage() {
  const [get] = useUrlState();
  const kind = get('kind') ?? 'loanPrincipal';
  const county = useBooksCounty(get('county'));
  const on = get('on');
  const list = useAccounts({ county, kind, on });
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <>
      <PageHead
        title={accountKindName(kind)}
        note={`明细账户${on === undefined ? '' : `，截至 ${on}`}`}
        extra={<Link to="/ledger">返回科目余额</Link>}
      />
      {list.error !== null && <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />}
      <Panel flush>
        <Table<AccountRow>
          size="small"
          rowKey="account"
          pagination={false}
          loading={list.isPending}
          dataSource={rows}
          locale={{ emptyText: <Nothing text="还没有账户" /> }}
          columns={[
            {
              title: '账户',
              render: (_, row) => (
                <Link to={statementPath(row.account, { to: on })} data-testid="account-link">
                  {row.ownerName ?? (row.owner === '' ? accountKindName(row.kind) : row.owner)}
                </Link>
              ),
            },
            {
              title: '贷款',
              width: 120,
              render: (_, row) =>
                row.loanId === null ? null : <Link to={`/loans/${row.loanId}`}>查看贷款</Link>,
            },
            {
              title: '借方发生（元）',
              width: 150,
              align: 'right',
              render: (_, row) => <Side value={row.debit} />,
            },
            {
              title: '贷方发生（元）',
              width: 150,
              align: 'right',
              render: (_, row) => <Side value={row.credit} />,
            },
            {
              title: '借方余额（元）',
              width: 150,
              align: 'right',
              render: (_, row) => <Side value={row.debitBalance} strong />,
            },
            {
              title: '贷方余额（元）',
              width: 150,
              align: 'right',
              render: (_, row) => <Side value={row.creditBalance} strong />,
            },
          ]}
        />
        <LoadMore query={list} />
      </Panel>
    </>
  );
}
