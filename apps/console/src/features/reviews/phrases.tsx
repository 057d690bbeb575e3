import { DeleteOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { useState } from 'react';
import { useCommand } from '../../api/use-command';
import { ProblemAlert } from '../../ui/states';
import { usePhrases } from './queries';

/** 常用语: picked into the field, added from it. What is in the field is replaced, so that nothing is sent unread. */
export function PhrasePicker({
  onPick,
  current,
}: {
  onPick: (text: string) => void;
  /** Text of the field, offered as a new phrase. */
  current?: string | undefined;
}) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      trigger="click"
      placement="topLeft"
      open={open}
      onOpenChange={setOpen}
      content={
        <PhraseList
          current={current?.trim() ?? ''}
          onPick={(text) => {
            setOpen(false);
            onPick(text);
          }}
        />
      }
    >
      <Button type="link" size="small" data-testid="phrases-open">
        常用语
      </Button>
    </Popover>
  );
}

function PhraseList({ current, onPick }: { current: string; onPick: (text: string) => void }) {
  const phrases = usePhrases();
  const command = useCommand(['phrases']);
  const known = phrases.data ?? [];
  const isNew = current !== '' && current.length <= 200 && !known.some(({ text }) => text === current);
  return (
    <div className="view-list" data-testid="phrase-list">
      <ProblemAlert error={phrases.error ?? command.error} />
      {phrases.isSuccess && known.length === 0 && (
        <span className="muted">还没有常用语：写好意见后在这里保存</span>
      )}
      {known.map(({ id, text }) => (
        <div className="view-line" key={id}>
          <button type="button" className="link-button" onClick={() => onPick(text)} data-testid="phrase">
            {text}
          </button>
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label="删除常用语"
            onClick={() => command.mutate({ method: 'DELETE', path: `/phrases/${id}` })}
          />
        </div>
      ))}
      {isNew && (
        <Button
          block
          size="small"
          loading={command.isPending}
          onClick={() => command.mutate({ path: '/phrases', body: { text: current } })}
          data-testid="phrase-add"
        >
          把当前意见存为常用语
        </Button>
      )}
    </div>
  );
}
