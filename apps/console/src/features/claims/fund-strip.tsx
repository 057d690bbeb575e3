import { labelOf } from '../../ui/labels';
import { FigureStrip, Yuan } from '../../ui/figures';
import { useCounties } from '../session/queries';
import { useFunds } from './queries';

const MANY = 3;

/** Balance of the county's fund(s): what is there, what is set aside for claims under way. */
export function FundStrip() {
  const funds = useFunds().data ?? [];
  const counties = useCounties().data ?? [];
  if (funds.length === 0 || funds.length > MANY) return null;
  return (
    <>
      {funds.map((fund) => {
        const county = counties.find(({ code }) => code === fund.county);
        const bank = fund.bank === null ? '' : labelOf(county?.banks, fund.bank);
        return (
          <FigureStrip
            key={`${fund.county}-${fund.bank ?? ''}`}
            testId="fund"
            items={[
              { label: '补偿金账户', value: `${county?.name ?? ''}${bank}` },
              { label: '余额', value: <Yuan value={fund.balance} />, testId: 'fund-balance' },
              { label: '已冻结', value: <Yuan value={fund.frozen} />, hint: '已核定、尚未拨付的补偿' },
              { label: '核定规模', value: <Yuan value={fund.size} /> },
            ]}
          />
        );
      })}
    </>
  );
}
