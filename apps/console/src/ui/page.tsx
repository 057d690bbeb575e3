import type { ReactNode } from 'react';

interface PageHeadProps {
  title: ReactNode;
  extra?: ReactNode;
  note?: ReactNode;
}

export function PageHead({ title, extra, note }: PageHeadProps) {
  return (
    <header className="page-head">
      <div>
        <h1>{title}</h1>
        {note !== undefined && <div className="page-note">{note}</div>}
      </div>
      {extra !== undefined && <div className="page-extra">{extra}</div>}
    </header>
  );
}

/** A titled block on paper. */
export function Panel({
  title,
  extra,
  children,
  flush,
  testId,
}: {
  title?: ReactNode;
  extra?: ReactNode;
  children: ReactNode;
  flush?: boolean;
  testId?: string;
}) {
  return (
    <section className={flush === true ? 'panel flush' : 'panel'} data-testid={testId}>
      {title !== undefined && (
        <div className="panel-head">
          <h2>{title}</h2>
          {extra}
        </div>
      )}
      <div className="panel-body">{children}</div>
    </section>
  );
}

/** Label and value pairs in columns; labels keep one width so that values line up. */
export function Facts({
  items,
  columns = 2,
}: {
  items: [label: string, value: ReactNode][];
  columns?: 1 | 2 | 3;
}) {
  return (
    <dl className={`facts facts-${columns}`}>
      {items.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value === null || value === undefined || value === '' ? '—' : value}</dd>
        </div>
      ))}
    </dl>
  );
}
