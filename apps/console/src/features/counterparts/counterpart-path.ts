import type { CounterpartView } from '@bangdai/contracts/http';

/** Where one counterpart of one county is set. */
export const pathOf = ({ county, kind, code }: Pick<CounterpartView, 'county' | 'kind' | 'code'>): string =>
  `/counterparts/${encodeURIComponent(county)}/${kind}/${encodeURIComponent(code)}`;
