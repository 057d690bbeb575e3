import type { CounterpartRequest, CounterpartView } from '@bangdai/contracts/http';
import { App, Select, Space } from 'antd';
import type { z } from 'zod';
import { problemLines } from '../../api/problem';
import { useCommand } from '../../api/use-command';
import { options } from '../../ui/labels';
import { pathOf } from './counterpart-path';

const adapters = { http: '系统对接', file: '文件交换', manual: '人工往来' };
const formats = { csv: 'CSV 文件', xlsx: 'Excel 文件' };
const none = 0;
const dueDays = [none, 3, 5, 10, 15, 20].map((day) => ({
  value: day,
  label: dueText(day === none ? null : day),
}));

function dueText(day: number | null): string {
  return day === null ? '不要求对账单' : `每月 ${day} 日前报上月对账单`;
}

/** How it is reached, in words. */
export function settingsText(row: CounterpartView): string[] {
  const lines = [adapters[row.adapter]];
  if (row.adapter === 'file') lines.push(formats[row.fileFormat]);
  if (row.adapter !== 'http') lines.push(dueText(row.statementDueDay));
  return lines;
}

type Changes = Partial<z.input<typeof CounterpartRequest>>;

/** The system administrator's choices; each holds from the next call on. */
export function CounterpartSettings({ row }: { row: CounterpartView }) {
  const { message } = App.useApp();
  const command = useCommand<CounterpartView>(['counterparts']);
  const change = (changes: Changes) => {
    const { adapter, baseUrl, fileFormat, statementDueDay } = { ...row, ...changes };
    const body = { adapter, fileFormat, statementDueDay, baseUrl: adapter === 'http' ? baseUrl : null };
    void command
      .mutateAsync({ path: pathOf(row), body })
      .then(() => message.success('已更改，下一次往来起生效'))
      .catch((error: unknown) => message.error(problemLines(error).title));
  };
  const testId = `${row.kind}-${row.county}`;
  const shared = { size: 'small', loading: command.isPending, style: { width: '100%' } } as const;
  return (
    <Space orientation="vertical" size={4} style={{ width: '100%' }}>
      <Select
        {...shared}
        value={row.adapter}
        options={options(adapters)}
        onChange={(adapter: string) => change({ adapter: adapter as CounterpartView['adapter'] })}
        data-testid={`adapter-${testId}`}
      />
      {row.adapter === 'file' && (
        <Select
          {...shared}
          value={row.fileFormat}
          options={options(formats)}
          onChange={(format: string) => change({ fileFormat: format as CounterpartView['fileFormat'] })}
          data-testid={`format-${testId}`}
        />
      )}
      {row.adapter !== 'http' && (
        <Select
          {...shared}
          value={row.statementDueDay ?? none}
          options={dueDays}
          onChange={(day: number) => change({ statementDueDay: day === none ? null : day })}
          data-testid={`statement-due-${testId}`}
        />
      )}
    </Space>
  );
}
