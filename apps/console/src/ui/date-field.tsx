import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { today } from './format';

interface DateFieldProps {
  value?: string;
  onChange?: (day: string | undefined) => void;
  notAfterToday?: boolean;
  presets?: { label: string; day: string }[];
  testId?: string;
  id?: string;
}

/** A day as `YYYY-MM-DD` text in forms; the picker's own object stays inside. */
export function DateField({ value, onChange, notAfterToday = false, presets, testId, id }: DateFieldProps) {
  return (
    <DatePicker
      id={id ?? ''}
      value={value === undefined ? null : dayjs(value)}
      onChange={(day) => onChange?.(day === null ? undefined : day.format('YYYY-MM-DD'))}
      allowClear={false}
      disabledDate={(day) => notAfterToday && day.format('YYYY-MM-DD') > today()}
      presets={presets?.map(({ label, day }) => ({ label, value: dayjs(day) })) ?? []}
      data-testid={testId}
      style={{ width: '100%' }}
    />
  );
}
