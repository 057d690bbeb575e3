import { Badge, Button, Cascader, Input, Select, Tabs } from 'antd';
import { useEffect, useState } from 'react';
import { labelledOptions, options } from '../../ui/labels';
import { ExportButton } from '../../ui/export-button';
import type { Patch } from '../../ui/patched';
import { useMe } from '../session/me-context';
import { useCounties } from '../session/queries';
import {
  countOf,
  dueNames,
  emptyFilters,
  isFiltered,
  placeOptions,
  tabNames,
  tabs,
  type InboxFilters,
} from './inbox-filters';
import { MoreFilters } from './more-filters';
import { useTaskCounts } from './queries';
import { SavedViews } from './saved-views';
import { StandIns } from './stand-ins';

interface InboxBarProps {
  filters: InboxFilters;
  /** The view that the address names. */
  viewId: string | undefined;
  onChange: (patch: Patch) => void;
}

export function InboxBar({ filters, viewId, onChange }: InboxBarProps) {
  const counts = useTaskCounts().data;
  return (
    <div className="inbox-bar">
      <Tabs
        activeKey={filters.tab}
        onChange={(tab) => onChange({ tab: tab === 'todo' ? null : tab })}
        items={tabs.map((tab) => ({
          key: tab,
          label: (
            <span data-testid={`tab-${tab}`}>
              {tabNames[tab]}{' '}
              <Badge
                count={countOf(counts, tab) ?? 0}
                overflowCount={9999}
                color="#8a979c"
                showZero
                size="small"
              />
            </span>
          ),
        }))}
      />
      <div className="inbox-tools">
        {counts !== undefined && counts.overdue > 0 && (
          <Button
            size="small"
            danger
            type="text"
            data-testid="overdue-link"
            onClick={() => onChange({ tab: null, due: 'overdue' })}
          >
            {counts.overdue} 件已超期
          </Button>
        )}
        <SavedViews filters={filters} viewId={viewId} onChange={onChange} />
        <StandIns />
      </div>
      <Filters filters={filters} onChange={onChange} />
    </div>
  );
}

function Filters({ filters, onChange }: Omit<InboxBarProps, 'viewId'>) {
  const me = useMe();
  const counties = useCounties().data ?? [];
  const county = counties.find(({ code }) => code === (filters.county ?? me.county));
  const place =
    filters.township === undefined
      ? undefined
      : [filters.township, ...(filters.village === undefined ? [] : [filters.village])];
  return (
    <div className="filters">
      <Search value={filters.q} onSearch={(q) => onChange({ q })} />
      {counties.length > 1 && (
        <Select
          allowClear
          placeholder="区县"
          value={filters.county}
          onChange={(value?: string) =>
            onChange({ county: value, step: null, township: null, village: null, bank: null })
          }
          options={counties.map(({ code, name }) => ({ value: code, label: name }))}
          data-testid="filter-county"
        />
      )}
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        placeholder="环节"
        className="filter-wide"
        value={filters.step}
        onChange={(step?: string) => onChange({ step })}
        options={labelledOptions(county?.steps)}
        data-testid="filter-step"
      />
      <Cascader
        allowClear
        changeOnSelect
        showSearch
        placeholder="乡镇 / 村"
        value={place ?? []}
        onChange={(path?: (string | number)[] | null) =>
          onChange({ township: path?.[0]?.toString(), village: path?.[1]?.toString() })
        }
        options={placeOptions(county)}
        data-testid="filter-place"
      />
      {me.bank === null && (
        <Select
          allowClear
          placeholder="银行"
          value={filters.bank}
          onChange={(bank?: string) => onChange({ bank })}
          options={labelledOptions(county?.banks)}
          data-testid="filter-bank"
        />
      )}
      <Select
        allowClear
        placeholder="办理期限"
        value={filters.due}
        onChange={(due?: string) => onChange({ due })}
        options={options(dueNames)}
        data-testid="filter-due"
      />
      <MoreFilters filters={filters} counties={counties} onChange={onChange} />
      <ExportButton path="tasks" query={{ ...filters }} testId="export-tasks" />
      {isFiltered(filters) && (
        <Button type="link" size="small" onClick={() => onChange(emptyFilters())} data-testid="filter-clear">
          清除筛选
        </Button>
      )}
    </div>
  );
}

/** Keeps what is typed until Enter; follows the address when that changes elsewhere. */
export function Search({
  value,
  onSearch,
  placeholder = '编号、姓名、拼音、首字母、身份证后四位',
}: {
  value: string | undefined;
  onSearch: (q: string) => void;
  placeholder?: string;
}) {
  const [text, setText] = useState(value ?? '');
  useEffect(() => setText(value ?? ''), [value]);
  return (
    <Input.Search
      allowClear
      className="filter-search"
      placeholder={placeholder}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onSearch={(q) => onSearch(q.trim())}
      data-testid="filter-search"
    />
  );
}
