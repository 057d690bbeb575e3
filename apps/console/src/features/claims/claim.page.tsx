import type { ClaimDetail } from '@bangdai/contracts/http';
import { ExportOutlined } from '@ant-design/icons';
import { Button, Table } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { ApiProblem } from '../../api/problem';
import { engineUrl } from '../../app/engine-link';
import { mayCloseRecovery, mayReportInsurance } from '../../app/menu';
import { NotFoundPage } from '../../app/not-found.page';
import { Amount, ClaimStageTag } from '../../ui/figures';
import { yuan } from '../../ui/format';
import { claimApplicants, debtorLists, listingStates } from '../../ui/labels';
import { Facts, PageHead, Panel } from '../../ui/page';
import { Loaded, Nothing } from '../../ui/states';
import { StepChain } from '../../ui/step-chain';
import { HistoryTimeline } from '../loans/history-timeline';
import { loanPath } from '../loans/queries';
import { SubjectDecisions } from '../reviews/subject-decisions';
import { BankDues } from '../funds/bank-dues';
import { CorrectReceiptButton } from '../loans/corrections';
import { useMe } from '../session/me-context';
import { FiguresMark } from '../settlements/settlement.page';
import { PaymentOrders } from '../settlements/settlement-widgets';
import { ClaimActionDialog, type ClaimAction } from './claim-action.dialog';
import { ClaimFigures, SplitTable } from './claim-widgets';
import { useClaim } from './queries';

export function ClaimPage() {
  const { claimId = '' } = useParams();
  const query = useClaim(claimId);
  if (query.error instanceof ApiProblem && query.error.status === 404) return <NotFoundPage />;
  return <Loaded query={query}>{(claim) => <Claim claim={claim} />}</Loaded>;
}

function Claim({ claim }: { claim: ClaimDetail }) {
  const me = useMe();
  const [action, setAction] = useState<ClaimAction | null>(null);
  const engine = engineUrl(me, claim.workflowId);
  const insurance = claim.stage === 'waitingInsurance' && mayReportInsurance(me.role);
  const closing = (claim.stage === 'paid' || claim.stage === 'recovering') && mayCloseRecovery(me.role);
  return (
    <>
      <PageHead
        title={
          <>
            {claim.borrower} <span className="num title-no">{claim.claimNo}</span>{' '}
            <ClaimStageTag stage={claim.stage} testId="claim-stage" />
          </>
        }
        note={
          <>
            {claim.countyName} · {claim.township} · {claim.village} · {claim.bankName} · 贷款{' '}
            <Link to={loanPath(claim.loanId)} data-testid="claim-loan">
              {claim.loanNo}
            </Link>
          </>
        }
        extra={
          <>
            {engine !== null && (
              <Button icon={<ExportOutlined />} href={engine} target="_blank" rel="noreferrer">
                流程引擎
              </Button>
            )}
            {insurance && (
              <Button type="primary" onClick={() => setAction('insurance')} data-testid="report-insurance">
                登记保险理赔
              </Button>
            )}
            {closing && (
              <Button onClick={() => setAction('closeRecovery')} data-testid="close-recovery">
                结束追偿
              </Button>
            )}
          </>
        }
      />
      <ClaimFigures claim={claim} />
      <div className="two-columns">
        <div>
          <SubjectDecisions tasks={claim.openTasks} figuresHash={claim.figuresHash} />
          <div className="halves">
            <Filing claim={claim} />
            <Panel title="各方分担">
              <SplitTable claim={claim} />
            </Panel>
          </div>
          <BankDues dues={claim.bankDues ?? []} />
          <Recoveries claim={claim} />
          <Panel title="办理记录">
            <HistoryTimeline rows={claim.history} />
          </Panel>
        </div>
        <div>
          <Panel title="核实流程">
            <StepChain steps={claim.steps} testId="claim-chain" />
            {claim.figuresHash !== null && <FiguresMark hash={claim.figuresHash} />}
          </Panel>
          <Panel title="拨付指令">
            <PaymentOrders orders={claim.orders} />
          </Panel>
        </div>
      </div>
      {action !== null && <ClaimActionDialog claim={claim} action={action} onClose={() => setAction(null)} />}
    </>
  );
}

const applicantName = ({ applicant, bankName }: ClaimDetail): string | null =>
  applicant === null ? null : applicant === 'bank' ? bankName : (claimApplicants[applicant] ?? applicant);

const listingName = ({ listing }: ClaimDetail): string =>
  listing === null
    ? ''
    : `${debtorLists[listing.list] ?? listing.list}：${listingStates[listing.state] ?? listing.state}`;

const Filing = ({ claim }: { claim: ClaimDetail }) => (
  <Panel title="申报情况">
    <Facts
      columns={1}
      items={[
        ['申请人', applicantName(claim)],
        ['补偿原因', claim.cause.zh],
        ['申报日期', claim.filedOn],
        ['证明材料', claim.proofs.map((proof) => proof.zh).join('、')],
        ...(claim.listing === null ? [] : [['恶意拖欠', listingName(claim)] as [string, string]]),
        ...(claim.writtenOff === '0.00' ? [] : [['核销', yuan(claim.writtenOff)] as [string, string]]),
      ]}
    />
  </Panel>
);

function Recoveries({ claim }: { claim: ClaimDetail }) {
  return (
    <Panel title="追偿回款" flush>
      {claim.recoveries.length === 0 ? (
        <Nothing text="补偿拨付后，银行报送的追偿款在此登记并按比例返还" />
      ) : (
        <Table
          size="small"
          rowKey="receiptNo"
          pagination={false}
          dataSource={claim.recoveries}
          data-testid="recoveries"
          columns={[
            { title: '回单号', dataIndex: 'receiptNo', width: 180, ellipsis: true },
            { title: '到账日', dataIndex: 'receivedOn', width: 110, className: 'num' },
            {
              title: '金额（元）',
              width: 120,
              align: 'right',
              render: (_, row) => <Amount value={row.amount} strong />,
            },
            {
              title: '返还',
              render: (_, row) =>
                row.shares.map((share) => `${share.partyName} ${yuan(share.amount)}`).join('，'),
            },
            {
              width: 70,
              render: (_, { receiptNo, receivedOn: paidOn, amount: principal, interest = '0.00' }) => (
                <CorrectReceiptButton
                  isRecovery
                  loanId={claim.loanId}
                  receipt={{ receiptNo, paidOn, principal, interest, booked: true, code: null }}
                />
              ),
            },
          ]}
        />
      )}
    </Panel>
  );
}
