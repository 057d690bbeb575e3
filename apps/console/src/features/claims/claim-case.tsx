import { Facts } from '../../ui/page';
import { Loaded } from '../../ui/states';
import { StepChain } from '../../ui/step-chain';
import { ClaimFigures, SplitTable } from './claim-widgets';
import { useClaim } from './queries';

/** A claim beside the decision: the loss, who bears it, the proofs, where the chain stands. */
export function ClaimCase({ claimId }: { claimId: string }) {
  const query = useClaim(claimId);
  return (
    <Loaded query={query} rows={10}>
      {(claim) => (
        <>
          <ClaimFigures claim={claim} />
          <div className="case-columns">
            <div>
              <h3>申报情况</h3>
              <Facts
                columns={1}
                items={[
                  ['补偿原因', claim.cause.zh],
                  ['申报日期', claim.filedOn],
                  ['证明材料', claim.proofs.map((proof) => proof.zh).join('、')],
                ]}
              />
              <h3>各方分担</h3>
              <SplitTable claim={claim} />
            </div>
            <div>
              <h3>核实流程</h3>
              <StepChain steps={claim.steps} />
            </div>
          </div>
        </>
      )}
    </Loaded>
  );
}
