import { Loaded } from '../../ui/states';
import { StepChain } from '../../ui/step-chain';
import { ClawbackFacts, ClawbackFigures } from './clawback-widgets';
import { useClawback } from './queries';

/** A case beside the decision: what was paid, for which nights, why, and where it stands. */
export function ClawbackCase({ caseId }: { caseId: string }) {
  const query = useClawback(caseId);
  return (
    <Loaded query={query} rows={10}>
      {(clawback) => (
        <>
          <ClawbackFigures clawback={clawback} />
          <div className="case-columns">
            <div>
              <h3>案件情况</h3>
              <ClawbackFacts clawback={clawback} />
            </div>
            <div>
              <h3>认定流程</h3>
              <StepChain steps={clawback.steps} />
            </div>
          </div>
        </>
      )}
    </Loaded>
  );
}
