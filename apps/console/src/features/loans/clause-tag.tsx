import type { ClauseView } from '@bangdai/contracts/http';
import { Popover, Tag } from 'antd';

/** Number of the clause; its words on hover, focus or tap. A plan that is silent is said to be silent. */
export function ClauseTag({ clause }: { clause: ClauseView }) {
  const silent = clause.no === null;
  const words = silent ? `方案对“${clause.title}”未作规定，按平台通行规则办理。` : `${clause.text ?? ''}`;
  return (
    <Popover
      trigger={['hover', 'focus', 'click']}
      content={<div className="clause-words">{words}</div>}
      title={silent ? clause.title : `${clause.title} · 方案${clause.no}`}
    >
      <Tag
        tabIndex={0}
        variant="outlined"
        className={silent ? 'clause clause-silent' : 'clause'}
        data-testid="clause"
      >
        {silent ? '方案未规定' : `方案${clause.no}`}
      </Tag>
    </Popover>
  );
}
