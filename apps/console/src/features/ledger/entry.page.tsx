import type { EntryDetail } from '@bangdai/contracts/http';
import { Table } from 'antd';
import { Link, useParams } from 'react-router';
import { Amount } from '../../ui/figures';
import { instant } from '../../ui/format';
import { journalKindName } from '../../ui/ledger-labels';
import { Facts, PageHead, Panel } from '../../ui/page';
import { Loaded } from '../../ui/states';
import { AccountLink, CauseLink, Side } from './ledger-widgets';
import { entryPath, useEntry } from './queries';

/** One entry: what happened, for whom, on which accounts. */
export function EntryPage() {
  const { entryId = '' } = useParams();
  return <Loaded query={useEntry(entryId)}>{(entry) => <Entry entry={entry} />}</Loaded>;
}

const causeOf = ({ subject, subjectId, subjectNo }: EntryDetail) => (
  <CauseLink subject={subject} subjectId={subjectId} subjectNo={subjectNo} />
);

function Entry({ entry }: { entry: EntryDetail }) {
  return (
    <>
      <PageHead
        title={`分录：${journalKindName(entry.kind)}`}
        note={`${entry.countyName} · ${entry.on}`}
        extra={<Link to="/ledger/entries">全部分录</Link>}
      />
      <Panel title="来源" testId="entry-cause">
        <Facts
          columns={3}
          items={[
            ['业务', causeOf(entry)],
            ['贷款', entry.loanId === null ? null : <Link to={`/loans/${entry.loanId}`}>查看贷款</Link>],
            ['凭证号', entry.documentNo],
            ['记账日', entry.on],
            ['登记时间', instant(entry.recordedAt)],
            ['业务键', entry.key],
            ['冲正的分录', entry.reverses === null ? null : <Link to={entryPath(entry.reverses)}>查看</Link>],
            ['被冲正', entry.reversedBy === null ? null : <Link to={entryPath(entry.reversedBy)}>查看</Link>],
          ]}
        />
      </Panel>
      <Panel flush title="借贷" testId="entry-postings">
        <Table<EntryDetail['postings'][number]>
          size="small"
          rowKey={(row) => `${row.account}-${row.debit}-${row.credit}`}
          pagination={false}
          dataSource={entry.postings}
          columns={[
            {
              title: '科目',
              render: (_, row) => <AccountLink account={row.account} owner={row.ownerName} />,
            },
            {
              title: '借方（元）',
              width: 150,
              align: 'right',
              render: (_, row) => <Side value={row.debit} />,
            },
            {
              title: '贷方（元）',
              width: 150,
              align: 'right',
              render: (_, row) => <Side value={row.credit} />,
            },
          ]}
          summary={() => (
            <Table.Summary.Row>
              <Table.Summary.Cell index={0}>合计</Table.Summary.Cell>
              <Table.Summary.Cell index={1} align="right">
                <Amount value={entry.debit} strong />
              </Table.Summary.Cell>
              <Table.Summary.Cell index={2} align="right">
                <Amount value={entry.credit} strong />
              </Table.Summary.Cell>
            </Table.Summary.Row>
          )}
        />
      </Panel>
    </>
  );
}
