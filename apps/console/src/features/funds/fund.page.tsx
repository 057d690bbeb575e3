import type { FundDetail, FundMovementRow } from '@bangdai/contracts/http';
import { Button, Table } from 'antd';
import { useMemo, useState } from 'react';
import { useParams } from 'react-router';
import { ApiProblem } from '../../api/problem';
import { mayRecordFundEntry } from '../../app/menu';
import { NotFoundPage } from '../../app/not-found.page';
import { Chart } from '../../ui/chart';
import { ExportButton } from '../../ui/export-button';
import { today } from '../../ui/format';
import { PageHead, Panel } from '../../ui/page';
import { Loaded, Nothing, ProblemAlert } from '../../ui/states';
import { useMe } from '../session/me-context';
import { everyMonth, fundOption } from './fund-chart';
import { FundEntryDialog } from './fund-entry.dialog';
import { BankDues } from './bank-dues';
import { FundAlarm, FundEntries, FundFigures, FundQueue, movementColumns } from './fund-widgets';
import { useFund, useFundMovements } from './queries';

const CHART_MONTHS = 12;

export function FundPage() {
  const { fundId = '' } = useParams();
  const query = useFund(fundId);
  if (query.error instanceof ApiProblem && query.error.status === 404) return <NotFoundPage />;
  return <Loaded query={query}>{(fund) => <Fund fund={fund} />}</Loaded>;
}

function Fund({ fund }: { fund: FundDetail }) {
  const me = useMe();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <PageHead
        title={`${fund.countyName}风险补偿金`}
        note={`${fund.bankName}专户${fund.shared ? '（未单独开户的银行共用）' : ''}`}
        extra={
          mayRecordFundEntry(me.role) && (
            <Button type="primary" onClick={() => setOpen(true)} data-testid="record-fund-entry">
              登记到账
            </Button>
          )
        }
      />
      <FundAlarm fund={fund} />
      <FundFigures fund={fund} />
      <FundQueue queue={fund.queue} />
      <BankDues dues={fund.bankDues} />
      <Months fund={fund} />
      <FundEntries entries={fund.entries} />
      <Movements fundId={fund.id} />
      {isOpen && <FundEntryDialog fund={fund} onClose={() => setOpen(false)} />}
    </>
  );
}

function Months({ fund }: { fund: FundDetail }) {
  const option = useMemo(
    () => fundOption(everyMonth(fund.months, today().slice(0, 7), CHART_MONTHS)),
    [fund.months],
  );
  return (
    <Panel title="按月收支与余额">
      <Chart option={option} height={240} label="补偿金按月转入、转出和月末余额" />
    </Panel>
  );
}

function Movements({ fundId }: { fundId: string }) {
  const list = useFundMovements(fundId);
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Panel
      title="收支明细"
      flush
      extra={<ExportButton path={`funds/${fundId}/movements`} testId="export-movements" />}
    >
      {list.error !== null && <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />}
      <Table<FundMovementRow>
        size="small"
        rowKey="id"
        pagination={false}
        loading={list.isPending}
        dataSource={rows}
        columns={movementColumns}
        data-testid="fund-movements"
        locale={{ emptyText: <Nothing text="还没有收支" /> }}
      />
      {list.hasNextPage && (
        <div className="load-more">
          <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            加载更多
          </Button>
        </div>
      )}
    </Panel>
  );
}
