import type { ColleagueView, StandInView } from '@bangdai/contracts/http';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { App, Button, Form, Modal, Select, Tag } from 'antd';
import { useState } from 'react';
import { read } from '../../api/client';
import { problemLines } from '../../api/problem';
import { useCommand } from '../../api/use-command';
import { DateField } from '../../ui/date-field';
import { today } from '../../ui/format';
import { labelledOptions, labelOf } from '../../ui/labels';
import { Loaded, Nothing, ProblemAlert } from '../../ui/states';
import { useMe } from '../session/me-context';
import { useCounty } from '../session/queries';

export const useStandIns = (enabled = true): UseQueryResult<StandInView[]> =>
  useQuery({
    queryKey: ['stand-ins'],
    queryFn: ({ signal }) => read<StandInView[]>('/stand-ins', {}, signal),
    enabled,
  });

const stateNames = { ahead: '未开始', active: '生效中', over: '已到期', revoked: '已终止' } as const;

/** Changes in whose name this session acts. */
export function useActFor(): (standInId: string | null) => void {
  const { message } = App.useApp();
  const command = useCommand([]);
  return (standInId) =>
    void command.mutateAsync({ path: '/session/stand-in', body: { standInId } }).then(
      // Everything that was read, and the stream of changes, belongs to the other desk: the page begins anew.
      () => window.location.assign('/tasks'),
      (error: unknown) => message.error(problemLines(error).title),
    );
}

/** 委托代理: for whom one may act now, whom one has appointed, a new appointment. */
export function StandIns() {
  const me = useMe();
  const [open, setOpen] = useState(false);
  const acting = me.standIn ?? null;
  const waiting = useStandIns(acting === null).data?.filter(
    ({ state, substituteId }) => state === 'active' && substituteId === me.id,
  );
  if (acting !== null) return null;
  const todo = waiting?.reduce((sum, each) => sum + (each.todo ?? 0), 0) ?? 0;
  return (
    <>
      <Button onClick={() => setOpen(true)} data-testid="stand-ins-open">
        委托代理{todo > 0 && `（代办 ${todo}）`}
      </Button>
      {open && <StandInDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function StandInDialog({ onClose }: { onClose: () => void }) {
  const query = useStandIns();
  const [adding, setAdding] = useState(false);
  return (
    <Modal open width={640} title="委托代理" onCancel={onClose} footer={null}>
      <Loaded query={query} rows={3}>
        {(rows) => (
          <div data-testid="stand-in-list">
            {rows.length === 0 && <Nothing text="没有委托。外出时可委托同岗位同事在期限内代为办理。" />}
            {rows.map((row) => (
              <StandInLine key={row.id} row={row} onClose={onClose} />
            ))}
          </div>
        )}
      </Loaded>
      {adding ? (
        <StandInForm onDone={() => setAdding(false)} />
      ) : (
        <Button block onClick={() => setAdding(true)} data-testid="stand-in-add">
          新增委托
        </Button>
      )}
    </Modal>
  );
}

function StandInLine({ row, onClose }: { row: StandInView; onClose: () => void }) {
  const me = useMe();
  const county = useCounty(me.county);
  const actFor = useActFor();
  const revoke = useCommand(['stand-ins']);
  const isMine = row.principalId === me.id;
  const steps = row.steps.map((step) => labelOf(county?.steps, step)).join('、');
  const isLive = row.state === 'active' || row.state === 'ahead';
  return (
    <div className="view-line stand-in-line" data-testid="stand-in-line">
      <span>
        <strong>{isMine ? `委托 ${row.substituteName}` : `代 ${row.principalName}`}</strong>{' '}
        <span className="muted">
          {row.from} 至 {row.to} · {steps === '' ? '全部环节' : steps}
        </span>{' '}
        <Tag color={row.state === 'active' ? 'success' : 'default'} variant="filled">
          {stateNames[row.state]}
        </Tag>
      </span>
      {isLive && (
        <Button
          size="small"
          loading={revoke.isPending}
          onClick={() => revoke.mutate({ path: `/stand-ins/${row.id}/revoke`, body: {} })}
        >
          终止
        </Button>
      )}
      {row.state === 'active' && !isMine && (
        <Button
          size="small"
          type="primary"
          onClick={() => {
            onClose();
            actFor(row.id);
          }}
          data-testid="stand-in-act"
        >
          代为办理{row.todo !== null && `（${row.todo}）`}
        </Button>
      )}
    </div>
  );
}

interface Draft {
  substitute: string;
  from: string;
  to: string;
  steps?: string[];
}

const personLabel = ({ name, roleName, place }: ColleagueView): string =>
  [name, roleName, place.replace('/', ' · ')].filter(Boolean).join('　');

function StandInForm({ onDone }: { onDone: () => void }) {
  const me = useMe();
  const county = useCounty(me.county);
  const { message } = App.useApp();
  const people = useQuery({
    queryKey: ['stand-ins', 'candidates'],
    queryFn: ({ signal }) => read<ColleagueView[]>('/stand-ins/candidates', {}, signal),
  });
  const command = useCommand(['stand-ins']);
  const submit = (draft: Draft) =>
    command.mutate(
      { path: '/stand-ins', body: { ...draft, steps: draft.steps ?? [] } },
      {
        onSuccess: () => {
          void message.success('已委托，到期自动终止');
          onDone();
        },
      },
    );
  return (
    <Form<Draft>
      layout="vertical"
      className="block-gap"
      initialValues={{ from: today(), to: today() }}
      onFinish={submit}
    >
      <ProblemAlert error={command.error ?? people.error} />
      <Form.Item
        name="substitute"
        label="代理人"
        rules={[{ required: true, message: '请选择代理人' }]}
        extra="同岗位或上级岗位的人员。代理人办理时两人姓名均记入流程；同一笔业务的前后环节，本人与代理人视为同一人。"
      >
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          loading={people.isPending}
          options={people.data?.map((person) => ({ value: person.id, label: personLabel(person) })) ?? []}
          data-testid="stand-in-person"
        />
      </Form.Item>
      <div className="decision-fields">
        <Form.Item name="from" label="自" rules={[{ required: true, message: '请选择开始日期' }]}>
          <DateField testId="stand-in-from" />
        </Form.Item>
        <Form.Item name="to" label="至" rules={[{ required: true, message: '请选择结束日期' }]}>
          <DateField testId="stand-in-to" />
        </Form.Item>
      </div>
      <Form.Item name="steps" label="限于环节（不选为全部）">
        <Select
          mode="multiple"
          allowClear
          options={labelledOptions(county?.steps)}
          data-testid="stand-in-steps"
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={command.isPending} data-testid="stand-in-submit">
        确认委托
      </Button>
    </Form>
  );
}
