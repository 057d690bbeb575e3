import type { ClaimDetail } from '@bangdai/contracts/http';
import { Table } from 'antd';
import { Amount, FigureStrip, Yuan } from '../../ui/figures';
import { Nothing } from '../../ui/states';

export function ClaimFigures({ claim }: { claim: ClaimDetail }) {
  return (
    <FigureStrip
      testId="claim-figures"
      items={[
        { label: '贷款本金', value: <Yuan value={claim.principal} /> },
        { label: '损失基数', value: <Yuan value={claim.lossBase} />, hint: '按方案核定的损失范围' },
        { label: '保险已赔', value: <Yuan value={claim.insurancePaid} /> },
        {
          label: '净损失',
          value: <Yuan value={claim.netLoss} />,
          hint: '损失基数减保险赔付',
          testId: 'claim-net-loss',
        },
        { label: '补偿金承担', value: <Yuan value={claim.fundPaid} />, testId: 'claim-fund-paid' },
        { label: '已追回', value: <Yuan value={claim.recovered} />, testId: 'claim-recovered' },
        { label: '补偿金余额', value: <Yuan value={claim.fundBalance} /> },
      ]}
    />
  );
}

/** Who bears how much; the parts add up to the net loss. */
export function SplitTable({ claim }: { claim: ClaimDetail }) {
  if (claim.shares.length === 0) return <Nothing text="核定后计算各方分担" />;
  const rows = claim.shares.map(({ party, partyName, amount }) => ({ key: party, partyName, amount }));
  const beyond = claim.uncoveredByScheme !== null && claim.uncoveredByScheme !== '0.00';
  return (
    <Table
      size="small"
      rowKey="key"
      pagination={false}
      dataSource={rows}
      data-testid="claim-split"
      columns={[
        { title: '承担方', dataIndex: 'partyName' },
        {
          title: '金额（元）',
          width: 150,
          align: 'right',
          render: (_, row) => <Amount value={row.amount} strong />,
        },
      ]}
      summary={() => (
        <>
          <SplitSum label="净损失" value={claim.netLoss} />
          {beyond && <SplitSum label="另：方案不覆盖部分" value={claim.uncoveredByScheme} />}
        </>
      )}
    />
  );
}

const SplitSum = ({ label, value }: { label: string; value: string | null }) => (
  <Table.Summary.Row>
    <Table.Summary.Cell index={0}>{label}</Table.Summary.Cell>
    <Table.Summary.Cell index={1} align="right">
      <Amount value={value} strong />
    </Table.Summary.Cell>
  </Table.Summary.Row>
);
