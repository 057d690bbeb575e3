import { Select } from 'antd';
import type { ReactNode } from 'react';
import { useMe } from '../session/me-context';
import { useCounties } from '../session/queries';

/** Which county's books, for who looks after more than one; further fields follow it. */
export function BooksBar({
  county,
  onCounty,
  children,
}: {
  county: string | undefined;
  onCounty: (county: string) => void;
  children?: ReactNode;
}): ReactNode {
  const me = useMe();
  const counties = useCounties().data ?? [];
  return (
    <div className="filters block-gap">
      {me.county === '*' && (
        <Select
          placeholder="区县"
          value={county}
          onChange={onCounty}
          data-testid="books-county"
          options={counties.map(({ code, name }) => ({ value: code, label: name }))}
        />
      )}
      {children}
    </div>
  );
}
