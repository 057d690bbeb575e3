import type { SettlementDetail } from '@bangdai/contracts/http';
import { deskOf } from '@bangdai/contracts/http';
import { Alert, App, Button, Table } from 'antd';
import { useCommand } from '../../api/use-command';
import { Amount, Yuan } from '../../ui/figures';
import { ProblemAlert } from '../../ui/states';
import { afterDecision, taskPath } from '../reviews/queries';
import { useMe } from '../session/me-context';

/** Totals by township, with what is disputed or excluded there and whether it still has to sign. */
export function ByTownship({ settlement }: { settlement: SettlementDetail }) {
  const waiting = new Set(
    settlement.openTasks.filter(({ kind }) => kind === 'review').map(({ township }) => township),
  );
  return (
    <Table
      size="small"
      rowKey="township"
      pagination={false}
      scroll={{ y: 420 }}
      dataSource={settlement.byTownship}
      columns={[
        { title: '乡镇', dataIndex: 'township', ellipsis: true },
        { title: '笔数', dataIndex: 'lines', width: 76, align: 'right', className: 'num' },
        {
          title: '差异',
          width: 64,
          align: 'right',
          className: 'num',
          render: (_, row) => (
            <span className={(row.disputed ?? 0) > 0 ? 'bad' : 'muted'}>{row.disputed ?? 0}</span>
          ),
        },
        { title: '剔除', width: 64, align: 'right', className: 'num', render: (_, row) => row.excluded ?? 0 },
        {
          title: '贴息（元）',
          width: 140,
          align: 'right',
          render: (_, row) => <Amount value={row.subsidy} strong />,
        },
        {
          title: '签批',
          width: 72,
          render: (_, row) => (waiting.has(row.township) ? <span className="bad">待签</span> : ''),
        },
      ]}
    />
  );
}

/** Money is short: by how much, and for finance the way to pay what there is. */
export function BudgetShortage({ settlement }: { settlement: SettlementDetail }) {
  const me = useMe();
  const { message, modal } = App.useApp();
  const pay = useCommand(afterDecision);
  const { budget, steps, stage } = settlement;
  if (stage === 'closed') return null;
  if (budget === null)
    return <Alert type="info" showIcon title="本县贴息资金不在平台登记，拨付总额不受平台控制" />;
  if (budget === undefined || budget.shortBy === '0.00') return null;
  const payStep = steps.find(({ kind }) => kind === 'pay')?.key;
  const task = settlement.openTasks.find((one) => one.stepKey === payStep && deskOf(one.role) === me.role);
  const payInPart = (taskId: string) =>
    pay.mutate(
      {
        path: `${taskPath(taskId)}/decision`,
        body: { decision: 'complete', payInPart: true, figuresHash: settlement.figuresHash },
      },
      { onSuccess: () => message.success('已按到位资金部分拨付') },
    );
  return (
    <>
      <Alert
        type="warning"
        showIcon
        className="block-gap"
        data-testid="budget-short"
        title={
          <>
            到位资金不足，本次尚缺 <Yuan value={budget.shortBy} />
            （可用 <Yuan value={budget.available} />）
          </>
        }
        action={
          task !== undefined && (
            <Button
              size="small"
              loading={pay.isPending}
              data-testid="pay-in-part"
              onClick={() =>
                void modal.confirm({
                  title: '按到位资金部分拨付？',
                  content: '先付发放最早的贷款，其余待资金到位后再付。',
                  okText: '部分拨付',
                  onOk: () => payInPart(task.id),
                })
              }
            >
              部分拨付
            </Button>
          )
        }
      />
      <ProblemAlert error={pay.error} />
    </>
  );
}
