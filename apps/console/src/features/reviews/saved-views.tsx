import { DeleteOutlined, LinkOutlined } from '@ant-design/icons';
import type { SavedViewRow } from '@bangdai/contracts/http';
import { App, Button, Checkbox, Form, Input, Modal, Popover } from 'antd';
import { useEffect, useState } from 'react';
import { problemLines } from '../../api/problem';
import { useCommand } from '../../api/use-command';
import type { Patch } from '../../ui/patched';
import { ProblemAlert } from '../../ui/states';
import { emptyFilters, viewFilters, type InboxFilters } from './inbox-filters';
import { useSavedView, useSavedViews } from './queries';

interface SavedViewsProps {
  filters: InboxFilters;
  /** The view that the address names. */
  viewId: string | undefined;
  onChange: (patch: Patch) => void;
}

const linkOf = ({ id }: SavedViewRow): string => `${window.location.origin}/tasks?view=${id}`;

/** Filters under a name: one's own in the list, a shared one by its link. */
export function SavedViews({ filters, viewId, onChange }: SavedViewsProps) {
  const views = useSavedViews().data ?? [];
  const [open, setOpen] = useState(false);
  const [saving, setSaving] = useState(false);
  useLinkedView(viewId, onChange);
  const drop = useCommand(['views']);
  return (
    <>
      <Popover
        trigger="click"
        placement="bottomRight"
        open={open}
        onOpenChange={setOpen}
        content={
          <div className="view-list" data-testid="view-list">
            {views.length === 0 && <span className="muted">还没有保存的视图</span>}
            {views.map((view) => (
              <ViewLine
                key={view.id}
                view={view}
                onOpen={() => {
                  setOpen(false);
                  onChange({ ...emptyFilters(), tab: null, view: null, ...view.filters });
                }}
                onDrop={() => drop.mutate({ method: 'DELETE', path: `/views/${view.id}` })}
              />
            ))}
            <Button
              block
              size="small"
              onClick={() => {
                setOpen(false);
                setSaving(true);
              }}
              data-testid="view-save"
            >
              保存当前筛选为视图
            </Button>
          </div>
        }
      >
        <Button data-testid="views-open">视图</Button>
      </Popover>
      {saving && <SaveDialog filters={filters} onClose={() => setSaving(false)} />}
    </>
  );
}

/** The address names a view: its filters take its place. */
function useLinkedView(viewId: string | undefined, onChange: (patch: Patch) => void): void {
  const { message } = App.useApp();
  const { data, error } = useSavedView(viewId);
  useEffect(() => {
    if (viewId === undefined) return;
    if (data !== undefined) onChange({ ...emptyFilters(), tab: null, view: null, ...data.filters });
    if (error !== null) {
      void message.warning(`视图打不开：${problemLines(error).title}`);
      onChange({ view: null });
    }
    // Once for each view that the address names.
  }, [viewId, data, error]);
}

function ViewLine({ view, onOpen, onDrop }: { view: SavedViewRow; onOpen: () => void; onDrop: () => void }) {
  const { message } = App.useApp();
  const copy = () =>
    navigator.clipboard.writeText(linkOf(view)).then(
      () => message.success('链接已复制'),
      () => message.info(linkOf(view), 10),
    );
  return (
    <div className="view-line">
      <button type="button" className="link-button" onClick={onOpen} data-testid="view-line">
        {view.name}
      </button>
      {view.shared && (
        <Button
          type="text"
          size="small"
          icon={<LinkOutlined />}
          onClick={() => void copy()}
          aria-label="复制链接"
        />
      )}
      <Button type="text" size="small" icon={<DeleteOutlined />} onClick={onDrop} aria-label="删除视图" />
    </div>
  );
}

function SaveDialog({ filters, onClose }: { filters: InboxFilters; onClose: () => void }) {
  const [form] = Form.useForm<{ name: string; shared?: boolean }>();
  const { message } = App.useApp();
  const save = useCommand<SavedViewRow>(['views']);
  const submit = ({ name, shared = false }: { name: string; shared?: boolean }) =>
    save.mutate(
      { path: '/views', body: { name, shared, filters: viewFilters(filters) } },
      {
        onSuccess: (view) => {
          if (view.shared) void message.success(`已保存，链接 ${linkOf(view)}`, 8);
          else void message.success('已保存');
          onClose();
        },
      },
    );
  return (
    <Modal
      open
      title="保存视图"
      onCancel={onClose}
      onOk={() => form.submit()}
      okText="保存"
      confirmLoading={save.isPending}
      okButtonProps={{ 'data-testid': 'view-submit' }}
    >
      <ProblemAlert error={save.error} />
      <Form form={form} layout="vertical" onFinish={submit}>
        <Form.Item
          name="name"
          label="名称"
          rules={[{ required: true, whitespace: true, message: '请填写名称' }]}
        >
          <Input maxLength={40} placeholder="如：本周到期的大额" data-testid="view-name" />
        </Form.Item>
        <Form.Item name="shared" valuePropName="checked">
          <Checkbox data-testid="view-shared">可凭链接共享给本县同事（各人只看到自己权限内的事项）</Checkbox>
        </Form.Item>
      </Form>
    </Modal>
  );
}
