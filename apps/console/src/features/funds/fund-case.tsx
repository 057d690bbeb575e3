import { Loaded } from '../../ui/states';
import { FundAlarm, FundEntries, FundFigures } from './fund-widgets';
import { useFund } from './queries';

/** The fund beside the decision on a deposit: what lies there, what is missing, what was entered. */
export function FundCase({ fundId }: { fundId: string }) {
  const query = useFund(fundId);
  return (
    <Loaded query={query} rows={8}>
      {(fund) => (
        <>
          <FundAlarm fund={fund} />
          <FundFigures fund={fund} />
          <FundEntries entries={fund.entries} />
        </>
      )}
    </Loaded>
  );
}
