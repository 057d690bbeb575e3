import { Alert } from 'antd';
import { StepChain } from '../../ui/step-chain';
import { Loaded } from '../../ui/states';
import { useMe } from '../session/me-context';
import { useCounty } from '../session/queries';
import { DocumentTable } from './documents';
import { mayUpload } from './loan-actions';
import { ChangesPanel, ChecksPanel, NextMoves } from './checks-panel';
import { CaseFigureStrip } from './figure-strip';
import { ApplicationFacts, HouseholdLoans } from './loan-widgets';
import { useLoan } from './queries';

/** A loan as a reviewer needs it beside the decision. */
export function LoanCase({ loanId, requires }: { loanId: string; requires: readonly string[] }) {
  const query = useLoan(loanId);
  const me = useMe();
  const county = useCounty(query.data?.county);
  return (
    <Loaded query={query} rows={10}>
      {(loan) => (
        <>
          <CaseFigureStrip loan={loan} />
          {loan.nextSentence !== '' && <p className="next-sentence">{loan.nextSentence}</p>}
          <NextMoves loanId={loan.id} />
          <ChangesPanel loanId={loan.id} />
          {loan.publicityEndsOn !== null && loan.stage === 'publicity' && (
            <Alert
              type="info"
              showIcon
              className="block-gap"
              title={`公示中，${loan.publicityEndsOn} 期满`}
            />
          )}
          <div className="case-columns">
            <div>
              <h3>申请信息</h3>
              <ApplicationFacts loan={loan} columns={1} />
            </div>
            <div>
              <h3>审批流程</h3>
              <StepChain steps={loan.steps} />
            </div>
          </div>
          <h3>逐条核对</h3>
          <ChecksPanel loanId={loan.id} />
          <h3>材料</h3>
          <DocumentTable
            loan={loan}
            titles={county?.proofs ?? []}
            wanted={requires}
            mayUpload={mayUpload(me.role)}
          />
          <h3>本户其他贷款</h3>
          <HouseholdLoans loans={loan.householdLoans.filter((other) => other.id !== loan.id)} />
        </>
      )}
    </Loaded>
  );
}
