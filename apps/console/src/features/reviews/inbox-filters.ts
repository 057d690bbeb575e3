import type { CountyView, TaskCounts } from '@bangdai/contracts/http';

export const tabs = ['todo', 'claimable', 'done', 'mine', 'copied', 'entrusted', 'escalated'] as const;
export type InboxTab = (typeof tabs)[number];

export interface InboxFilters {
  [name: string]: string | undefined;
  tab: InboxTab;
  county?: string;
  step?: string;
  kind?: string;
  township?: string;
  village?: string;
  bank?: string;
  due?: string;
  scheme?: string;
  tag?: string;
  amountFrom?: string;
  amountTo?: string;
  q?: string;
}

const names = [
  'county',
  'scheme',
  'step',
  'kind',
  'township',
  'village',
  'bank',
  'due',
  'tag',
  'amountFrom',
  'amountTo',
  'q',
] as const;

export const tabNames: Record<InboxTab, string> = {
  todo: '待办',
  claimable: '待认领',
  escalated: '下级超期',
  done: '已办',
  mine: '我发起',
  copied: '抄送',
  entrusted: '委托',
};
export const dueNames: Record<string, string> = {
  overdue: '已超期',
  today: '今天到期',
  in3days: '3 天内到期',
  in7days: '7 天内到期',
};

/** Filters from the address; an unknown tab is the first one. */
export function readFilters(get: (name: string) => string | undefined): InboxFilters {
  const asked = get('tab');
  const tab = tabs.find((name) => name === asked) ?? 'todo';
  const filters: InboxFilters = { tab };
  for (const name of names) {
    const value = get(name);
    if (value !== undefined && value !== '') filters[name] = value;
  }
  return filters;
}

/** What a saved view keeps: the tab and every filter that is set. */
export const viewFilters = (filters: InboxFilters): Record<string, string> =>
  Object.fromEntries(
    ['tab', ...names].flatMap((name) => {
      const value = filters[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

export const isFiltered = (filters: InboxFilters): boolean =>
  names.some((name) => filters[name] !== undefined);

export const emptyFilters = (): Record<string, null> => Object.fromEntries(names.map((name) => [name, null]));

export const countOf = (counts: TaskCounts | undefined, tab: InboxTab): number | undefined => counts?.[tab];

/** Villages of the chosen township; all of them would be a list of hundreds. */
export function villagesOf(county: CountyView | undefined, township: string | undefined): string[] {
  return county?.townships.find(({ name }) => name === township)?.villages ?? [];
}

export interface PlaceOption {
  value: string;
  label: string;
  children: { value: string; label: string }[];
}

export const placeOptions = (county: CountyView | undefined): PlaceOption[] =>
  (county?.townships ?? []).map(({ name, villages }) => ({
    value: name,
    label: name,
    children: villages.map((village) => ({ value: village, label: village })),
  }));

/** How many tasks come at a time; kept in the address unless it is the usual number. */
export const pageSizes = [20, 50, 100] as const;

export const pageSizeOf = (text: string | undefined): number =>
  pageSizes.find((size) => String(size) === text) ?? pageSizes[1];
