import type { ClawbackDetail, ClawbackRow } from '@bangdai/contracts/http';
import { Table, Tag } from 'antd';
import { Amount, FigureStrip, Yuan } from '../../ui/figures';
import { clawbackCauses, clawbackStages } from '../../ui/labels';
import { Facts } from '../../ui/page';
import { Nothing } from '../../ui/states';

const tones: Record<ClawbackRow['stage'], string> = {
  opened: 'processing',
  dropped: 'default',
  decided: 'processing',
  noticed: 'warning',
  escalated: 'error',
  repaid: 'success',
  setOff: 'success',
};

export const ClawbackStageTag = ({ stage, testId }: { stage: ClawbackRow['stage']; testId?: string }) => (
  <Tag variant="filled" color={tones[stage]} data-testid={testId} data-stage={stage}>
    {clawbackStages[stage]}
  </Tag>
);

export function ClawbackFigures({ clawback }: { clawback: ClawbackDetail }) {
  const { amount, outstanding, nights, paid, stage } = clawback;
  return (
    <FigureStrip
      items={[
        { label: '涉及期间已拨贴息', value: <Yuan value={paid} />, hint: `计息 ${nights} 天` },
        {
          label: stage === 'opened' ? '拟追回' : '追回金额',
          value: <Yuan value={amount} />,
          testId: 'clawback-amount',
        },
        { label: '尚未收回', value: <Yuan value={outstanding} />, testId: 'clawback-outstanding' },
      ]}
    />
  );
}

export const ClawbackFacts = ({ clawback }: { clawback: ClawbackDetail }) => (
  <Facts
    columns={1}
    items={[
      ['追回原因', clawbackCauses[clawback.cause.key] ?? clawback.cause.zh],
      ['涉及期间', `${clawback.fromOn} 至 ${clawback.toOn ?? '今'}`],
      ['立案日期', clawback.openedOn],
      ['认定情况', clawback.reason ?? '用途核查发现改变用途，系统自动立案'],
      ['通知送达', clawback.noticedOn ?? '—'],
      ['退回期限', clawback.payBy ?? '—'],
      ['抵扣', clawback.setOffOrdered ? '从后续贴息中抵扣' : '—'],
    ]}
  />
);

export function ClawbackReceipts({ rows }: { rows: ClawbackDetail['receipts'] }) {
  if (rows.length === 0) return <Nothing text="退回或抵扣后在此登记" />;
  return (
    <Table
      size="small"
      rowKey={(row) => `${row.kind}-${row.receiptNo}`}
      pagination={false}
      dataSource={rows}
      data-testid="clawback-receipts"
      columns={[
        { title: '凭证号', dataIndex: 'receiptNo', ellipsis: true },
        { title: '方式', width: 90, render: (_, row) => (row.kind === 'repaid' ? '退回' : '抵扣') },
        { title: '到账日', dataIndex: 'paidOn', width: 110, className: 'num' },
        {
          title: '金额（元）',
          width: 120,
          align: 'right',
          render: (_, row) => <Amount value={row.amount} strong />,
        },
      ]}
    />
  );
}
