import type { AgendaRow } from '@bangdai/contracts/http';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { today } from '../../ui/format';
import { Nothing } from '../../ui/states';
import { AHEAD_SHOWN, splitAgenda } from './agenda';

const states: Record<AgendaRow['status'], [color: string, word: string]> = {
  planned: ['default', '计划'],
  open: ['processing', '办理中'],
  done: ['success', '已办'],
  skipped: ['default', '跳过'],
  late: ['warning', '逾期办理'],
};

/** What is due, in order; the loan wakes by itself for each line. */
export function AgendaList({ rows }: { rows: readonly AgendaRow[] }) {
  const [all, setAll] = useState(false);
  if (rows.length === 0) return <Nothing text="暂无日程，放款后自动生成" />;
  const { ahead, behind } = splitAgenda(rows, today());
  const hidden = behind.length + Math.max(0, ahead.length - AHEAD_SHOWN);
  return (
    <div data-testid="agenda">
      {all && <AgendaLines rows={behind} past />}
      {ahead.length === 0 ? (
        <p className="muted">没有后续日程</p>
      ) : (
        <AgendaLines rows={all ? ahead : ahead.slice(0, AHEAD_SHOWN)} />
      )}
      {hidden > 0 && (
        <Button
          type="link"
          size="small"
          className="cell-link"
          onClick={() => setAll(!all)}
          data-testid="agenda-all"
        >
          {all ? '收起' : `全部日程（另 ${hidden} 项）`}
        </Button>
      )}
    </div>
  );
}

function AgendaLines({ rows, past = false }: { rows: readonly AgendaRow[]; past?: boolean }) {
  return (
    <ol className="agenda">
      {rows.map((row) => {
        const [color, word] = states[row.status];
        return (
          <li key={row.key} data-status={row.status} className={past ? 'past' : ''}>
            <span className="num">{row.on}</span>
            <span className="agenda-title">{row.title}</span>
            <Tag variant="filled" color={color}>
              {past && row.status === 'planned' ? '已过' : word}
            </Tag>
          </li>
        );
      })}
    </ol>
  );
}
