import type { LedgerRow } from '@bangdai/contracts/http';
import { Button, Segmented } from 'antd';
import type { ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import { Amount } from '../../ui/figures';
import { accountKindName } from '../../ui/ledger-labels';
import { statementPath } from './queries';

const pages: Record<string, (id: string) => string> = {
  loan: (id) => `/loans/${id}`,
  settlement: (id) => `/settlements/${id}`,
  claim: (id) => `/claims/${id}`,
};

type Cause = Pick<LedgerRow, 'subject' | 'subjectId' | 'subjectNo'>;

/** The event behind a figure: the loan, settlement or claim; what has no page of its own is named. */
export function CauseLink({ subject, subjectId, subjectNo }: Cause): ReactNode {
  const page = subject === null || subject === undefined ? undefined : pages[subject];
  if (page === undefined || subjectId === null || subjectId === undefined) return subjectNo;
  return <Link to={page(encodeURIComponent(subjectId))}>{subjectNo}</Link>;
}

/** An account in words, leading to its statement. */
export function AccountLink({ account, owner }: { account: string; owner?: string | null }): ReactNode {
  const [, , kind = '', own = ''] = account.split('/');
  const whose = owner ?? (own.length > 20 ? '' : own);
  return (
    <Link to={statementPath(account)}>
      {accountKindName(kind)}
      {whose !== '' && <span className="muted"> · {whose}</span>}
    </Link>
  );
}

/** One side of a posting or balance; the empty side stays empty. */
export const Side = ({ value, strong = false }: { value: string; strong?: boolean }): ReactNode =>
  value === '0.00' ? null : <Amount value={value} strong={strong} />;

/** A balance on the side where it stands: 借 above zero, 贷 below. */
export function Balance({ value }: { value: string }): ReactNode {
  if (value === '0.00') return <span className="muted">平</span>;
  const credit = value.startsWith('-');
  return (
    <>
      <span className="muted">{credit ? '贷 ' : '借 '}</span>
      <Amount value={value.replace('-', '')} strong />
    </>
  );
}

const tabs = [
  { label: '科目余额', value: '/ledger' },
  { label: '分录', value: '/ledger/entries' },
];

export function LedgerTabs({ value }: { value: string }): ReactNode {
  const navigate = useNavigate();
  return <Segmented options={tabs} value={value} onChange={(path) => void navigate(path)} />;
}

export function LoadMore({
  query,
}: {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}): ReactNode {
  if (!query.hasNextPage) return null;
  return (
    <div className="load-more">
      <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        加载更多
      </Button>
    </div>
  );
}
