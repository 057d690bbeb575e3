import { Select } from 'antd';
import { useState } from 'react';
import { yuan } from '../../ui/format';
import { useLoanList } from '../loans/queries';

interface LoanPickerProps {
  county: string;
  value?: string;
  onChange?: (loanId: string | undefined) => void;
  id?: string;
}

/** Finds an earlier loan by number, name or identity number. */
export function LoanPicker({ county, value, onChange, id }: LoanPickerProps) {
  const [q, setQ] = useState('');
  const list = useLoanList(q === '' ? { county } : { county, q }, 20);
  const rows = list.data?.pages[0]?.rows ?? [];
  return (
    <Select
      id={id ?? ''}
      allowClear
      showSearch={{ filterOption: false, onSearch: setQ }}
      loading={list.isFetching}
      placeholder="输入贷款编号、姓名或身份证后四位"
      value={value ?? null}
      onChange={(loanId: string | null) => onChange?.(loanId ?? undefined)}
      options={rows.map((row) => ({
        value: row.id,
        label: `${row.loanNo} ${row.borrower} 余额 ${yuan(row.balance)}`,
      }))}
      notFoundContent="没有找到"
      data-testid="field-previousLoanId"
    />
  );
}
