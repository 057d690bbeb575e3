import type { CaseFigure, LoanDetail } from '@bangdai/contracts/http';
import { Button, Popover } from 'antd';
import { Link } from 'react-router';
import { daysBetween, percent, thousands, today, yuan } from '../../ui/format';
import { accountName, journalKindName } from '../../ui/ledger-labels';
import { useFigures } from './case-queries';
import { MoneyStrip } from './loan-widgets';

/** The money strip once its sums are there: every figure opens its formula and the postings behind it. */
export function CaseFigureStrip({ loan }: { loan: LoanDetail }) {
  const query = useFigures(loan.id);
  if (query.data === undefined || query.data.length === 0) return <MoneyStrip loan={loan} />;
  return (
    <dl className="strip" data-testid="money-strip">
      {query.data.map((figure) => (
        <div key={figure.key} className="strip-item">
          <dt>{figure.label}</dt>
          <dd data-testid={testIds[figure.key] ?? `figure-${figure.key}`}>
            <Popover
              trigger="click"
              placement="bottomLeft"
              title={figure.label}
              content={<Sum figure={figure} />}
            >
              <Button type="link" className="figure-open" data-testid={`open-${figure.key}`}>
                {figureText(figure)}
              </Button>
            </Popover>
            {figure.key === 'maturesOn' && <DaysLeft loan={loan} />}
          </dd>
        </div>
      ))}
      <Plain label="期限" value={`${loan.termMonths} 个月`} />
      <Plain label="用途" value={loan.purpose.zh} />
    </dl>
  );
}

/** Names by which the strip's figures have always been found. */
const testIds: Record<string, string> = {
  principal: 'loan-amount',
  requested: 'loan-amount',
  balance: 'loan-balance',
};

function Plain({ label, value }: { label: string; value: string }) {
  return (
    <div className="strip-item">
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function figureText({ unit, value }: CaseFigure): string {
  if (unit === 'yuan') return yuan(value);
  return unit === 'rate' ? percent(value) : value;
}

function DaysLeft({ loan }: { loan: LoanDetail }) {
  const live = loan.balance !== null && loan.balance !== '0.00';
  if (loan.maturesOn === null || !live) return null;
  const left = daysBetween(today(), loan.maturesOn);
  return (
    <small className={left < 0 ? 'bad' : 'muted'}>{left < 0 ? `已过 ${-left} 天` : `剩 ${left} 天`}</small>
  );
}

/** So many postings are shown in the small window; the rest is on the money tab. */
const ROWS = 12;

function Sum({ figure }: { figure: CaseFigure }) {
  const rows = figure.rows.slice(0, ROWS);
  return (
    <div className="figure-sum" data-testid={`sum-${figure.key}`}>
      <p>{figure.formula}</p>
      {figure.terms.length > 0 && (
        <dl className="facts figure-terms">
          {figure.terms.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd className="num">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {rows.length > 0 && (
        <table className="figure-rows">
          <caption className="muted">会计分录</caption>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.entryId}-${row.account}-${row.debit}-${row.credit}`}>
                <td className="num">{row.on}</td>
                <td>{journalKindName(row.kind)}</td>
                <td>{accountName(row.account)}</td>
                <td className="num">
                  {row.debit === '0.00' ? `贷 ${thousands(row.credit)}` : `借 ${thousands(row.debit)}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {figure.rows.length > ROWS && <p className="muted">另有 {figure.rows.length - ROWS} 笔，见资金明细</p>}
      {figure.rows.length > 0 && <Link to="?tab=money">资金明细</Link>}
    </div>
  );
}
