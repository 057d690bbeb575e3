import { Link } from 'react-router';
import { FigureStrip, Yuan } from '../../ui/figures';
import { fundPath, useFunds } from '../funds/queries';

const MANY = 3;

/** Balance of the county's fund(s): what is there, what is set aside for claims under way, what must be paid in. */
export function FundStrip() {
  const funds = useFunds().data ?? [];
  if (funds.length === 0 || funds.length > MANY) return null;
  return (
    <>
      {funds.map((fund) => (
        <FigureStrip
          key={fund.id}
          testId="fund"
          items={[
            {
              label: '补偿金账户',
              value: <Link to={fundPath(fund.id)}>{`${fund.countyName} ${fund.bankName}`}</Link>,
            },
            { label: '余额', value: <Yuan value={fund.balance} />, testId: 'fund-balance' },
            { label: '已冻结', value: <Yuan value={fund.frozen} />, hint: '已核定、尚未拨付的补偿' },
            { label: '可用', value: <Yuan value={fund.free} />, hint: '余额减已冻结' },
            {
              label: '应补足',
              value: <Yuan value={fund.topUpDue} />,
              ...(fund.topUpDue === '0.00' ? {} : { tone: 'bad' as const }),
            },
          ]}
        />
      ))}
    </>
  );
}
