import { Badge, Button, Form, Input, Popover, Select } from 'antd';
import { useState } from 'react';
import { taskTags } from '@bangdai/contracts/http';
import type { CountyView } from '@bangdai/contracts/http';
import { options } from '../../ui/labels';
import type { Patch } from '../../ui/patched';
import type { InboxFilters } from './inbox-filters';

interface MoreFiltersProps {
  filters: InboxFilters;
  counties: readonly CountyView[];
  onChange: (patch: Patch) => void;
}

type Draft = Partial<Record<'scheme' | 'tag' | 'amountFrom' | 'amountTo', string>>;

const yuanForm = /^\d{1,13}(\.\d{1,2})?$/;
const amountRule = { pattern: yuanForm, message: '请输入金额（元），最多两位小数' };

/** What is asked less often: scheme, amount from and to, mark. */
export function MoreFilters({ filters, counties, onChange }: MoreFiltersProps) {
  const [open, setOpen] = useState(false);
  const { scheme, tag, amountFrom, amountTo } = filters;
  const set = [scheme, tag, amountFrom ?? amountTo].filter((value) => value !== undefined).length;
  const apply = (draft: Draft) => {
    setOpen(false);
    onChange({ ...draft });
  };
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      open={open}
      onOpenChange={setOpen}
      destroyOnHidden
      content={
        <Form<Draft>
          layout="vertical"
          size="small"
          className="more-filters"
          initialValues={{ scheme, tag, amountFrom, amountTo }}
          onFinish={apply}
        >
          <Form.Item name="scheme" label="方案">
            <Select
              allowClear
              options={counties.map(({ schemeKey, packTitle }) => ({ value: schemeKey, label: packTitle }))}
              data-testid="filter-scheme"
            />
          </Form.Item>
          <Form.Item name="tag" label="标签">
            <Select allowClear options={options(taskTags)} data-testid="filter-tag" />
          </Form.Item>
          <Form.Item name="amountFrom" label="金额不低于" rules={[amountRule]}>
            <Input allowClear suffix="元" inputMode="decimal" data-testid="filter-amount-from" />
          </Form.Item>
          <Form.Item name="amountTo" label="金额不高于" rules={[amountRule]}>
            <Input allowClear suffix="元" inputMode="decimal" data-testid="filter-amount-to" />
          </Form.Item>
          <Button type="primary" htmlType="submit" block data-testid="filter-apply">
            筛选
          </Button>
        </Form>
      }
    >
      <Badge count={set} size="small">
        <Button data-testid="filter-more">更多筛选</Button>
      </Badge>
    </Popover>
  );
}
