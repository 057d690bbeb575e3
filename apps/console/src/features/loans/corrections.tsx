import type { CorrectionRow, LoanMoney } from '@bangdai/contracts/http';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { Loaded } from '../../ui/states';
import { useMe } from '../session/me-context';
import { DisbursementCorrectionDialog, ReceiptCorrectionDialog } from './correction.dialog';
import { changesOf, correctionKinds, correctionStates } from './correction-texts';
import { useCorrections, useLoan } from './queries';

const correctable = new Set(['active', 'extended', 'recalled', 'overdue', 'settled']);
const pursued = new Set(['compensated', 'writtenRecovery']);
const tones = { open: 'processing', confirmed: 'success', rejected: 'default' } as const;

/** Whether this person may say that a feed of this loan was wrong; the engine has the last word. */
function useMayCorrect(loanId: string, stages = correctable): boolean {
  const { role } = useMe();
  const { data: loan } = useLoan(loanId);
  return (role === 'bank' || role === 'bankManager') && loan !== undefined && stages.has(loan.stage);
}

export type Receipt = LoanMoney['repayments'][number];

interface CorrectReceiptProps {
  loanId: string;
  receipt: Receipt;
  /** Collected after the fund has paid. */
  isRecovery?: boolean;
}

export function CorrectReceiptButton({ loanId, receipt, isRecovery = false }: CorrectReceiptProps) {
  const [isOpen, setOpen] = useState(false);
  const mayCorrect = useMayCorrect(loanId, isRecovery ? pursued : correctable);
  if (!mayCorrect || receipt.receiptNo.startsWith('renewal/')) return null;
  return (
    <>
      <Button size="small" type="link" onClick={() => setOpen(true)} data-testid="correct-receipt">
        更正
      </Button>
      {isOpen && <ReceiptCorrectionDialog loanId={loanId} receipt={receipt} onClose={() => setOpen(false)} />}
    </>
  );
}

/** All corrections of a loan's feeds; the bank may start one of the disbursement here. */
export function Corrections({ loanId }: { loanId: string }) {
  const query = useCorrections(loanId);
  const { data: loan } = useLoan(loanId);
  const [isOpen, setOpen] = useState(false);
  const mayCorrect = useMayCorrect(loanId);
  return (
    <>
      <h3>
        更正记录{' '}
        {mayCorrect && (
          <Button size="small" type="link" onClick={() => setOpen(true)} data-testid="correct-disbursement">
            更正放款日期
          </Button>
        )}
      </h3>
      <Loaded query={query}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="muted">没有更正；报送有误时由银行一人提出、另一人复核</p>
          ) : (
            rows.map((row) => <Correction key={row.id} row={row} />)
          )
        }
      </Loaded>
      {isOpen && loan !== undefined && (
        <DisbursementCorrectionDialog loan={loan} onClose={() => setOpen(false)} />
      )}
    </>
  );
}

/** What waits for this person's word, above the case. */
export function OpenCorrections({ loanId }: { loanId: string }) {
  const query = useCorrections(loanId);
  return (
    <>
      <h3>待复核的更正</h3>
      <Loaded query={query}>
        {(rows) => (
          <>
            {rows
              .filter(({ state }) => state === 'open')
              .map((row) => (
                <Correction key={row.id} row={row} />
              ))}
          </>
        )}
      </Loaded>
    </>
  );
}

function Correction({ row }: { row: CorrectionRow }) {
  return (
    <div className="correction" data-testid="correction" data-state={row.state}>
      <div>
        <strong>{correctionKinds[row.kind]}</strong>{' '}
        <Tag color={tones[row.state]}>{correctionStates[row.state]}</Tag>
        <span className="muted">
          {row.proposedBy === null ? '银行系统报送' : `${row.proposedBy} 提出`}
          {row.decidedBy !== null && ` · ${row.decidedBy} 复核`}
          {row.bookedOn !== null && ` · ${row.bookedOn} 入账`}
        </span>
      </div>
      <table className="change-table">
        <thead>
          <tr>
            <th />
            <th>原记录</th>
            <th>{row.kind === 'repayment' && Object.keys(row.after).length === 0 ? '只冲正' : '更正为'}</th>
          </tr>
        </thead>
        <tbody>
          {changesOf(row).map(({ name, label, before, after, changed }) => (
            <tr key={name}>
              <td className="muted">{label}</td>
              <td className="num">{before ?? '—'}</td>
              <td className={changed ? 'num bad' : 'num'}>{after ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {row.reason !== null && <p>理由：{row.reason}</p>}
      {row.decisionReason !== null && <p>复核意见：{row.decisionReason}</p>}
    </div>
  );
}
