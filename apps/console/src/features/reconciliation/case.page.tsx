import { differenceKinds, type ReconciliationCaseDetail } from '@bangdai/contracts/http';
import { App, Button, Checkbox, Form, Input, Table, Tag } from 'antd';
import { Link, useParams } from 'react-router';
import { ApiProblem } from '../../api/problem';
import { useCommand } from '../../api/use-command';
import { NotFoundPage } from '../../app/not-found.page';
import { Yuan } from '../../ui/figures';
import { instant } from '../../ui/format';
import { Facts, PageHead, Panel } from '../../ui/page';
import { Loaded, Nothing, ProblemAlert } from '../../ui/states';
import { loanPath } from '../loans/queries';
import { useMe } from '../session/me-context';
import { casePath, useCase } from './queries';

export function CasePage() {
  const { caseId = '' } = useParams();
  const query = useCase(caseId);
  if (query.error instanceof ApiProblem && query.error.status === 404) return <NotFoundPage />;
  return <Loaded query={query}>{(found) => <Case found={found} />}</Loaded>;
}

function Case({ found }: { found: ReconciliationCaseDetail }) {
  return (
    <>
      <PageHead
        title={
          <>
            {differenceKinds[found.kind]} <span className="num title-no">{found.ref}</span>{' '}
            <Tag color={found.state === 'open' ? 'warning' : 'success'} data-testid="case-state">
              {found.state === 'open' ? '待查' : '已办结'}
            </Tag>
          </>
        }
        note={
          <>
            {found.countyName} · {found.sourceName} · {found.openedOn} 发现，最近一次 {found.lastSeenOn}
          </>
        }
      />
      <Panel title="两边记录">
        <Facts
          items={[
            ['责任岗位', found.ownerName],
            ['差额', <Yuan key="difference" value={found.difference} />],
            [
              '业务编号',
              found.loanId === null ? (
                found.loanNo
              ) : (
                <Link key="loan" to={loanPath(found.loanId)}>
                  {found.loanNo}
                </Link>
              ),
            ],
          ]}
        />
        <Table
          size="small"
          rowKey="label"
          pagination={false}
          dataSource={
            found.sides.length > 0
              ? found.sides
              : [{ label: '记录', expected: found.expected ?? '—', found: found.found ?? '—' }]
          }
          columns={[
            { title: '', dataIndex: 'label', width: 140 },
            { title: '平台', dataIndex: 'expected', className: 'num' },
            { title: otherSide(found.source), dataIndex: 'found', className: 'num' },
          ]}
          rowClassName={(row) => (row.expected === row.found ? '' : 'row-differs')}
          data-testid="case-sides"
        />
      </Panel>
      <Panel title="核对情况">
        {found.notes.length === 0 && <Nothing text="还没有人登记核对情况" />}
        {found.notes.map((note) => (
          <p key={note.id} data-testid="case-note">
            <span className="muted">
              {instant(note.at)} {note.byName ?? ''}
              {note.closes && ' · 办结'}
            </span>
            <br />
            {note.text}
          </p>
        ))}
        <NoteForm found={found} />
      </Panel>
    </>
  );
}

const otherSide = (source: string): string =>
  source === 'books' ? '账簿' : source === 'workflow' ? '流程' : '对方';

/** The owner, or the county office for anybody's case. */
function NoteForm({ found }: { found: ReconciliationCaseDetail }) {
  const me = useMe();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ text: string; close: boolean }>();
  const send = useCommand<ReconciliationCaseDetail>(['reconciliation']);
  const isMine = found.owner === me.role || me.role === 'countyOffice';
  if (found.state === 'closed' || !isMine) return null;
  const submit = (draft: { text: string; close: boolean }) =>
    send
      .mutateAsync({
        path: `${casePath(found.id)}/notes`,
        body: { text: draft.text, close: draft.close ?? false },
      })
      .then(() => {
        message.success('已登记');
        form.resetFields();
      })
      .catch(() => undefined);
  return (
    <Form form={form} layout="vertical" onFinish={(draft) => void submit(draft)} disabled={send.isPending}>
      <Form.Item
        name="text"
        label="情况说明"
        rules={[{ required: true, whitespace: true, message: '请填写情况说明' }]}
      >
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} data-testid="note-text" />
      </Form.Item>
      <Form.Item name="close" valuePropName="checked">
        <Checkbox data-testid="note-close">已查清，办结</Checkbox>
      </Form.Item>
      <ProblemAlert error={send.error} testId="note-problem" />
      <Button type="primary" htmlType="submit" loading={send.isPending} data-testid="note-submit">
        登记
      </Button>
    </Form>
  );
}
