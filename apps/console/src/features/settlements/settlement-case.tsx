import { Table } from 'antd';
import { StepChain } from '../../ui/step-chain';
import { Loaded, Nothing } from '../../ui/states';
import { useSettlement, useSettlementLines } from './queries';
import { disputedColumns, SettlementFigures } from './settlement-widgets';

/** A settlement beside the decision: totals, what differs from the bank, where the sign-off stands. */
export function SettlementCase({ settlementId }: { settlementId: string }) {
  const query = useSettlement(settlementId);
  const disputed = useSettlementLines(settlementId, { state: 'disputed' });
  const rows = disputed.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Loaded query={query} rows={10}>
      {(settlement) => (
        <>
          <SettlementFigures settlement={settlement} />
          <div className="case-columns">
            <div>
              <h3>与银行的差异</h3>
              {rows.length === 0 ? (
                <Nothing text="逐笔核对一致" />
              ) : (
                <Table
                  size="small"
                  rowKey={(row) => `${row.loanId}-${row.periodFrom}-${row.sequence}`}
                  pagination={false}
                  scroll={{ x: 730 }}
                  dataSource={rows}
                  columns={disputedColumns}
                />
              )}
            </div>
            <div>
              <h3>签批流程</h3>
              <StepChain steps={settlement.steps} />
            </div>
          </div>
        </>
      )}
    </Loaded>
  );
}
